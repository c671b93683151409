package io.auscult.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** {@code auscult benchmark-noise} and {@code auscult exceptions} on recorded cases. */
class BenchmarkNoiseTest {
    @TempDir
    private Path folder;

    /** What a command printed, and its exit code. */
    private record Said(int exitCode, String out, String err) {
        /** The YAML that is to be pasted. */
        String yaml() {
            int at = Math.max(out.indexOf("\nroles:"), out.indexOf("\nexceptions:"));
            return at < 0 ? "" : out.substring(at + 1);
        }
    }

    private static Said run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine command = new Main().commandLine(Map.of());
        command.setOut(new PrintWriter(out));
        command.setErr(new PrintWriter(err));
        int exitCode = command.execute(arguments);
        return new Said(exitCode, out.toString(), err.toString());
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
        Said before = run("benchmark-noise", input(name), "--fail-on", "medium");
        assertThat(before.exitCode()).isEqualTo(ExitCode.FINDINGS);
        assertThat(before.out()).contains("would have been told").contains("you give up:");

        Said after =
                run("benchmark-noise", input(name), "--config", pasted(filledIn(before.yaml())), "--fail-on", "medium");
        assertThat(after.err()).isEmpty();
        assertThat(after.exitCode()).isEqualTo(ExitCode.FINISHED);
        assertThat(after.out())
                .contains("Nothing would have alarmed.")
                .contains("held back by your roles and exceptions");
    }

    @Test
    void shouldNotTakeWhatNobodyFilledIn() throws Exception {
        String yaml = run("benchmark-noise", input("guess-ftp")).yaml();
        Said said = run("exceptions", "--config", pasted(yaml));
        assertThat(said.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(said.err())
                .contains("reason: nothing (expected: a sentence)")
                .contains("author: nothing");
    }

    @Test
    void shouldSayNothingOfGoodTraffic() {
        Said said = run("benchmark-noise", input("benign-web-https"), "--fail-on", "medium");
        assertThat(said.exitCode()).isEqualTo(ExitCode.FINISHED);
        assertThat(said.out()).startsWith("Nothing would have alarmed.").doesNotContain("exceptions:");
    }

    @Test
    void shouldPrintJsonOfEachRuleAndActor() throws Exception {
        Said said = run("benchmark-noise", input("guess-ftp"), "--json");
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
        String config =
                pasted(filledIn(run("benchmark-noise", input("guess-ftp")).yaml()));
        Said listed = run("exceptions", "--config", config);
        assertThat(listed.out())
                .contains("identity.password_guessing from ")
                .contains("holds until")
                .contains("ICT: Known software");

        Said held = run("exceptions", "--config", config, input("guess-ftp"));
        assertThat(held.exitCode()).isEqualTo(ExitCode.FINISHED);
        assertThat(held.out()).contains("    held back ");

        Said dry = run("exceptions", "--config", config, "--dry-run", input("guess-ftp"));
        assertThat(dry.out()).contains("    would hold back ").doesNotContain("    held back ");
        assertThat(run("exceptions", "--config", config, input("benign-web-https"))
                        .out())
                .contains("held nothing back");
    }

    @Test
    void shouldEndAsTheFormatsSay() throws Exception {
        assertThat(run("benchmark-noise", folder.resolve("none.pcap").toString())
                        .exitCode())
                .isEqualTo(ExitCode.INPUT);
        assertThat(run("benchmark-noise").exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run("benchmark-noise", input("variant-truncated")).exitCode())
                .isEqualTo(ExitCode.DAMAGED);
        List<String> wrong = List.of("benchmark-noise", input("guess-ftp"), "--local-nets", "x");
        assertThat(run(wrong.toArray(String[]::new)).exitCode()).isEqualTo(ExitCode.USAGE);
    }
}
