package io.auscult.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What bash makes of the tabulator, by the script that it is given. */
class CompletionCommandTest {
    @TempDir
    static Path folder;

    @BeforeAll
    static void write() throws Exception {
        Files.writeString(folder.resolve("completion"), Run.of("completion").out(ExitCode.FINISHED));
        Files.createFile(folder.resolve("week.pcap"));
    }

    @ParameterizedTest
    @CsvSource({
        "auscult repl, replay",
        "auscult help inc, incident",
        "auscult help incident rep, report",
        "auscult help rep, replay report",
        "auscult incident no, notified",
        "auscult replay --ev, --eve --eve-types --evidence",
        "auscult replay we, week.pcap",
        "auscult replay --fail-on h, high",
        "auscult replay --eve-types kr, krb5",
        "auscult incident report 3f2a --stage e, early-warning",
        "auscult incident show 3f2a --language n, nl",
        "auscult outbox show siem --state ref, refused",
        "auscult roles --role med, medical-device",
        "auscult share mark 3f2a --tlp amber, amber amber+strict",
        "auscult protocols mys, mysql",
    })
    void shouldCompleteWhatIsBegun(String line, String expected) throws Exception {
        Program completed = Program.run(
                folder,
                Map.of(),
                List.of(
                        "bash",
                        "-c",
                        "source ./completion; COMP_WORDS=($0); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); COMP_LINE=$0;"
                                + " _complete_auscult; printf '%s\\n' \"${COMPREPLY[@]}\" | sort -u | paste -sd ' '",
                        line));
        assertThat(completed.out()).as(completed.err()).isEqualToIgnoringNewLines(expected);
    }

    @Test
    void shouldOfferOnlyWhatIsTaken() {
        for (String state : List.of("waiting", "refused", "delivered")) {
            assertThat(Run.of("outbox", "show", "siem", "--state", state, "--journal", "/nowhere")
                            .exit())
                    .isEqualTo(ExitCode.INPUT);
        }
        for (String stage : List.of("early-warning", "notification", "final")) {
            assertThat(Run.of("incident", "report", "3f2a", "--stage", stage, "--journal", "/nowhere")
                            .exit())
                    .isEqualTo(ExitCode.INPUT);
        }
    }
}
