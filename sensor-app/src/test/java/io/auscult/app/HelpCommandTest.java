package io.auscult.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What somebody is told who does not know the commands yet. */
class HelpCommandTest {
    private static final int WIDTH = 80;

    private record Run(int exit, String out, String err) {}

    private static Run run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Main main = new Main();
        int exit = main.commandLine(Map.of())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(args);
        main.stop().finished(exit);
        return new Run(exit, out.toString(), err.toString());
    }

    private static List<CommandLine> all(CommandLine command) {
        List<CommandLine> all = new ArrayList<>(List.of(command));
        command.getSubcommands().values().forEach(each -> all.addAll(all(each)));
        return all;
    }

    @Test
    void shouldShowExamplesThatCanBeCopied() {
        List<CommandLine> all = all(new Main().commandLine(Map.of()));
        assertThat(all).hasSizeGreaterThan(40);
        for (CommandLine command : all) {
            String usage = command.getUsageMessage();
            assertThat(usage.lines()).as(usage).allMatch(line -> line.length() <= WIDTH);
            for (String example : command.getCommandSpec().usageMessage().footer()) {
                assertThat(usage.lines().toList())
                        .as("as one line")
                        .contains(example.replace("%n", "").stripTrailing());
            }
        }
    }

    @Test
    void shouldTellTheSameAsHelpBehindACommand() {
        assertThat(run("help")).isEqualTo(run("--help"));
        assertThat(run("help", "incident", "report")).isEqualTo(run("incident", "report", "--help"));
        Run wrong = run("help", "incident", "repot");
        assertThat(wrong.exit()).isEqualTo(ExitCode.USAGE);
        assertThat(wrong.err()).contains("auscult: repot: no such command", "see: auscult incident --help");
    }

    @Test
    void shouldSayWhatIsNotKnownAndWhatMayBeMeant() {
        Run wrong = run("replya");
        assertThat(wrong.exit()).isEqualTo(ExitCode.USAGE);
        assertThat(wrong.err()).startsWith("auscult: replya: not known here").contains("did you mean replay");
        assertThat(run("replay", "x.pcap", "--evee", "-").err()).contains("--evee: not known here");
        assertThat(run("rules", "show", "nope").err())
                .isEqualTo("auscult: rule: nope (expected: one that `auscult rules` lists)" + System.lineSeparator());
    }

    @Test
    void shouldLookForWhatLeftOnlyWhereAJournalIs(@TempDir Path folder) {
        Path nowhere = folder.resolve("journal");
        for (String part : List.of("list", "log")) {
            Run run = run("share", part, "--journal", nowhere.toString());
            assertThat(run.exit()).isEqualTo(ExitCode.INPUT);
            assertThat(run.err()).contains(nowhere + ": no journal");
            assertThat(run.out()).isEmpty();
        }
        assertThat(nowhere).doesNotExist();
    }

    @Test
    void shouldSayWhatIsWrongWithAFile(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");
        Run hub = run("hub", "--data", file.resolve("hub").toString());
        assertThat(hub.exit()).isEqualTo(ExitCode.OUTPUT);
        assertThat(hub.err()).matches("auscult: " + file + "(/hub)?: [A-Za-z ]+\\R");
        Run outbox = run(
                "outbox",
                "show",
                "siem",
                "--journal",
                Files.createDirectory(folder.resolve("journal")).toString());
        assertThat(outbox.err()).contains("siem: unknown (expected: a receiver; there is none yet)");
    }

    @Test
    void shouldRefuseATimeThatIsTooShortToRotateAfter(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("auscult.yml"), "rotate:\n  every: 500 ms\n");
        Run run = run("config", "check", file.toString());
        assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("auscult.yml:2: rotate.every: 500 ms (expected: 0 s, or time with its unit");
        Files.writeString(file, "rotate:\n  every: 0 s\n");
        assertThat(run("config", "check", file.toString()).exit()).isZero();
    }
}
