package io.auscult.rules.sigma;

import static io.auscult.rules.sigma.RuleScript.holds;
import static io.auscult.rules.sigma.RuleScript.problems;
import static io.auscult.rules.sigma.RuleScript.rule;
import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.Level;
import io.auscult.core.alert.Outcome;
import io.auscult.core.alert.Technique;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuleReaderTest {
    @Test
    void shouldRaiseWhatARuleSays() {
        RuleScript script = new RuleScript("""
                title: A share of an administrator was opened
                name: admin_share
                id: 0c1d7a52-5c0b-4f2a-9d55-6a2f3b7e9c10
                status: test
                description: Somebody connected to C$.
                tags: [attack.lateral-movement, attack.t1021.002]
                logsource: {product: zeek, service: smb_mapping}
                detection:
                    share:
                        path|endswith: ['\\C$', '\\ADMIN$']
                    condition: share
                falsepositives: [An administrator]
                level: high
                fields: [user]
                auscult:
                    recommendation: {en: Ask {actor}., nl: Vraag {actor}., fr: Demandez a {actor}.}
                """.replace(
                        "{en: Ask {actor}., nl: Vraag {actor}., fr: Demandez a {actor}.}",
                        "{en: 'Ask {actor}.', nl: 'Vraag {actor}.', fr: 'Demandez {actor}.'}"));
        assertThat(script.rules().problems()).isEmpty();
        script.event("smb_mapping", "path", "\\\\srv\\c$", "user", "anna", "status", "ACCESS_DENIED");

        assertThat(script.alerts).hasSize(1);
        Alert alert = script.alerts.getFirst();
        assertThat(alert.rule().id()).isEqualTo("lateral.admin_share");
        assertThat(alert.level()).isEqualTo(Level.HIGH);
        assertThat(alert.rule().techniques()).extracting(Technique::id).containsExactly("T1021.002");
        assertThat(alert.actor().ip()).hasToString("10.20.1.5");
        assertThat(alert.target().ip()).hasToString("10.20.2.10");
        assertThat(alert.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(alert.evidence()).containsEntry("path", "\\\\srv\\c$").containsEntry("user", "anna");
        assertThat(alert.recommendation()).containsEntry("nl", "Vraag {actor}.");
        assertThat(alert.rule().description()).contains("An administrator");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '§',
            value = {
                "a and b § true § true § true",
                "a and b § true § false § false",
                "a or b § false § true § true",
                "not a and b § false § true § true",
                "not (a and b) § true § true § false",
                "a and not 1 of b* § true § false § true",
                "1 of them § false § true § true",
                "all of them § false § true § false",
                "any of them § true § false § true",
                "all of * § true § true § true",
                "not a or b § true § true § true",
                "NOT a AND b § false § true § true",
                "a or a and b § true § false § true"
            })
    void shouldJoinSelections(String condition, boolean a, boolean b, boolean expected) {
        String detection =
                "a:\n    query|contains: aaa\nb:\n    query|contains: bbb\n_unused:\n    query: zzz\ncondition: "
                        + condition.replace("all of *", "all of *");
        if (condition.equals("all of *")) {
            detection = detection.replace("_unused:\n    query: zzz\n", "");
        }
        assertThat(holds("dns", detection, "query", (a ? "aaa" : "") + (b ? "bbb" : "")))
                .isEqualTo(expected);
    }

    @Test
    void shouldFindKeywordsAnywhereInTheEvent() {
        String keywords = "keywords: [EVIL*thing, other]\ncondition: keywords";
        assertThat(holds("dns", keywords, "answers", java.util.List.of("a", "xx evil and thing xx")))
                .isTrue();
        assertThat(holds("dns", keywords, "query", "evil")).isFalse();
        String all = "keywords:\n    '|all': [foo, bar]\ncondition: keywords";
        assertThat(holds("dns", all, "query", "foo", "rcode_name", "BAR")).isTrue();
        assertThat(holds("dns", all, "query", "foo")).isFalse();
        String maps = "selection:\n    - query: a\n    - rcode_name: NXDOMAIN\n      query: b\ncondition: selection";
        assertThat(holds("dns", maps, "query", "b", "rcode_name", "NXDOMAIN")).isTrue();
        assertThat(holds("dns", maps, "query", "b")).isFalse();
        assertThat(holds("dns", "a:\n    query: a\nb:\n    query: b\ncondition: [a, b]", "query", "b"))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '§',
            quoteCharacter = '~',
            value = {
                "dns § selection: {qquery: a} § qquery: no field of dns",
                "dnss § selection: {query: a} § service: dnss",
                "dns § selection: {query|expand: '%x%'} § modifier expand",
                "dns § selection: {query|frobnicate: a} § modifier frobnicate",
                "dns § selection: {query|re: '(?=a)'} § invalid",
                "dns § selection: {query|re: '(((a{900}){900}){900})'} § repetitions",
                "dns § selection: {query|gt: 4} § query: no number",
                "dns § selection: {qtype|gt: four} § expected: a number",
                "dns § selection: {id.orig_h|cidr: 10.0.0.0/40} § prefix length",
                "dns § selection: {qtype|cidr: 'fc00::/7'} § holds no addresses",
                "dns § selection: {query|fieldref: nope} § nope: no field",
                "dns § selection: {query|contains|startswith: a} § expected: one of them",
                "dns § selection: {query|re|contains: a} § do not go together",
                "dns § selection: {query|i: a} § behind re",
                "dns § selection: {query|contains|all: a} § single value",
                "dns § selection: {query: {a: b}} § a map",
                "dns § selection: {query: []} § a list",
                "dns § selection: {query: [[a]]} § in a list of values",
                "dns § selection: {rejected: maybe} § true or false",
                "dns § selection: {ts|hour: 24} § 0 to 23",
                "dns § selection: {query|hour: 4} § no time",
                "dns § selection: [] § a list",
                "dns § selection: {query|base64: 'a*'} § wildcard",
                "dns § selection: {query: a, query: b} § given twice"
            })
    void shouldRefuseWithTheReason(String service, String selection, String reason) {
        RuleSet rules = RuleScript.load(rule(service, selection + "\ncondition: selection"));
        assertThat(rules.size()).isZero();
        assertThat(rules.problems()).isNotEmpty().allMatch(problem -> problem.kind() == Problem.Kind.ERROR);
        assertThat(rules.problems().toString()).contains("rule.yml", reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a and",
                "a b",
                "(a",
                "a)",
                "2 of a*",
                "1 of",
                "1 of x*",
                "nobody",
                "a | count() > 5",
                "near a and b",
                "not",
                "",
                "a or or a"
            })
    void shouldRefuseConditionsItCannotRead(String condition) {
        assertThat(problems(rule("dns", "a:\n    query: a\ncondition: '" + condition + "'")))
                .anyMatch(problem -> problem.contains("condition"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '§',
            value = {
                "dce_rpc § operation: NoSuchOperation § nothing that dce_rpc.operation can say",
                "dce_rpc § operation: svcctl § it is an endpoint",
                "dce_rpc § endpoint: CreateServiceW § it is an operation",
                "conn § conn_state: SX § conn.conn_state",
                "kerberos § service|startswith: '$' § no account begins with $",
                "dns § qtype: MX § holds numbers",
                "dns § id.orig_h: server-1 § holds addresses"
            })
    void shouldNameWhatCanNeverMatch(String service, String item, String reason) {
        RuleSet rules = RuleScript.load(
                rule(service, "selection:\n    " + item + "\nother:\n    id.resp_p: 1\ncondition: selection or other"));
        assertThat(rules.size()).isOne();
        assertThat(rules.problems()).hasSize(1).allMatch(problem -> problem.kind() == Problem.Kind.NEVER);
        assertThat(rules.problems().getFirst().toString())
                .startsWith("rule.yml:7: can never match: ")
                .contains(reason);
        RuleSet alone = RuleScript.load(rule(service, "selection:\n    " + item + "\ncondition: selection"));
        assertThat(alone.size()).isZero();
    }

    @Test
    void shouldNameAnOperationThatItsEndpointDoesNotHave() {
        assertThat(problems(rule(
                        "dce_rpc", "selection:\n    endpoint: svcctl\n    operation: SchRpcRun\ncondition: selection")))
                .anyMatch(problem -> problem.contains("endpoint 'svcctl' has no operation 'SchRpcRun'"));
        assertThat(problems(rule(
                        "dce_rpc",
                        "selection:\n    endpoint: svcctl\n    operation: CreateServiceW\ncondition: selection")))
                .isEmpty();
    }

    @Test
    void shouldReadHostileFilesWithinBounds() {
        assertThat(problems("a: &x [1]\nb: *x\n")).anyMatch(problem -> problem.contains("alias"));
        assertThat(problems("[".repeat(40) + "]".repeat(40))).anyMatch(problem -> problem.contains("too deep"));
        assertThat(problems("- a\n".repeat(60_000))).anyMatch(problem -> problem.contains("too much"));
        assertThat(problems("x".repeat(Yaml.MAX_LENGTH + 1))).anyMatch(problem -> problem.contains("too long"));
        assertThat(problems("title: [")).anyMatch(problem -> problem.contains("not YAML"));
        assertThat(problems("just text")).isNotEmpty();
        assertThat(problems("")).isEmpty();
    }

    @Test
    void shouldTakeAnIdOnlyOnce() {
        String one = rule("dns", "a:\n    query: a\ncondition: a") + "name: twice\n";
        RuleSet rules = RuleScript.load(one + "---\n" + one);
        assertThat(rules.size()).isOne();
        assertThat(rules.problems().toString()).contains("taken by rule.yml:1");
    }

    @Test
    void shouldTellAtTheFirstHitAndAtEachDecade() {
        RuleScript script = new RuleScript(rule("dns", "a:\n    query: a\ncondition: a"));
        for (int i = 0; i < 250; i++) {
            script.event("dns", "query", "a");
        }
        assertThat(script.alerts).extracting(Alert::count).containsExactly(1L, 10L, 100L);
        script.to("10.20.2.11").event("dns", "query", "a");
        assertThat(script.alerts.getLast().targetCount()).isEqualTo(2);
        script.from("10.20.1.6").event("dns", "query", "a");
        assertThat(script.alerts).hasSize(5);
        script.from("10.20.1.5").after(Hits.IDLE_NS / 1e9 + 1).event("dns", "query", "a");
        assertThat(script.alerts.getLast().count()).isOne();
    }

    @Test
    void shouldNarrowRulesByFilters() {
        String rule = rule("dns", "a:\n    query|contains: a\ncondition: a") + "name: some\n";
        String filter = """
                ---
                title: Not the proxy
                logsource: {product: zeek, service: dns}
                filter:
                    rules: [some]
                    selection:
                        query|startswith: proxy
                    condition: not selection
                """;
        RuleScript script = new RuleScript(rule + filter);
        assertThat(script.rules().problems()).isEmpty();
        assertThat(script.event("dns", "query", "proxya").alerts).isEmpty();
        assertThat(script.event("dns", "query", "a").alerts).hasSize(1);
        assertThat(problems(rule + filter.replace("[some]", "[nobody]")))
                .anyMatch(problem -> problem.contains("no such rule"));
        assertThat(problems(
                        rule + filter.replace("service: dns", "service: http").replace("query", "uri")))
                .anyMatch(problem -> problem.contains("about dns"));
        assertThat(problems(rule + filter.replace("[some]", "any"))).isEmpty();
    }
}
