package io.auscult.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ledger of attempts on recorded cases. What rules find is left out here: it changes with them. */
class AttemptsOfSamplesTest {
    private static final Pattern FORM = Pattern.compile(
            "\"what\":\"([^\"]*)\",\"service\":\"([^\"]*)\".*\"outcome\":\"([a-z]*)\",\"count\":([0-9]+)");

    private static SampleRun run(String name, int lanes) throws IOException {
        Path folder = Path.of(System.getProperty("auscult.root", ".."), "sample-pcaps", name);
        return SampleRun.of(SampleCase.read(folder), lanes);
    }

    private static List<String> tried(String name) throws IOException {
        return run(name, 0)
                .attempts()
                .lines()
                .map(FORM::matcher)
                .filter(Matcher::find)
                .map(found -> found.group(1) + " " + found.group(2) + " " + found.group(3) + " " + found.group(4))
                .filter(line -> !line.startsWith("finding"))
                .toList();
    }

    @Test
    void shouldNoteSlowProbesOneByOneBeforeTheyAreAScan() throws IOException {
        assertThat(tried("variant-slow-day"))
                .contains("connection ssh failed 1", "connection ftp failed 1", "connection dce_rpc failed 1");
    }

    @Test
    void shouldNoteDeniedSharesWrongPasswordsAndRefusedCalls() throws IOException {
        assertThat(tried("smb2-refused")).containsExactly("share smb failed 1");
        assertThat(tried("smb2-logon-failed")).containsExactly("logon smb failed 3");
        assertThat(tried("benign-software-push")).containsOnly("remote call svcctl failed 1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "benign-clients-retry",
                "benign-monitoring",
                "benign-server-down",
                "benign-failover",
                "benign-printer-discovery",
                "benign-peer-to-peer",
                "benign-snmp-poll",
                "benign-web-many-hosts",
                "benign-rdp",
                "benign-dns"
            })
    void shouldNotNoteWhatIsOff(String name) throws IOException {
        assertThat(tried(name)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"variant-slow-day", "scan-distributed", "lateral-worm-copies", "variant-old-password"})
    void shouldSayTheSameForAnyLanes(String name) throws IOException {
        String alone = run(name, 0).attempts();
        assertThat(alone).isNotEmpty();
        assertThat(run(name, 1).attempts()).isEqualTo(alone);
        assertThat(run(name, 4).attempts()).isEqualTo(alone);
    }
}
