package io.auscult.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code auscult benchmark-noise} and {@code auscult exceptions} on recorded cases. */
class BenchmarkNoiseTest {
    @TempDir
    private Path folder;

    /** What is to be pasted of it. */
    private static String yaml(Run run) {
        int at = Math.max(run.out().indexOf("\nroles:"), run.out().indexOf("\nexceptions:"));
        return at < 0 ? "" : run.out().substring(at + 1);
    }

    private static String input(String name) {
        return Path.of(System.getProperty("auscult.root", ".."), "sample-pcaps", name, "input.pcap")
                .toString();
    }

    private String pasted(String yaml) throws Exception {
        return Files.writeString(folder.resolve("a.yml"), yaml).toString();
    }

    private static String filledIn(String yaml) {
        return yaml.replaceAll("reason: #.*", "reason: Known software").replaceAll("author: #.*", "author: ICT");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "guess-ftp",
                "guess-smb",
                "spray-smb",
                "scan-nmap-connect",
                "scan-nmap-ipv6",
                "scan-block",
                "sweep-ssh-keyscan",
                "sweep-worm",
                "lateral-worm-copies",
                "pass-the-hash"
            })
    void shouldProposeWhatReallyHoldsItBack(String name) throws Exception {
        Run before = Run.of("benchmark-noise", input(name), "--fail-on", "medium");
        assertThat(before.exit()).isEqualTo(ExitCode.FINDINGS);
        assertThat(before.out()).contains("would have been told").contains("you give up:");

        Run after = Run.of(
                "benchmark-noise", input(name), "--config", pasted(filledIn(yaml(before))), "--fail-on", "medium");
        assertThat(after.err()).isEmpty();
        assertThat(after.exit()).isEqualTo(ExitCode.FINISHED);
        assertThat(after.out())
                .contains("Nothing would have alarmed.")
                .contains("held back by your roles and exceptions");
    }

    @Test
    void shouldNotTakeWhatNobodyFilledIn() throws Exception {
        String yaml = yaml(Run.of("benchmark-noise", input("guess-ftp")));
        Run said = Run.of("exceptions", "--config", pasted(yaml));
        assertThat(said.exit()).isEqualTo(ExitCode.USAGE);
        assertThat(said.err())
                .contains("reason: nothing (expected: a sentence)")
                .contains("author: nothing");
    }

    @Test
    void shouldSayNothingOfGoodTraffic() {
        Run said = Run.of("benchmark-noise", input("benign-web-https"), "--fail-on", "medium");
        assertThat(said.exit()).isEqualTo(ExitCode.FINISHED);
        assertThat(said.out()).startsWith("Nothing would have alarmed.").doesNotContain("exceptions:");
    }

    @Test
    void shouldPrintJsonOfEachRuleAndActor() throws Exception {
        Run said = Run.of("benchmark-noise", input("guess-ftp"), "--json");
        JsonNode first =
                new ObjectMapper().readTree(said.out().lines().findFirst().orElseThrow());
        assertThat(first.get("rule").asText()).isEqualTo("identity.password_guessing");
        assertThat(first.get("propose").asText()).isEqualTo("exception");
        assertThat(first.get("alerts").asLong()).isPositive();
        assertThat(first.get("yaml").asText()).startsWith("exceptions:\n").contains("up_to: ");
        assertThat(first.get("gives_up").asText()).contains("Password guessing");
    }

    @Test
    void shouldListWhatEachExceptionHoldsBackOrWouldInADryRun() throws Exception {
        String config = pasted(filledIn(yaml(Run.of("benchmark-noise", input("guess-ftp")))));
        Run listed = Run.of("exceptions", "--config", config);
        assertThat(listed.out())
                .contains("identity.password_guessing from ")
                .contains("holds until")
                .contains("ICT: Known software");

        Run held = Run.of("exceptions", "--config", config, input("guess-ftp"));
        assertThat(held.exit()).isEqualTo(ExitCode.FINISHED);
        assertThat(held.out()).contains("    held back ");

        Run dry = Run.of("exceptions", "--config", config, "--dry-run", input("guess-ftp"));
        assertThat(dry.out()).contains("    would hold back ").doesNotContain("    held back ");
        assertThat(Run.of("exceptions", "--config", config, input("benign-web-https"))
                        .out())
                .contains("held nothing back");
    }

    @Test
    void shouldEndAsTheFormatsSay() throws Exception {
        assertThat(Run.of("benchmark-noise", folder.resolve("none.pcap").toString())
                        .exit())
                .isEqualTo(ExitCode.INPUT);
        assertThat(Run.of("benchmark-noise").exit()).isEqualTo(ExitCode.USAGE);
        assertThat(Run.of("benchmark-noise", input("variant-truncated")).exit()).isEqualTo(ExitCode.DAMAGED);
        List<String> wrong = List.of("benchmark-noise", input("guess-ftp"), "--local-nets", "x");
        assertThat(Run.of(wrong.toArray(String[]::new)).exit()).isEqualTo(ExitCode.USAGE);
    }
}
