package io.auscult.rules.sigma;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.alert.Rule;
import io.auscult.core.alert.Technique;
import io.auscult.rules.incident.Words;
import io.auscult.rules.rule.Techniques;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * The program's own Sigma rules, all loaded together, against {@code src/test/resources/cases}: for every rule that raises alerts at least one list of events at which it {@code fires}
 * and one, almost the same, at which it stays {@code silent}. An event is written as a line of its log: {@code {log: dce_rpc, uuid: ..., opnum: 15}}; beside the fields it may say
 * {@code from}, {@code to} and {@code port}, {@code after} so many seconds, and {@code times}, with {@code %d} in texts for the number of the repetition.
 */
class RuleCasesTest {
    private static final Path FOLDER = Path.of("src/test/resources/cases");
    private static final Set<String> BESIDE = Set.of("log", "from", "to", "port", "after", "times");
    private static final RuleSet RULES = new RuleLoader(new Techniques()).load(RuleFiles.builtIn(), Set.of());

    private record Case(String file, String rule, boolean fires, String why, List<Map<?, ?>> events) {
        @Override
        public String toString() {
            return rule + (fires ? " fires: " : " silent: ") + why;
        }
    }

    static List<Case> cases() throws IOException {
        Path folder = Files.isDirectory(FOLDER)
                ? FOLDER
                : Path.of(System.getProperty("auscult.root", "."), "sensor-rules")
                        .resolve(FOLDER);
        List<Case> cases = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(name -> name.toString().endsWith(".yml"))
                    .sorted()
                    .toList()) {
                Load load = new Load(LoadSettings.builder().build());
                for (Object each : (List<?>) load.loadFromString(Files.readString(file))) {
                    cases.add(read(file.toString(), (Map<?, ?>) each));
                }
            }
        }
        return cases;
    }

    private static Case read(String file, Map<?, ?> one) {
        boolean fires = one.containsKey("fires");
        String rule = (String) one.get(fires ? "fires" : "silent");
        List<Map<?, ?>> events = new ArrayList<>();
        ((List<?>) one.get("events")).forEach(event -> events.add((Map<?, ?>) event));
        return new Case(file, rule, fires, String.valueOf(one.get("why")), events);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldFireOrNot(Case one) {
        assertThat(rules()).as(one.file).contains(one.rule);
        RuleScript script = new RuleScript(RULES);
        for (Map<?, ?> event : one.events) {
            long times = event.get("times") instanceof Number number ? number.longValue() : 1;
            for (int i = 0; i < times; i++) {
                play(script, event, i);
            }
        }
        script.after(86_400).end();
        Set<String> fired =
                script.alerts.stream().map(alert -> alert.rule().id()).collect(Collectors.toCollection(TreeSet::new));
        if (one.fires) {
            assertThat(fired).contains(one.rule);
        } else {
            assertThat(fired).doesNotContain(one.rule);
        }
    }

    private static void play(RuleScript script, Map<?, ?> event, int number) {
        Map<String, Object> fields = new LinkedHashMap<>();
        event.forEach((key, value) -> {
            if (!BESIDE.contains(key.toString())) {
                fields.put(key.toString(), numbered(value, number));
            }
        });
        List<Object> flat = new ArrayList<>();
        fields.forEach((key, value) -> flat.addAll(List.of(key, value)));
        if (event.get("from") != null) {
            script.from(numbered(event.get("from"), number).toString());
        }
        if (event.get("to") != null) {
            script.to(numbered(event.get("to"), number).toString());
        }
        if (event.get("port") instanceof Number port) {
            script.toPort(port.intValue());
        }
        if (event.get("after") instanceof Number seconds) {
            script.after(seconds.doubleValue());
        }
        script.event((String) event.get("log"), flat.toArray());
    }

    private static Object numbered(Object value, int number) {
        return switch (value) {
            case String text -> text.replace("%d", Integer.toString(number + 1));
            case List<?> list ->
                list.stream().map(each -> numbered(each, number)).toList();
            default -> value;
        };
    }

    private static Set<String> rules() {
        return RULES.rules().stream().map(Rule::id).collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void shouldLoadWithoutAProblem() {
        assertThat(RULES.problems()).isEmpty();
    }

    @Test
    void shouldHaveBothKindsOfCasesForEveryRule() throws IOException {
        Map<Boolean, Set<String>> told = new HashMap<>();
        for (Case one : cases()) {
            told.computeIfAbsent(one.fires, fires -> new TreeSet<>()).add(one.rule);
        }
        for (boolean fires : List.of(true, false)) {
            Set<String> missing = rules();
            missing.removeAll(told.getOrDefault(fires, Set.of()));
            assertThat(missing)
                    .as(fires ? "rules without a case in which they fire" : "rules without a near miss")
                    .isEmpty();
        }
    }

    @Test
    void shouldBeToldInDutchAndFrench() {
        Words words = new Words();
        assertThat(RULES.rules().stream().map(Rule::title)).allSatisfy(title -> {
            assertThat(words.in("nl", title)).as(title).isNotEqualTo(title);
            assertThat(words.in("fr", title)).as(title).isNotEqualTo(title);
        });
    }

    @Test
    void shouldNameTechniquesThatAreKnown() {
        assertThat(RULES.rules()).allSatisfy(rule -> {
            assertThat(rule.techniques()).as(rule.id()).isNotEmpty();
            assertThat(rule.techniques())
                    .as(rule.id() + ": names in techniques.tsv")
                    .extracting(Technique::name)
                    .noneMatch(name -> name.matches("T[0-9.]+"));
        });
    }
}
