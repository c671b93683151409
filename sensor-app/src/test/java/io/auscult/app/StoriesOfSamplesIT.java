package io.auscult.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person reads after a replay, where it is easily said wrongly. */
class StoriesOfSamplesIT {
    @TempDir
    private Path folder;

    private String summary(String sample) throws IOException, InterruptedException {
        Path file = Path.of(System.getProperty("auscult.root"), "sample-pcaps", sample, "input.pcap");
        Program run = Program.run(
                folder,
                Map.of(),
                List.of(Distribution.HOME.resolve("bin/auscult").toString(), "replay", file.toString()));
        return run.out().replaceAll("\\s+", " ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"relay-smb", "relay-http"})
    void shouldTellHostsOfOneNameApart(String sample) throws Exception {
        assertThat(summary(sample))
                .contains("used somebody else's logon on VM (10.20.2.40)")
                .contains("Logon passed on to another server: VM (10.20.2.40), once")
                .contains("Find out who works at VM (10.20.1.66)")
                .contains("outcome It was let in.");
    }

    @Test
    void shouldNotSpeakOfUnknownVictims() throws Exception {
        assertThat(summary("poison-names"))
                .contains("answered to the names of others")
                .doesNotContain("whom");
    }

    @Test
    void shouldSayWhatBecameOfACollection() throws Exception {
        assertThat(summary("collection-drive-copy")).contains("outcome It could read what it asked for. It got in.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"lateral-psexec", "cred-secretsdump"})
    void shouldSayWithWhoseAccountItWasDone(String sample) throws Exception {
        assertThat(summary(sample))
                .contains(", with the account administrator.")
                .contains("users: administrator")
                .contains("Have the password of administrator changed now");
    }
}
