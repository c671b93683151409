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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kafka:\n  - name: region\n    servers: ['k:9093']\n    events: [conn]\n",
                "mail:\n  - name: region\n    host: m\n    from: a@b.be\n    to: c@d.be\n    report: daily\n",
                "report:\n  - name: region\n    folder: /tmp\n    every: daily\n"
            })
    void shouldRefuseWhatNoPolicyCanChange(String receiver) {
        assertThatThrownBy(() -> policies(receiver + "policies:\n  - to: [region]\n"))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("auscult.yml:" + receiver.lines().count() + ": ")
                .hasMessageContaining("a policy names region")
                .hasMessageContaining("would leave as it is");
    }

    @Test
    void shouldTakeAlertsOfKafkaBehindAPolicy() throws Exception {
        String kafka = "kafka:\n  - name: region\n    servers: ['k:9093']\n";
        assertThat(policies(kafka + "policies:\n  - to: [region]\n").receivers())
                .containsExactly("region");
    }

    @Test
    void shouldRefuseAMarkingThatContradictsTheOneOfSharing() throws Exception {
        String share = "policies:\n  - to: [region]\nshare:\n  tlp: green\n  pap: green\n";
        assertThatThrownBy(() -> policies(MISP + "    tlp: amber-strict\n" + share))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining(
                        "auscult.yml:5: misp[0].tlp: amber+strict (expected: none, as a policy names region")
                .hasMessageContaining("as share.tlp says: green");
        assertThatThrownBy(() -> policies(MISP + "    pap: none\n" + share)).hasMessageContaining("misp[0].pap: none");
        assertThatThrownBy(() -> policies(TAXII + "    tlp: clear\n" + share))
                .hasMessageContaining("taxii[0].tlp: clear");
        assertThat(policies(MISP + "    tlp: green\n" + share).receivers()).hasSize(1);
        assertThat(policies(MISP + "    inside: true\n    tlp: clear\n").receivers())
                .isEmpty();
    }

    @Test
    void shouldRefuseAPolicyByWhichNothingCanEverLeave() {
        assertThatThrownBy(() -> policies(MISP + "policies:\n  - to: [region]\n    tlp: green\n    approval: never\n"))
                .hasMessageContaining("policies[0].approval: never (expected: always or above, as TLP:AMBER");
    }

    @Test
    void shouldSaySoWhenAFileIsChecked() throws Exception {
        Path file = Files.writeString(
                folder.resolve("checked.yml"),
                "kafka:\n  - name: region\n    servers: ['k:9093']\n    events: [conn]\npolicies:\n  - to: [region]\n");
        Run run = Run.of("config", "check", file.toString());
        assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("checked.yml:4: kafka[0].events: set, and a policy names region");
    }

    private Policies policies(String yaml) throws Exception {
        Path file = Files.writeString(folder.resolve("auscult.yml"), yaml);
        Configuration configuration = Configuration.read(file, Map.of());
        List<Receivers.Opened> opened =
                Receivers.open(configuration, ReceiverWiring.context(configuration, folder, index -> null));
        return ReceiverWiring.policies(configuration, folder, opened);
    }
}
