package io.auscult.rules.sigma;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.Outcome;
import io.auscult.core.counter.Counter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CorrelationTest {
    private static final String RULES = """
            title: A refused logon
            name: refused
            logsource: {product: zeek, service: ntlm}
            detection: {a: {success: false}, condition: a}
            ---
            title: A logon
            name: let_in
            logsource: {product: zeek, service: ntlm}
            detection: {a: {success: true}, condition: a}
            ---
            title: A share was opened
            name: share
            logsource: {product: zeek, service: smb_mapping}
            detection: {a: {path|endswith: 'C$'}, condition: a}
            ---
            title: A file
            name: file
            logsource: {product: zeek, service: smb_files}
            detection: {a: {bytes|gt: 0}, condition: a}
            """;

    private static RuleScript script(String... correlations) {
        StringBuilder yaml = new StringBuilder(RULES);
        for (String correlation : correlations) {
            yaml.append("---\n").append(correlation);
        }
        RuleScript script = new RuleScript(yaml.toString());
        assertThat(script.rules().problems()).isEmpty();
        return script;
    }

    private static String correlation(String name, String lines) {
        return "title: Together\nname: " + name + "\nlevel: high\ncorrelation:\n" + lines.indent(4);
    }

    private static RuleScript refused(RuleScript script, int times, double apart) {
        for (int i = 0; i < times; i++) {
            script.event("ntlm", "success", false, "username", "user" + i).after(apart);
        }
        return script;
    }

    @Test
    void shouldCountEventsWithinATimeThatSlides() {
        String five = correlation(
                "five",
                "type: event_count\nrules: [refused]\ngroup-by: [id.orig_h]\ntimespan: 1m\ncondition: {gte: 5}");
        RuleScript script = script(five);
        refused(script, 4, 1);
        assertThat(script.alerts).isEmpty();
        script.after(58);
        refused(script, 3, 1);
        assertThat(script.alerts).as("four of seven are too old").isEmpty();
        refused(script, 2, 1);
        assertThat(script.alerts).hasSize(1);
        Alert alert = script.alerts.getFirst();
        assertThat(alert.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(alert.evidence()).containsEntry("id.orig_h", "10.20.1.5");
        assertThat(alert.count()).isEqualTo(9);
        refused(script, 50, 1);
        assertThat(script.alerts).as("it goes on").hasSize(1);
        refused(script, 40, 1);
        assertThat(script.alerts).as("ten times as many").hasSize(2);
        script.from("10.20.1.6");
        refused(script, 4, 1);
        assertThat(script.alerts).hasSize(2);
    }

    @Test
    void shouldCountMoreEventsThanItRemembers() {
        RuleScript script = script(correlation(
                "many",
                "type: event_count\nrules: [refused]\ngroup-by: [id.orig_h]\ntimespan: 1h\ncondition: {gt: 2000}"));
        refused(script, 2000, 0.1);
        assertThat(script.alerts).isEmpty();
        refused(script, 1, 0.1);
        assertThat(script.alerts).hasSize(1);
    }

    @Test
    void shouldCountDifferentValues() {
        RuleScript script = script(
                correlation(
                        "users",
                        "type: value_count\nrules: [refused]\ngroup-by: [id.orig_h, id.resp_h]\ntimespan: 10m\ncondition: {field: username, gte: 3}"));
        for (int i = 0; i < 20; i++) {
            script.event("ntlm", "success", false, "username", i % 2 == 0 ? "anna" : "bert");
        }
        assertThat(script.alerts).isEmpty();
        script.event("ntlm", "success", false);
        assertThat(script.alerts).as("no value").isEmpty();
        script.event("ntlm", "success", false, "username", "carla");
        assertThat(script.alerts).hasSize(1);
        assertThat(script.alerts.getFirst().evidence())
                .containsEntry("total", "3")
                .containsEntry("values", "anna, bert, carla");
        script.to("10.20.2.99");
        script.event("ntlm", "success", false, "username", "a").after(400);
        script.event("ntlm", "success", false, "username", "b").after(400);
        script.event("ntlm", "success", false, "username", "c");
        assertThat(script.alerts).as("never three within ten minutes").hasSize(1);
    }

    @Test
    void shouldSumValues() {
        RuleScript script = script(
                correlation(
                        "sum",
                        "type: value_sum\nrules: [file]\ngroup-by: [id.orig_h]\ntimespan: 1h\ncondition: {field: bytes, gt: 1000000}"));
        script.event("smb_files", "bytes", 600_000).after(4000);
        script.event("smb_files", "bytes", 600_000).after(1800);
        assertThat(script.alerts).isEmpty();
        script.event("smb_files", "bytes", 400_001);
        assertThat(script.alerts).hasSize(1);
        assertThat(script.alerts.getFirst().evidence()).containsEntry("total", "1000001");
    }

    @Test
    void shouldJudgeAnAverageAndUpperBoundsWhenTheTimeIsOver() {
        RuleScript script = script(
                correlation(
                        "avg",
                        "type: value_avg\nrules: [file]\ngroup-by: [id.orig_h]\ntimespan: 1m\ncondition: {field: bytes, gt: 500}"),
                correlation(
                        "few",
                        "type: event_count\nrules: [refused]\ngroup-by: [id.orig_h]\ntimespan: 1m\ncondition: {gte: 2, lt: 4}"));
        script.event("smb_files", "bytes", 900).event("smb_files", "bytes", 100).after(61);
        assertThat(script.alerts).as("500 is not more than 500").isEmpty();
        script.event("smb_files", "bytes", 900).event("smb_files", "bytes", 300);
        assertThat(script.alerts).isEmpty();
        script.after(62);
        assertThat(script.alerts).hasSize(1);
        assertThat(script.alerts.getFirst().evidence()).containsEntry("total", "600");
        refused(script, 5, 1).after(61);
        assertThat(script.alerts).as("too many").hasSize(1);
        refused(script, 3, 1).after(61);
        assertThat(script.alerts).hasSize(2);
        refused(script, 1, 1).end();
        assertThat(script.alerts).as("too few").hasSize(2);
    }

    @Test
    void shouldSeeRulesTogetherInAnyOrder() {
        RuleScript script = script(correlation(
                "both", "type: temporal\nrules: [refused, share]\ngroup-by: [id.orig_h, id.resp_h]\ntimespan: 5m"));
        script.event("smb_mapping", "path", "\\\\srv\\C$").after(301).event("ntlm", "success", false);
        assertThat(script.alerts).as("too late").isEmpty();
        script.to("10.20.2.11").event("smb_mapping", "path", "\\\\srv\\C$");
        assertThat(script.alerts).as("another target").isEmpty();
        script.event("ntlm", "success", false);
        assertThat(script.alerts).hasSize(1);
    }

    @Test
    void shouldSeeRulesInTheirOrderOnly() {
        RuleScript script = script(correlation(
                "row", "type: temporal_ordered\nrules: [refused, let_in, share]\ngroup-by: [id.orig_h]\ntimespan: 5m"));
        script.event("smb_mapping", "path", "\\\\srv\\C$")
                .event("ntlm", "success", true)
                .event("ntlm", "success", false);
        assertThat(script.alerts).isEmpty();
        script.event("ntlm", "success", true)
                .after(200)
                .event("ntlm", "success", true)
                .after(150);
        script.event("smb_mapping", "path", "\\\\srv\\C$");
        assertThat(script.alerts).as("the first of them is too long ago").isEmpty();
        script.event("ntlm", "success", false)
                .event("ntlm", "success", true)
                .event("smb_mapping", "path", "\\\\srv\\C$");
        assertThat(script.alerts).hasSize(1);
        assertThat(script.alerts.getFirst().outcome()).isEqualTo(Outcome.SUCCEEDED);
    }

    @Test
    void shouldFollowChainsAndAliases() {
        RuleScript script = script(
                correlation(
                        "guessed",
                        "type: event_count\nrules: [refused]\ngroup-by: [id.resp_h]\ntimespan: 1m\ncondition: {gte: 3}"),
                correlation("broken_in", """
                        type: temporal_ordered
                        rules: [guessed, let_in]
                        group-by: [server]
                        timespan: 5m
                        aliases:
                            server: {guessed: id.resp_h, let_in: id.resp_h}
                        """),
                correlation("came_back", """
                        type: temporal
                        rules: [let_in, share]
                        group-by: [host]
                        timespan: 5m
                        aliases:
                            host: {let_in: id.resp_h, share: id.orig_h}
                        """));
        refused(script, 3, 1);
        assertThat(script.alerts).as("serves another rule only").isEmpty();
        script.event("ntlm", "success", true, "username", "anna");
        assertThat(script.alerts).extracting(alert -> alert.rule().id()).containsExactly("command.broken_in");
        script.from("10.20.2.10").to("10.20.3.1").event("smb_mapping", "path", "\\\\x\\C$");
        assertThat(script.alerts).extracting(alert -> alert.rule().id()).contains("command.came_back");
    }

    @Test
    void shouldRaiseBothWhenAskedTo() {
        String one = correlation(
                "one", "type: event_count\nrules: [refused]\ngroup-by: [id.orig_h]\ntimespan: 1m\ncondition: {gte: 1}");
        assertThat(refused(script(one), 1, 1).alerts).hasSize(1);
        assertThat(refused(script(one + "generate: true\n"), 1, 1).alerts).hasSize(2);
    }

    @Test
    void shouldKeepTheGroupsOfAFloodWithinBounds() {
        RuleScript script = script(correlation(
                "five",
                "type: event_count\nrules: [refused]\ngroup-by: [username]\ntimespan: 1h\ncondition: {gte: 5}"));
        for (int i = 0; i < 2; i++) {
            for (int user = 0; user < 40_000; user++) {
                script.event("ntlm", "success", false, "username", "user" + user);
            }
        }
        assertThat(script.alerts).isEmpty();
        assertThat(script.counters.get(Counter.STATES_EVICTED)).isPositive();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '§',
            quoteCharacter = '~',
            value = {
                "type: value_percentile § not supported",
                "type: event_sum § expected: one of",
                "timespan: 1w § such as 30s",
                "timespan: 0s § such as 30s",
                "rules: [nobody] § no such rule",
                "rules: [] § rules: 0",
                "group-by: [usernam] § no field of ntlm",
                "condition: {} § no bound",
                "condition: {gte: x} § expected: a number",
                "condition: {gte: 3, field: username} § none here",
                "condition: {about: 3} § condition.about",
                "timeframe: 5m § timeframe: unknown",
                "rules: [self] § circle"
            })
    void shouldRefuseWithTheReason(String line, String reason) {
        String key = line.substring(0, line.indexOf(':'));
        StringBuilder lines = new StringBuilder(line).append('\n');
        for (String usual : List.of(
                "type: event_count",
                "rules: [refused]",
                "group-by: [username]",
                "timespan: 1m",
                "condition: {gte: 3}")) {
            lines.append(usual.startsWith(key + ":") ? "" : usual + "\n");
        }
        RuleSet rules = RuleScript.load(RULES + "---\n" + correlation("self", lines.toString()));
        assertThat(rules.size()).isEqualTo(4);
        assertThat(rules.problems().toString()).contains(reason);
    }

    @Test
    void shouldKeepWhatItRemembersWhenOtherRulesChange() {
        String five = RULES + "---\n"
                + correlation(
                        "five",
                        "type: event_count\nrules: [refused]\ngroup-by: [id.orig_h]\ntimespan: 1m\ncondition: {gte: 5}");
        RuleScript script = new RuleScript(five);
        refused(script, 4, 1);
        script.detector.replace(
                RuleScript.load(five + "---\n" + RuleScript.rule("dns", "a:\n    query: a\ncondition: a")));
        script.after(1);
        script.event("dns", "query", "a");
        assertThat(script.alerts).hasSize(1);
        refused(script, 1, 1);
        assertThat(script.alerts).as("four before, one after").hasSize(2);
        script.detector.replace(RuleScript.load(five.replace("success: false", "success: 'F'")));
        script.after(1);
        refused(script, 1, 0);
        assertThat(script.alerts).as("the rule it counts is another").hasSize(2);
    }
}
