package io.auscult.export.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.auscult.core.alert.AlertJournal;
import io.auscult.core.counter.Counter;
import io.auscult.core.counter.Counters;
import io.auscult.core.event.ConnectionId;
import io.auscult.core.event.Event;
import io.auscult.core.event.EventBlock;
import io.auscult.core.event.EventWriter;
import io.auscult.core.event.IpAddress;
import io.auscult.core.flow.FlowEvents;
import io.auscult.export.Await;
import io.auscult.export.Exporter;
import io.auscult.export.ExporterContract;
import io.auscult.export.ExporterRunner;
import io.auscult.export.Meddler;
import io.auscult.export.RejectedException;
import io.auscult.export.SampleAlerts;
import io.auscult.export.SampleIncidents;
import io.auscult.export.Secret;
import io.auscult.export.TestAuthority;
import io.auscult.export.TlsSettings;
import io.auscult.export.kafka.KafkaSettings.Compression;
import io.auscult.export.kafka.KafkaSettings.Login;
import io.auscult.export.kafka.KafkaSettings.Mechanism;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a real broker. Kafka cannot be asked whether it has a record: a second delivery is told by the header {@code id}. */
@Timeout(180)
class KafkaExporterTest extends ExporterContract {
    private static final ExporterRunner.Patience PATIENCE = new ExporterRunner.Patience(
            Duration.ofMillis(50), Duration.ofMillis(500), Duration.ofSeconds(60), Duration.ofMillis(200));
    private static final AtomicInteger TESTS = new AtomicInteger();

    @TempDir
    static Path folder;

    private static TestBroker broker;
    private static TestAuthority authority;

    private final ObjectMapper json = new ObjectMapper();
    private String topics;

    @BeforeAll
    static void startBroker() throws Exception {
        authority = new TestAuthority(folder.resolve("ca"));
        broker = new TestBroker(folder.resolve("kafka"), authority);
        broker.start();
    }

    @AfterAll
    static void stopBroker() throws Exception {
        broker.close();
    }

    @BeforeEach
    void createTopics() throws Exception {
        topics = "test" + TESTS.incrementAndGet();
        broker.create(topics + ".alerts", topics + ".incidents", topics + ".conn");
    }

    @Override
    protected Exporter open() {
        return new KafkaExporter(
                settings(Compression.ZSTD, Duration.ofSeconds(15), 8 << 20),
                index -> "eth" + index); // on a busy machine
    }

    /** Where it is to fail. */
    private Exporter impatient() {
        return new KafkaExporter(settings(broker.server(), null, null), index -> null);
    }

    @Override
    protected Meddler meddler() throws IOException {
        return new Meddler(broker.meddled(), broker.meddler());
    }

    /** Kafka's client makes room for as much as a broker announces, and waits for it: "HTTP" is 1.2 GB. */
    @Override
    protected Set<Meddler.Lie> notWithstood() {
        return Set.of(Meddler.Lie.ENDLESS_HEAD, Meddler.Lie.ENDLESS_ANSWER);
    }

    @Override
    protected Exporter openThrough(int port) {
        return new KafkaExporter(settings("127.0.0.1:" + port, null, null), index -> null);
    }

    private KafkaSettings settings(Compression compression, Duration timeout, int maxRecord) {
        return settings(broker.server(), null, null, compression, timeout, maxRecord);
    }

    private KafkaSettings settings(String server, TlsSettings tls, Login login) {
        return settings(server, tls, login, Compression.ZSTD, Duration.ofSeconds(5), 8 << 20);
    }

    private KafkaSettings settings(
            String server, TlsSettings tls, Login login, Compression compression, Duration timeout, int maxRecord) {
        return new KafkaSettings(
                "siem",
                List.of(server),
                topics + ".alerts",
                topics + ".incidents",
                topics + ".{log}",
                Set.of("conn"),
                compression,
                tls,
                login,
                timeout,
                maxRecord);
    }

