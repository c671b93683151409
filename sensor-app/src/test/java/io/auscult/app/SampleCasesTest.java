package io.auscult.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.Level;
import io.auscult.core.alert.Rule;
import io.auscult.core.capture.SourceEnd;
import io.auscult.rules.Detectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every folder of {@code sample-pcaps} through the whole sensor. What it says is compared with what is committed
 * ({@code -Dauscult.rewrite=true} commits it anew) and, whatever is committed, judged by what really happened.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SampleCasesTest {
    /** What happened and is not told yet. It only shrinks: rewriting takes out what is told meanwhile, and otherwise a test fails. */
    private static final Path NOT_YET = Path.of(
            System.getProperty("auscult.root"), "sensor-app", "src", "test", "resources", "io/auscult/app/not-yet.txt");

    /** Sigma rules on written lists of events, beside their tests: for those of which there is no recording, or no recorded near miss. */
    private static final Path RULE_CASES =
            Path.of(System.getProperty("auscult.root"), "sensor-rules/src/test/resources/cases");

    private static final int MOST_QUESTIONS = 2; // in a case in which nothing happened

    private final List<SampleCase> cases;
    private final Set<String> notYet;
    private final Map<String, SampleRun> runs = new HashMap<>();

    SampleCasesTest() throws IOException {
        cases = SampleCase.all();
        try (Stream<String> lines = Files.lines(NOT_YET)) {
            notYet = lines.collect(Collectors.toCollection(TreeSet::new));
        }
    }

    List<SampleCase> cases() {
        return cases;
    }

    private SampleRun run(SampleCase sample) throws IOException {
        SampleRun known = runs.get(sample.name());
        if (known == null) {
            known = SampleRun.of(sample, 0);
            runs.put(sample.name(), known);
        }
        return known;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldSayWhatIsCommitted(SampleCase sample) throws IOException {
        SampleRun run = run(sample);
        List<String> differences = new ArrayList<>();
        differences.addAll(SampleFiles.check(sample, "alerts.jsonl", run.eve(), run.eve()));
        differences.addAll(
                SampleFiles.check(sample, "events.jsonl", run.events(), SampleFiles.committed(run.events())));
        if (!differences.isEmpty()) {
            fail(String.join("\n", differences));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldSayTheSameWithAnyNumberOfLanes(SampleCase sample) throws IOException {
        SampleRun alone = run(sample);
        for (int lanes : new int[] {1, 2, 4}) {
            SampleRun run = SampleRun.of(sample, lanes);
            assertThat(run.events()).as("%d lanes: events", lanes).isEqualTo(alone.events());
            assertThat(run.eve()).as("%d lanes: alerts", lanes).isEqualTo(alone.eve());
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldTellWhatReallyHappened(SampleCase sample) throws IOException {
        List<Alert> alerts = run(sample).alerts();
        if (sample.expected().isEmpty()) {
            assertThat(alerts).as("nothing happened").allMatch(alert -> isNote(alert) || isQuestion(sample, alert));
            assertThat(alerts)
                    .as("questions")
                    .filteredOn(alert -> !isNote(alert))
                    .hasSizeLessThanOrEqualTo(MOST_QUESTIONS);
        }
        assertThat(alerts)
                .as("near misses")
                .noneMatch(alert -> sample.nearMisses().contains(alert.rule().id()));
        List<String> untold = new ArrayList<>();
        for (GroundTruth truth : sample.expected()) {
            List<String> misses = truth.missedBy(alerts);
            String line = sample + ": " + truth;
            if (misses.isEmpty() && SampleFiles.REWRITES && notYet.remove(line)) {
                Files.write(NOT_YET, notYet);
            }
            if (notYet.contains(line)) {
                assertThat(misses)
                        .as("%s is told now: take it out of %s", line, NOT_YET)
                        .isNotEmpty();
            } else if (!misses.isEmpty()) {
                untold.add(truth + " is not told:\n    " + String.join("\n    ", misses));
            }
        }
        if (!untold.isEmpty()) {
            fail(String.join("\n", untold));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldBlameNobodyElse(SampleCase sample) throws IOException {
        for (Alert alert : run(sample).alerts()) {
            if (isNote(alert) || isQuestion(sample, alert)) {
                continue;
            }
            assertThat(sample.expected())
                    .as("%s by %s", alert.rule().id(), alert.actor())
                    .anyMatch(truth -> truth.concerns(alert));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldEndAsTheFileDoes(SampleCase sample) throws IOException {
        SourceEnd end = run(sample).end();
        if (sample.isCut()) {
            assertThat(end).isIn(SourceEnd.TRUNCATED, SourceEnd.DAMAGED);
        } else {
            assertThat(end).isEqualTo(SourceEnd.COMPLETE);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldBeWhole(SampleCase sample) {
        assertThat(sample.folder()).hasFileName(sample.name());
        assertThat(sample.kind()).isIn("attack", "benign", "variant");
        for (String file : List.of("events.jsonl", "alerts.jsonl")) {
            assertThat(Files.exists(sample.folder().resolve(file)) || SampleFiles.REWRITES)
                    .as("%s: there", file)
                    .isTrue();
        }
        if (!sample.kind().equals("variant")) {
            assertThat(sample.expected().isEmpty())
                    .as("nothing expected")
                    .isEqualTo(sample.kind().equals("benign"));
        }
        assertThat(ruleIds()).as("near_miss").containsAll(sample.nearMisses());
        assertThat(sample.nearMisses().isEmpty() || sample.expected().isEmpty())
                .as("near_miss where nothing happens")
                .isTrue();
    }

    @Test
    void shouldHaveACaseInWhichEveryRuleFires() throws IOException {
        Set<String> fired = new TreeSet<>();
        for (SampleCase sample : cases) {
            run(sample).alerts().forEach(alert -> fired.add(alert.rule().id()));
        }
        Set<String> missing = ruleIds();
        missing.removeAll(fired);
        missing.removeAll(inRuleCases("fires"));
        assertThat(missing).as("rules that no case fulfils").isEmpty();
    }

    @Test
    void shouldHaveANearMissOfEveryRule() throws IOException {
        Set<String> missing = ruleIds();
        cases.forEach(sample -> missing.removeAll(sample.nearMisses()));
        missing.removeAll(inRuleCases("silent"));
        assertThat(missing).as("rules that no case names in near_miss").isEmpty();
    }

    @Test
    void shouldKnowTheCasesThatAreNotToldYet() {
        Set<String> truths = new TreeSet<>();
        cases.forEach(sample -> sample.expected().forEach(truth -> truths.add(sample + ": " + truth)));
        assertThat(truths).containsAll(notYet);
    }

    /** An alert below medium blames nobody: it notes what an administrator's program does as well as an intruder's, and may be raised in any case. */
    private static boolean isNote(Alert alert) {
        return !alert.level().atLeast(Level.MEDIUM);
    }

    private static Set<String> inRuleCases(String key) throws IOException {
        Set<String> rules = new TreeSet<>();
        try (Stream<Path> files = Files.walk(RULE_CASES)) {
            for (Path file :
                    files.filter(name -> name.toString().endsWith(".yml")).toList()) {
                for (Object each : (List<?>) SampleCase.load(Files.readString(file))) {
                    if (((Map<?, ?>) each).get(key) instanceof String rule) {
                        rules.add(rule);
                    }
                }
            }
        }
        return rules;
    }

    private static boolean isQuestion(SampleCase sample, Alert alert) {
        return alert.level() == Level.MEDIUM
                && sample.asks().contains(alert.rule().id());
    }

    private static Set<String> ruleIds() {
        return new Detectors().rules().stream().map(Rule::id).collect(Collectors.toCollection(TreeSet::new));
    }
}
