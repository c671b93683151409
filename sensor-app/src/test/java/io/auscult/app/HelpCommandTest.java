package io.auscult.app;

import static org.assertj.core.api.Assertions.assertThat;

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
        assertThat(Run.of("help")).isEqualTo(Run.of("--help"));
        assertThat(Run.of("help", "incident", "report")).isEqualTo(Run.of("incident", "report", "--help"));
        Run wrong = Run.of("help", "incident", "repot");
        assertThat(wrong.exit()).isEqualTo(ExitCode.USAGE);
        assertThat(wrong.err()).contains("auscult: repot: no such command", "see: auscult incident --help");
    }

    @Test
    void shouldSayWhatIsNotKnownAndWhatMayBeMeant() {
        Run wrong = Run.of("replya");
        assertThat(wrong.exit()).isEqualTo(ExitCode.USAGE);
        assertThat(wrong.err()).startsWith("auscult: replya: not known here").contains("did you mean replay");
        assertThat(Run.of("replay", "x.pcap", "--evee", "-").err()).contains("--evee: not known here");
        assertThat(Run.of("rules", "show", "nope").err())
                .isEqualTo("auscult: rule: nope (expected: one that `auscult rules` lists)" + System.lineSeparator());
    }

    @Test
    void shouldLookForWhatLeftOnlyWhereAJournalIs(@TempDir Path folder) {
        Path nowhere = folder.resolve("journal");
        for (String part : List.of("list", "log")) {
            Run run = Run.of("share", part, "--journal", nowhere.toString());
            assertThat(run.exit()).isEqualTo(ExitCode.INPUT);
            assertThat(run.err()).contains(nowhere + ": no journal");
            assertThat(run.out()).isEmpty();
        }
        assertThat(nowhere).doesNotExist();
    }

    @Test
    void shouldSayWhatIsWrongWithAFile(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");
        Run hub = Run.of("hub", "--data", file.resolve("hub").toString());
        assertThat(hub.exit()).isEqualTo(ExitCode.OUTPUT);
        assertThat(hub.err()).matches("auscult: " + file + "(/hub)?: [A-Za-z ]+\\R");
        Run outbox = Run.of(
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
        Run run = Run.of("config", "check", file.toString());
        assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("auscult.yml:2: rotate.every: 500 ms (expected: 0 s, or time with its unit");
        Files.writeString(file, "rotate:\n  every: 0 s\n");
        assertThat(Run.of("config", "check", file.toString()).exit()).isZero();
    }
}
