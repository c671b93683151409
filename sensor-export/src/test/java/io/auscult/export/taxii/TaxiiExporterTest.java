package io.auscult.export.taxii;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.auscult.core.event.LocalNets;
import io.auscult.core.indicator.Tlp;
import io.auscult.export.AlertIncidents;
import io.auscult.export.Exporter;
import io.auscult.export.ExporterContract;
import io.auscult.export.LaterException;
import io.auscult.export.RejectedException;
import io.auscult.export.SampleIncidents;
import io.auscult.export.Secret;
import io.auscult.export.TlsSettings;
import io.auscult.export.hub.TestHub;
import io.auscult.export.share.Marking;
import io.auscult.export.share.Pap;
import io.auscult.export.stix.StixSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaxiiExporterTest extends ExporterContract {
    @TempDir
    Path folder;

    private TestHub hub;
    private Secret secret;

    @BeforeEach
    void start() throws IOException {
        hub = new TestHub(folder);
        secret = hub.secret("a", Set.of("*"), Set.of("*"));
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    private static TaxiiExporter exporter(URI root, Secret secret) {
        return exporter(root, secret, Duration.ofSeconds(10));
    }

    private static TaxiiExporter exporter(URI root, Secret secret, Duration timeout) {
        return exporter(root, secret, timeout, 200, 1 << 20);
    }

    private static TaxiiExporter exporter(URI root, Secret secret, Duration timeout, int objects, int bytes) {
        return new TaxiiExporter(new TaxiiSettings(
                new TaxiiAccess("hub", root, TestHub.COLLECTION, null, secret, TlsSettings.DEFAULT, timeout),
                new StixSettings("Hospital A", Tlp.AMBER, LocalNets.DEFAULT, "en", 30, "hub"),
                objects,
                bytes));
    }

    @Override
    protected Map<String, Exporter> rated() {
        return Map.of(
                "TAXII",
                new AlertIncidents(
                        exporter(hub.root(), secret, TaxiiAccess.TIMEOUT, TaxiiSettings.OBJECTS, TaxiiSettings.BYTES)));
    }

    @Override
    protected Exporter open() {
        return new AlertIncidents(exporter(hub.root(), secret));
    }

    @Override
    protected Exporter openThrough(int port) {
        URI root = hub.root();
        URI through = URI.create(root.toString().replace(":" + root.getPort(), ":" + port));
        return new AlertIncidents(exporter(through, secret, Duration.ofSeconds(3)));
    }

    @Override
    protected int receiverPort() {
        return hub.root().getPort();
    }

    @Override
    protected List<String> received() throws IOException {
        List<String> names = new ArrayList<>();
        TaxiiAccess access = new TaxiiAccess(
                "reader", hub.root(), TestHub.COLLECTION, null, secret, TlsSettings.DEFAULT, Duration.ofSeconds(10));
        try (TaxiiClient client = new TaxiiClient(access, Clock.systemUTC())) {
            String next = "";
            do {
                JsonNode page = client.get(client.collection(
                                "objects/?match%5Btype%5D=grouping" + (next.isEmpty() ? "" : "&next=" + next)))
                        .json();
                page.path("objects").forEach(one -> names.add(one.path("name").asText()));
                next = page.path("more").asBoolean() ? page.path("next").asText() : "";
            } while (!next.isEmpty());
        }
        return names.stream().filter(name -> name.matches("alert-\\d+")).toList();
    }

    @Override
    protected boolean stopReceiver() {
        hub.stop();
        return true;
    }

    @Override
    protected void startReceiver() throws IOException {
        hub.startAgain();
    }

    @Test
    void shouldMarkAsItsIncidentIsMarked() {
        try (TaxiiExporter exporter = exporter(hub.root(), secret)) {
            exporter.mark(SampleIncidents.full(1, 1), new Marking(Tlp.RED, Pap.RED));
            String shown = exporter.preview(List.of(SampleIncidents.full(1, 1)))
                    .getFirst()
                    .content();
            assertThat(shown)
                    .contains("\"object_marking_refs\":[\"marking-definition--e828b379", "TLP:RED")
                    .doesNotContain("TLP:AMBER");
        }
    }

    @Test
    void shouldSendWhatIsNewAlone() throws IOException {
        try (FakeServer server = new FakeServer();
                TaxiiExporter exporter = exporter(server.root(), secret)) {
            exporter.resume(null);
            exporter.deliver(SampleIncidents.full(1, 1));
            exporter.flush();
            int first = server.objects().size();
            exporter.deliver(SampleIncidents.full(1, 2)); // only counts have moved, and nothing tells them
            exporter.flush();
            assertThat(server.objects().size() - first).isLessThan(first / 2);
            exporter.resume(null);
            exporter.deliver(SampleIncidents.full(1, 2));
            exporter.flush();
            assertThat(server.objects().size()).isGreaterThanOrEqualTo(2 * first);
        }
    }

    @Test
    void shouldHalveWhatIsTooLong() throws IOException {
        try (FakeServer server = new FakeServer();
                TaxiiExporter exporter = exporter(server.root(), secret)) {
            server.mostObjects(3);
            exporter.resume(null);
            exporter.deliver(SampleIncidents.full(1, 1));
            exporter.flush();
            assertThat(server.objects()).hasSizeGreaterThan(5).doesNotHaveDuplicates();
            server.mostObjects(0);
            exporter.deliver(SampleIncidents.full(2, 1));
            assertThatThrownBy(exporter::flush)
                    .isInstanceOf(RejectedException.class)
                    .hasMessageContaining("too long");
        }
    }

    @Test
    void shouldWaitForThePendingOnes() throws IOException {
        try (FakeServer server = new FakeServer();
                TaxiiExporter exporter = exporter(server.root(), secret)) {
            server.pendingFor(3);
            exporter.resume(null);
            exporter.deliver(SampleIncidents.full(1, 1));
            exporter.flush();
            assertThat(server.statusAsked()).isEqualTo(3);
        }
    }

    @Test
    void shouldNameWhatTheServerRefused() throws IOException {
        try (FakeServer server = new FakeServer();
                TaxiiExporter exporter = exporter(server.root(), secret)) {
            server.refuse("note");
            exporter.resume(null);
            exporter.deliver(SampleIncidents.full(1, 1));
            assertThatThrownBy(exporter::flush)
                    .isInstanceOf(RejectedException.class)
                    .hasMessageContaining("refused 1 objects: note--")
                    .hasMessageContaining("not today");
        }
    }

    @Test
    void shouldComeBackWhenTheServerSays() throws IOException {
        try (FakeServer server = new FakeServer();
                TaxiiExporter exporter = exporter(server.root(), secret)) {
            exporter.resume(null);
            server.answer(503, "17");
            exporter.deliver(SampleIncidents.full(1, 1));
            assertThatThrownBy(exporter::flush)
                    .isInstanceOfSatisfying(
                            LaterException.class, e -> assertThat(e.delay()).isEqualTo(Duration.ofSeconds(17)));
        }
    }

    @Test
    void shouldTellWhichSettingToLookAt() throws IOException {
        Secret other = hub.secret("b", Set.of("*"), Set.of());
        try (Exporter reader = exporter(hub.root(), other)) {
            assertThatThrownBy(() -> reader.resume(null))
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(RejectedException.class)
                    .hasMessageContaining("rights");
        }
        try (FakeServer server = new FakeServer();
                TaxiiExporter exporter = exporter(server.root(), secret)) {
            server.answer(401, "");
            assertThatThrownBy(() -> exporter.resume(null))
                    .isNotInstanceOf(RejectedException.class)
                    .hasMessageContaining("hub's token");
        }
    }

    @Test
    void shouldNotBelieveALiar() throws IOException {
        for (String lie : List.of("", "[]", "{}", "<html>", "{\"status\":\"pending\"}", "[".repeat(10_000))) {
            try (FakeServer server = new FakeServer();
                    TaxiiExporter exporter = exporter(server.root(), secret)) {
                exporter.resume(null);
                server.lie(lie);
                exporter.deliver(SampleIncidents.full(1, 1));
                assertThatThrownBy(exporter::flush)
                        .as(lie)
                        .isInstanceOf(IOException.class)
                        .isNotInstanceOf(RejectedException.class);
            }
        }
    }
}