    @Override
    protected List<String> received() {
        List<ConsumerRecord<String, String>> records = broker.records(topics + ".alerts");
        Set<String> ids = new LinkedHashSet<>();
        records.forEach(record -> ids.add(id(record)));
        return List.copyOf(ids);
    }

    private static String id(ConsumerRecord<String, String> record) {
        return new String(record.headers().lastHeader("id").value(), java.nio.charset.StandardCharsets.UTF_8);
    }

    @Override
    protected boolean stopReceiver() throws IOException {
        try {
            broker.kill();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        return true;
    }

    @Override
    protected void startReceiver() throws IOException {
        try {
            broker.start();
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    @Test
    void shouldSendAlertsAsEveAndIncidentsByTheirId() throws IOException {
        try (Exporter exporter = open()) {
            exporter.resume(null);
            exporter.deliver(SampleAlerts.full(1));
            exporter.deliver(SampleIncidents.full(1, 2));
            exporter.flush();
        }
        ConsumerRecord<String, String> alert =
                broker.records(topics + ".alerts").getFirst();
        JsonNode eve = json.readTree(alert.value());
        assertThat(alert.key()).isEqualTo("incident-1");
        assertThat(id(alert)).isEqualTo("alert-1");
        assertThat(eve.at("/alert/context/id").textValue()).isEqualTo("alert-1");
        assertThat(eve.at("/in_iface").textValue()).isEqualTo("eth1");
        assertThat(alert.value()).doesNotContain("\n");
        ConsumerRecord<String, String> incident =
                broker.records(topics + ".incidents").getFirst();
        JsonNode told = json.readTree(incident.value());
        assertThat(told.get("event_type").textValue()).isEqualTo("incident");
        assertThat(incident.key()).isEqualTo(told.get("id").textValue());
    }

    @Test
    void shouldShowExactlyWhatTheReceiverWillGet() throws IOException {
        KafkaExporter exporter = new KafkaExporter(settings(broker.server(), null, null), index -> "eth" + index);
        List<String> shown =
                exporter
                        .preview(List.of(SampleAlerts.full(1), SampleAlerts.full(2), SampleIncidents.full(1, 2)))
                        .stream()
                        .map(document -> document.where() + " " + document.content())
                        .toList();
        try (exporter) {
            exporter.resume(null);
            exporter.deliver(SampleAlerts.full(1));
            exporter.deliver(SampleAlerts.full(2));
            exporter.deliver(SampleIncidents.full(1, 2));
            exporter.flush();
        }
        List<String> received = new ArrayList<>();
        for (String topic : List.of(topics + ".alerts", topics + ".incidents")) {
            broker.records(topic)
                    .forEach(record -> received.add(
                            "topic " + topic + ", key " + record.key() + ", id " + id(record) + " " + record.value()));
        }
        assertThat(received).containsExactlyElementsOf(shown);
    }

    @Test
    void shouldLoseNothingWhenTheBrokerIsKilledAgainAndAgain() throws Exception {
        Path journalFolder = folder.resolve(topics);
        long began = System.nanoTime();
        try (AlertJournal journal = AlertJournal.open(journalFolder, new Counters());
                ExporterRunner runner = ExporterRunner.start(
                        open(),
                        journal,
                        new ExporterRunner.Patience(
                                Duration.ofMillis(50),
                                Duration.ofMillis(500),
                                Duration.ofSeconds(60),
                                Duration.ofSeconds(60)))) {
            int next = 1;
            for (int kill = 0; kill < 3; kill++) {
                for (int i = 0; i < 500; i++) {
                    journal.raise(SampleAlerts.full(next++));
                }
                Thread.sleep(100L * kill); // in the middle, or when all is there
                broker.kill();
                for (int i = 0; i < 200; i++) {
                    journal.raise(SampleAlerts.full(next++));
                }
                broker.start();
            }
            while (runner.delivered() < next - 1) {
                assertThat(System.nanoTime() - began)
                        .as("in time; %s", runner.failure())
                        .isLessThan(Duration.ofSeconds(150).toNanos());
                Thread.sleep(20);
            }
            List<ConsumerRecord<String, String>> records = broker.records(topics + ".alerts");
            Set<String> distinct = new HashSet<>();
            records.forEach(record -> distinct.add(id(record)));
            assertThat(distinct).isEqualTo(new HashSet<>(SampleAlerts.ids(1, next - 1)));
            System.out.println("KafkaExporterTest: 3 kills of the broker, " + (next - 1) + " alerts, "
                    + (records.size() - distinct.size()) + " a second time");
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldBeReadWhateverTheCompression(Compression compression) throws IOException {
        try (Exporter exporter = new KafkaExporter(settings(compression, Duration.ofSeconds(15), 8 << 20), i -> null)) {
            exporter.resume(null);
            for (int i = 1; i <= 100; i++) {
                exporter.deliver(SampleAlerts.full(i));
            }
            exporter.flush();
        }
        assertThat(received()).hasSize(100);
    }

    /** The producer repeats what was not acknowledged in time, and the broker knows its numbers. */
    @Test
    void shouldWriteNothingTwiceWhenTheBrokerHangsForAWhile() throws Exception {
        try (Exporter exporter =
                new KafkaExporter(settings(Compression.ZSTD, Duration.ofSeconds(12), 8 << 20), i -> null)) {
            exporter.resume(null);
            for (int i = 1; i <= 50; i++) {
                exporter.deliver(SampleAlerts.full(i));
            }
            exporter.flush();
            broker.freeze(true);
            Thread.ofVirtual().start(() -> {
                try {
                    // Longer than it waits for an answer before it asks again (6 s). With the 2 s between two signs of
                    // life shorter than the 9 s after which the broker would have to join its cluster anew.
                    Thread.sleep(6_500);
                    broker.freeze(false);
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            });
            for (int i = 51; i <= 100; i++) {
                exporter.deliver(SampleAlerts.full(i));
            }
            exporter.flush();
        }
        assertThat(broker.records(topics + ".alerts")).hasSize(100);
    }

    /** Smaller than {@code max_record}, so that only the broker can say it; and again where the client does. */
    @ParameterizedTest
    @ValueSource(ints = {8 << 20, 4096})
    void shouldRefuseWhatTheBrokersDoNotTakeAndGoOn(int maxRecord) throws Exception {
        topics += ".small";
        broker.create(Map.of("max.message.bytes", "4096"), topics + ".alerts", topics + ".incidents");
        KafkaSettings settings = settings(Compression.NONE, Duration.ofSeconds(15), maxRecord);
        try (Exporter exporter = new KafkaExporter(settings, i -> null)) {
            exporter.resume(null);
            exporter.deliver(SampleAlerts.full(1));
            exporter.flush();
            assertThatThrownBy(() -> {
                        exporter.deliver(SampleAlerts.hostile(2, "x".repeat(50_000)));
                        exporter.flush();
                    })
                    .isInstanceOf(RejectedException.class)
                    .hasMessageStartingWith("siem: ");
            exporter.resume(null);
            exporter.deliver(SampleAlerts.full(3));
            exporter.flush();
        }
        assertThat(received()).containsExactlyInAnyOrder("alert-1", "alert-3");
    }

    @Test
    void shouldWaitForATopicThatIsNotThereYet() throws Exception {
        topics = "later";
        try (AlertJournal journal = AlertJournal.open(folder.resolve(topics), new Counters());
                ExporterRunner runner = ExporterRunner.start(impatient(), journal, PATIENCE)) {
            journal.raise(SampleAlerts.full(1));
            Await.until(() -> runner.failingSince() != null);
            assertThat(runner.failure()).contains("later.alerts");
            broker.create("later.alerts", "later.incidents");
            Await.until(() -> runner.delivered() == 1, runner::failure);
        }
        assertThat(received()).containsExactly("alert-1");
    }

    @Test
    void shouldSayThatATopicIsNotThere() {
        topics = "nowhere";
        try (Exporter exporter = impatient()) {
            assertThatThrownBy(() -> exporter.resume(null))
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(RejectedException.class)
                    .hasMessageContaining("nowhere.alerts");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldShowItsPasswordOverTlsOnly() throws Exception {
        Path password = folder.resolve(topics + ".password");
        Files.createFile(password, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(password, TestBroker.PASSWORD + "\n");
        Login login = new Login(Mechanism.PLAIN, "sensor", Secret.ofFile(password));
        TlsSettings tls = new TlsSettings(authority.ca(), null, null, null, false);
        KafkaSettings settings = settings(broker.securedServer(), tls, login);
        try (Exporter exporter = new KafkaExporter(settings, index -> null)) {
            exporter.resume(null);
            exporter.deliver(SampleAlerts.full(1));
            exporter.flush();
            assertThat(received()).containsExactly("alert-1");
            Files.writeString(password, "another");
            assertThatThrownBy(() -> exporter.resume(null))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("see user, password and mechanism")
                    .hasMessageNotContaining("another");
        }
        KafkaSettings stranger = settings(broker.securedServer(), TlsSettings.DEFAULT, login);
        try (Exporter exporter = new KafkaExporter(stranger, index -> null)) {
            assertThatThrownBy(() -> exporter.resume(null))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("ca_file");
        }
        assertThatThrownBy(() -> settings(broker.server(), null, login)).hasMessageContaining("plain without tls");
        assertThat(settings.toString()).doesNotContain(TestBroker.PASSWORD);
    }

    @Test
    void shouldSendEventsByTheirConnection() throws Exception {
        Counters counters = new Counters();
        try (KafkaEvents events = KafkaEvents.start(settings(broker.server(), null, null), counters)) {
            give(events, counters, 1000);
            events.onEnd();
        }
        List<ConsumerRecord<String, String>> records = broker.records(topics + ".conn");
        assertThat(records).hasSize(1000);
        assertThat(counters.get(Counter.EVENTS_UNSENT)).isZero();
        JsonNode first = json.readTree(records.getFirst().value());
        assertThat(first.get("_path").textValue()).isEqualTo("conn");
        assertThat(records.getFirst().key()).isEqualTo(first.get("uid").textValue());
    }

    @Test
    void shouldNeverKeepTheSensorWaitingForABrokerThatHangs() throws Exception {
        Counters counters = new Counters();
        broker.freeze(true);
        long longestNs = 0;
        try (KafkaEvents events = KafkaEvents.start(settings(broker.server(), null, null), counters)) {
            for (int i = 0; i < 100; i++) {
                long began = System.nanoTime();
                give(events, counters, 2000);
                longestNs = Math.max(longestNs, System.nanoTime() - began);
            }
            assertThat(events.trouble()).isNotEmpty();
            assertThat(counters.get(Counter.EVENTS_UNSENT)).isPositive();
        } finally {
            broker.freeze(false);
        }
        System.out.printf(
                "KafkaExporterTest: 2000 events to a broker that hangs took %.1f ms at most%n", longestNs / 1e6);
        assertThat(longestNs).isLessThan(Duration.ofSeconds(1).toNanos());
    }

    private static void give(KafkaEvents events, Counters counters, int count) {
        EventBlock block = new EventBlock();
        block.begin(1);
        EventWriter writer = new EventWriter(counters);
        writer.into(block);
        ConnectionId id = new ConnectionId();
        id.uid = 77;
        id.origLow = IpAddress.parse("10.0.0.1").low();
        id.respLow = IpAddress.parse("10.0.0.2").low();
        id.respPort = 22;
        Event event = new Event();
        for (int i = 0; i < count; i++) {
            block.begin(1);
            writer.into(block);
            writer.at(1_700_000_000_000_000_000L + i, i + 1);
            writer.connection(id);
            writer.begin(FlowEvents.CONN);
            writer.set(FlowEvents.ORIG_BYTES, i);
            writer.end();
            event.wrap(block, 0);
            events.onEvent(event);
        }
        events.onBlockEnd(0);
    }
}
