package io.auscult.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.auscult.app.config.Configuration;
import io.auscult.app.config.receiver.Receivers;
import io.auscult.app.share.Policies;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What others can read needs a policy. */
class ReceiverWiringTest {
    private static final String MISP = """
            misp:
              - name: region
                url: https://misp.example
                key: env:NOBODY
            """;
    private static final String TAXII = """
            taxii:
              - name: region
                url: https://hub.example/auscult/
                collection: shared
                token: env:NOBODY
                organisation: St. Jan
            """;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {MISP, TAXII})
    void shouldRefuseWhatOthersCanReadWithoutAPolicy(String receiver) {
        assertThatThrownBy(() -> policies(receiver))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("auscult.yml:2")
                .hasMessageContaining("no policy says what may leave to region")
                .hasMessageContaining("to: [region]");
    }

    @ParameterizedTest
    @ValueSource(strings = {MISP, TAXII})
    void shouldTakeItWithOneOrWhenItIsInside(String receiver) throws Exception {
        assertThat(policies(receiver + "policies:\n  - to: [region]\n").receivers())
                .containsExactly("region");
        assertThat(policies(receiver + "    inside: true\n").receivers()).isEmpty();
    }

    @Test
    void shouldAskNoPolicyForTheHospitalsOwn() throws Exception {
        assertThat(policies("syslog:\n  - name: siem\n    host: siem.example\n").receivers())
                .isEmpty();
    }

    private Policies policies(String yaml) throws Exception {
        Path file = Files.writeString(folder.resolve("auscult.yml"), yaml);
        Configuration configuration = Configuration.read(file, Map.of());
        List<Receivers.Opened> opened =
                Receivers.open(configuration, ReceiverWiring.context(configuration, folder, index -> null));
        return ReceiverWiring.policies(configuration, folder, opened);
    }
}
