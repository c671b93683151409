package io.auscult.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Index.atIndex;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code auscult incident} and {@code auscult report} as a person uses them, over the journal of a replay. */
class IncidentCommandTest {
    @TempDir
    static Path replayed;

    @TempDir
    Path folder;

    private static Run run(String... args) {
        Run run = Run.of(args);
        return new Run(run.exit(), run.out().replace('\u00a0', ' '), run.err());
    }

    @BeforeAll
    static void replay() {
        Path sample =
                Path.of(System.getProperty("auscult.root", ".."), "sample-pcaps", "staged-intrusion", "input.pcap");
        assertThat(run("replay", "-q", "--out", replayed.toString(), sample.toString())
                        .exit())
                .isZero();
    }

    /** A journal of its own, because people write notes beside it. */
    @BeforeEach
    void copy() throws IOException {
        try (Stream<Path> files = Files.walk(replayed.resolve("journal"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = folder.resolve(replayed.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
    }

    private Run on(String... args) {
        String[] all = Arrays.copyOf(args, args.length + 2);
        all[args.length] = "--journal";
        all[args.length + 1] = folder.resolve("journal").toString();
        return run(all);
    }

    private String id() {
        String line = on("incident", "list", "--language", "en")
                .out()
                .lines()
                .findFirst()
                .orElseThrow();
        return line.replaceFirst(".*/10  (\\S+)  .*", "$1");
    }

    @Test
    void shouldListWhatIsKnownInTheReadersLanguage() {
        Run run = on("incident", "list", "--language", "en");
        assertThat(run.out().lines()).hasSize(1);
        assertThat(run.out()).contains("RED    10/10  ", "  Break-in on 3 machines, VM (10.20.1.66)");
        assertThat(on("incident", "list", "--language", "nl").out()).contains("ROOD", "Inbraak op 3 toestellen");
        assertThat(on("incident", "list", "--language", "fr").out()).contains("ROUGE", "Intrusion sur 3 machines");
        assertThat(on("incident", "list", "--last", "0", "--language", "nl").out())
                .isEqualTo("Geen incidenten." + System.lineSeparator());
        assertThat(run.exit()).isZero();
    }

    @Test
    void shouldShowAllOfOneByTheBeginningOfItsId() {
        Run run = on("incident", "show", id().substring(0, 4), "--language", "en");
        assertThat(run.exit()).isZero();
        assertThat(run.out())
                .startsWith("RED: Act now - Break-in on 3 machines")
                .contains("WHAT TO DO FIRST", "1. First: take 10.20.1.66 (VM) off the network now")
                .contains("STEP BY STEP", "Password guessing, SRV-ONE", id())
                .contains("Times are those of")
                .doesNotContain("\u001b", "mail");
        assertThat(run.out().indexOf("WHAT TO DO FIRST")).isLessThan(run.out().indexOf("WHAT HAPPENED"));
    }

    @Test
    void shouldSayWhichIdIsWrong() {
        for (String wrong : List.of("zzz", "")) {
            Run run = on("incident", "show", wrong);
            assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
            assertThat(run.err()).contains(wrong + ": ", "as `incident list` shows it");
            assertThat(run.out()).isEmpty();
        }
        assertThat(on("incident", "close", "zzz").exit()).isEqualTo(ExitCode.USAGE);
        assertThat(folder.resolve("journal/incident-notes.jsonl")).doesNotExist();
    }

    @Test
    void shouldSayWhereThereIsNoJournal() {
        for (String part : List.of("list", "show")) {
            String[] args = part.equals("list")
                    ? new String[] {"incident", "list", "--journal", "/nowhere"}
                    : new String[] {"incident", "show", "1", "--journal", "/nowhere"};
            Run run = run(args);
            assertThat(run.exit()).isEqualTo(ExitCode.INPUT);
            assertThat(run.err()).contains("/nowhere: no journal");
        }
        Run report = run("report", "--journal", "/nowhere"); // a page that says all is well would be a lie
        assertThat(report.exit()).isEqualTo(ExitCode.INPUT);
        assertThat(report.err()).contains("/nowhere: no journal");
        assertThat(report.out()).isEmpty();
        assertThat(run("incident", "list").err()).contains("no journal (expected: --journal DIR, or --config");
        assertThat(run("incident").exit()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void shouldRememberWhatPeopleSay() {
        assertThat(on("incident", "aware", id(), "--at", "2026-11-22 10:15+01:00", "--by", "A. Maes")
                        .exit())
                .isZero();
        assertThat(on("incident", "close", id(), "--by", "A. Maes", "--note", "Reinstalled\u001b[31m")
                        .exit())
                .isZero();
        assertThat(on("incident", "list", "--language", "en").out()).contains("[closed]");
        assertThat(on("incident", "list", "--open", "--language", "en").out()).contains("No incidents.");
        assertThat(on("incident", "show", id(), "--language", "fr").out())
                .contains("connu depuis, A. Maes", "clos, A. Maes: Reinstalled")
                .doesNotContain("\u001b");
        assertThat(on("incident", "reopen", id()).exit()).isZero();
        assertThat(on("incident", "list", "--open", "--language", "en").out()).contains("Break-in");
        Run wrong = on("incident", "aware", id(), "--at", "yesterday");
        assertThat(wrong.exit()).isEqualTo(ExitCode.USAGE);
        assertThat(wrong.err()).contains("yesterday: no time (expected: such as 2026-11-22 08:15)");
    }

    @Test
    void shouldTellOfEachReportThatItWasSentAndWhatIsStillDue() {
        String aware = Instant.now().minus(Duration.ofHours(30)).toString();
        Run known = on("incident", "aware", id(), "--at", aware, "--language", "en");
        assertThat(known.out().lines().toList())
                .hasSize(3)
                .satisfies(
                        line -> assertThat(line).matches("NIS2 early warning  .* late by 6 h( \\d+ min)?"), atIndex(0))
                .satisfies(line -> assertThat(line).matches(".*, 4[12] h( \\d+ min)? left"), atIndex(1));
        String early = Instant.now().minus(Duration.ofHours(29)).toString();
        Run warned = on("incident", "notified", id(), "--stage", "early-warning", "--at", early, "--language", "en");
        assertThat(warned.out().lines().toList())
                .satisfies(line -> assertThat(line).startsWith("NIS2 early warning  sent on 20"), atIndex(0))
                .satisfies(line -> assertThat(line).endsWith(" left"), atIndex(1));
        assertThat(on("incident", "report", id(), "--stage", "final", "--format", "md", "--language", "en")
                        .out())
                .contains("sent on ", " left")
                .doesNotContain("late by");
        assertThat(on("incident", "notified", id(), "--language", "nl").out())
                .contains("NIS2: incidentmelding  verzonden op");
        assertThat(on("incident", "notified", id(), "--stage", "final", "--language", "fr")
                        .out())
                .doesNotContain("encore", "retard");
        assertThat(on("incident", "show", id(), "--language", "en").out())
                .containsSubsequence("early warning sent", "notification sent", "final report sent");
        Run wrong = on("incident", "notified", id(), "--stage", "soon");
        assertThat(wrong.exit()).isEqualTo(ExitCode.USAGE);
        assertThat(wrong.err()).contains("--stage: soon (expected: early-warning, notification or final)");
    }

    @Test
    void shouldDraftEachReportInEachLanguage() throws IOException {
        assertThat(on("incident", "aware", id(), "--at", "2026-11-22T09:10:00Z").exit())
                .isZero();
        Map<String, List<String>> titles = Map.of(
                "early-warning", List.of("NIS2 early warning", "NIS2: vroegtijdige waarschuwing", "NIS2"),
                "notification", List.of("NIS2 incident notification", "NIS2: incidentmelding", "NIS2"),
                "final", List.of("NIS2 final report", "NIS2: eindverslag", "NIS2"));
        List<String> languages = List.of("en", "nl", "fr");
        for (String stage : titles.keySet()) {
            for (int i = 0; i < languages.size(); i++) {
                Path page = folder.resolve(stage + languages.get(i) + ".html");
                Run run = on(
                        "incident",
                        "report",
                        id(),
                        "--stage",
                        stage,
                        "--language",
                        languages.get(i),
                        "--out",
                        page.toString(),
                        "--now",
                        "2026-11-22T11:10:00Z");
                assertThat(run).isEqualTo(new Run(0, "", ""));
                assertThat(Files.readString(page))
                        .contains(
                                "lang=\"" + languages.get(i), titles.get(stage).get(i), "SRV-THREE", "class=\"field\"")
                        .doesNotContain("nis2.", "{0}");
            }
        }
        String text = on("incident", "report", id(), "--stage", "early-warning", "--format", "md", "--language", "en")
                .out();
        assertThat(text).startsWith("# NIS2 early warning").contains("**Organisation:** \\_\\_");
        Path markdown = folder.resolve("x.md");
        assertThat(on("incident", "report", id(), "--stage", "final", "--out", markdown.toString())
                        .exit())
                .isZero();
        assertThat(markdown).content().startsWith("# ");
        assertThat(on("incident", "report", id(), "--stage", "soon").err())
                .contains("--stage: soon (expected: early-warning, notification or final)");
        assertThat(on("incident", "report", id()).exit()).isEqualTo(ExitCode.USAGE);
        Run nowhere = on("incident", "report", id(), "--stage", "final", "--out", "/nowhere/x.html");
        assertThat(nowhere.exit()).isEqualTo(ExitCode.OUTPUT);
        assertThat(nowhere.err()).contains("/nowhere/x.html: No such file or directory");
    }

    @Test
    void shouldWriteTheReportOfADayAndAWeek() throws IOException {
        Path page = folder.resolve("day.html");
        assertThat(on(
                        "report",
                        "--day",
                        "2026-11-22",
                        "--language",
                        "en",
                        "--site",
                        "St. Anna",
                        "--out",
                        page.toString()))
                .isEqualTo(new Run(0, "", ""));
        assertThat(Files.readString(page).replace('\u00a0', ' '))
                .contains(
                        "Daily report, St. Anna", "One incident needs somebody to act.", "T1110.001 Password Guessing")
                .contains("administrator", "How long it watched and what it lost was not recorded");
        assertThat(on("report", "--week", "--day", "2026-11-18", "--language", "fr")
                        .out())
                .contains("Rapport hebdomadaire", "16/11/2026", "22/11/2026", "Un incident demande une intervention.");
        assertThat(on("report", "--day", "2026-11-30", "--language", "nl").out())
                .contains("Dagverslag", "Er gebeurde niets waarvoor iemand moet handelen.", "Inbraak"); // still open
        assertThat(on("incident", "close", id()).exit()).isZero();
        Run wrong = on("report", "--day", "tomorrow");
        assertThat(wrong.exit()).isEqualTo(ExitCode.USAGE);
        assertThat(wrong.err()).contains("--day: tomorrow (expected: such as 2026-11-22)");
        assertThat(on("report", "--out", "/nowhere/x.html").exit()).isEqualTo(ExitCode.OUTPUT);
    }

    @Test
    void shouldTellHostsOfOneNameApartInDocuments(@TempDir Path other) {
        Path sample =
                Path.of(System.getProperty("auscult.root", ".."), "sample-pcaps", "lateral-worm-copies", "input.pcap");
        run("replay", "-q", "--out", other.toString(), sample.toString());
        String journal = other.resolve("journal").toString();
        String id = run("incident", "list", "--language", "en", "--journal", journal)
                .out()
                .lines()
                .findFirst()
                .orElseThrow()
                .replaceFirst(".*/10  (\\S+)  .*", "$1");
        String[] report = {
            "incident", "report", id, "--stage", "final", "--format", "md", "--language", "en", "--journal", journal
        };
        assertThat(run(report).out()).contains("(VM (10.20.1.30) → VM (10.20.1.31), once)");
    }
}
