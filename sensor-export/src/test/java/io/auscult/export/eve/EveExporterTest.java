package io.auscult.export.eve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.auscult.core.alert.Alert;
import io.auscult.export.DirectDelivery;
import io.auscult.export.Exporter;
import io.auscult.export.ExporterContract;
import io.auscult.export.OutputException;
import io.auscult.export.Receipt;
import io.auscult.export.SampleAlerts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EveExporterTest extends ExporterContract {
    @TempDir
    Path directory;

    private final ObjectMapper json = new ObjectMapper();

    @Override
    protected Exporter open() {
        return EveExporter.toFile(file(), EveExporterTest::iface);
    }

    @Override
    protected Exporter openIn(Path folder) {
        directory = folder;
        return open();
    }

    @Override
    protected boolean keepsFiles() {
        return true;
    }

    @Override
    protected List<String> received() throws IOException {
        List<String> ids = new ArrayList<>();
        for (String line : Files.readAllLines(file())) {
            ids.add(json.readTree(line).at("/alert/context/id").textValue());
        }
        return ids;
    }

    private Path file() {
        return directory.resolve("eve.json");
    }

    private static String iface(int index) {
        return "eth" + index;
    }

    @Test
    void shouldWriteEverythingThatIsKnown() throws IOException {
        assertThat(line(SampleAlerts.full(1)))
                .isEqualTo("{\"timestamp\":\"2023-11-14T22:13:20.123456+0000\",\"flow_id\":1220975898975984,"
                        + "\"in_iface\":\"eth1\",\"event_type\":\"alert\",\"vlan\":[10,20],\"src_ip\":\"10.0.0.1\","
                        + "\"src_port\":40000,\"dest_ip\":\"10.0.0.2\",\"dest_port\":22,\"proto\":\"TCP\",\"app_proto\":\"ssh\","
                        + "\"community_id\":\"1:6ss4qdJ0A66GEUdTP+xe+3biIN4=\",\"pcap_cnt\":77,\"alert\":{\"action\":\"allowed\",\"gid\":1,\"signature_id\":9000001,\"rev\":3,\"signature\":\"One"
                        + " host tries many \\\"hosts\\\"\",\"category\":\"Detection of a Network"
                        + " Scan\",\"severity\":2,\"metadata\":{"
                        + "\"mitre_tactic_id\":[\"TA0007\"],\"mitre_tactic_name\":[\"Discovery\"],"
                        + "\"mitre_technique_id\":[\"T1046\",\"T1018\"],"
                        + "\"mitre_technique_name\":[\"Network_Service_Discovery\",\"Remote_System_Discovery\"],"
                        + "\"confidence\":[\"High\"],\"signature_severity\":[\"Major\"]},\"context\":{\"id\":\"alert-1\","
                        + "\"incident_id\":\"incident-1\",\"update\":2,\"severity\":0,\"phases\":[],\"rule\":\"scan.address_sweep\",\"level\":\"high\",\"kind\":\"SYN"
                        + " scan of"
                        + " ports\",\"outcome\":\"succeeded\",\"count\":4,\"actor\":{\"ip\":\"10.0.0.1\","
                        + "\"mac\":\"02:00:00:00:00:01\",\"host\":\"ws-1\",\"user\":\"jan\"},\"target\":{\"ip\":\"10.0.0.2\"},"
                        + "\"targets\":{\"count\":2,\"sample\":[\"10.0.0.2\",\"2001:db8::3\"]},"
                        + "\"ports\":{\"count\":2,\"sample\":[22,443]},"
                        + "\"open_ports\":{\"count\":1,\"sample\":[\"10.0.0.2:22\"]},"
                        + "\"first_seen\":\"2023-11-14T22:13:20.000000+0000\","
                        + "\"last_seen\":\"2023-11-14T22:13:20.123456+0000\",\"uid\":\"C1YtudU73D5k\",\"evidence\":{\"note\":\"a"
                        + " \\\\x07 b é\",\"service\":\"ssh\"},\"recommendation\":{\"en\":\"Ask"
                        + " ws-1.\",\"fr\":\"Demandez à ws-1.\",\"nl\":\"Vraag ws-1.\"}}}}");
    }

    @Test
    void shouldNameTheActorWhereThereIsNoConnection() throws IOException {
        JsonNode eve = json.readTree(line(SampleAlerts.bare(1)));
        assertThat(eve.get("src_ip").textValue()).isEqualTo("10.0.0.9");
        assertThat(eve.has("dest_ip")).isFalse();
        assertThat(eve.has("flow_id")).isFalse();
        assertThat(eve.has("community_id")).isFalse();
        assertThat(eve.has("vlan")).isFalse();
        assertThat(eve.at("/alert/severity").intValue()).isEqualTo(4);
    }

    @Test
    void shouldBeValidForSuricatasSchema() throws IOException {
        Path published = Path.of(System.getProperty("auscult.shared", "../../shared"), "schemas/eve/schema.json");
        assumeTrue(Files.isReadable(published), "skipped: no schema at " + published);
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(published), InputFormat.JSON);
        for (Alert alert : List.of(SampleAlerts.full(1), SampleAlerts.bare(2))) {
            List<Error> errors = schema.validate(line(alert), InputFormat.JSON);
            assertThat(errors).isEmpty();
        }
        assertThat(schema.validate("{\"event_type\":\"alert\",\"timestamp\":\"today\",\"ours\":1}", InputFormat.JSON))
                .as("that the schema is used at all")
                .isNotEmpty();
    }

    @Test
    void shouldCutOffHalfALineThatACrashLeft() throws IOException {
        try (Exporter exporter = open()) {
            exporter.resume(null);
            exporter.deliver(SampleAlerts.full(1));
            exporter.flush();
        }
        Files.writeString(file(), "{\"timestamp\":\"2023-", java.nio.file.StandardOpenOption.APPEND);
        try (Exporter exporter = open()) {
            exporter.resume(null);
            exporter.deliver(SampleAlerts.full(2));
            exporter.flush();
        }
        assertThat(received()).containsExactly("alert-1", "alert-2");
    }

    @Test
    void shouldNotCutAFileThatTookTheOldOnesPlace() throws IOException {
        Receipt receipt;
        try (Exporter exporter = open()) {
            exporter.resume(null);
            exporter.deliver(SampleAlerts.full(1));
            receipt = exporter.flush();
        }
        Files.move(file(), directory.resolve("eve.json.1")); // log rotation
        try (Exporter exporter = open()) {
            exporter.resume(null);
            for (int i = 2; i < 9; i++) {
                exporter.deliver(SampleAlerts.full(i));
            }
            exporter.flush();
        }
        try (Exporter exporter = open()) {
            exporter.resume(receipt);
            exporter.deliver(SampleAlerts.full(9));
            exporter.flush();
        }
        assertThat(received()).hasSize(8).endsWith("alert-8", "alert-9");
    }

    @Test
    void shouldBeginANewFileWhenTheOldOneWasRenamed() throws IOException {
        try (Exporter exporter = open()) {
            exporter.resume(null);
            exporter.deliver(SampleAlerts.full(1));
            exporter.flush();
            Files.move(file(), directory.resolve("eve.json.1"));
            exporter.deliver(SampleAlerts.full(2));
            exporter.flush();
            exporter.deliver(SampleAlerts.full(3));
            Receipt receipt = exporter.flush();
            assertThat(received()).containsExactly("alert-3");
            assertThat(Files.readAllLines(directory.resolve("eve.json.1"))).hasSize(2);
            exporter.deliver(SampleAlerts.full(4));
            exporter.resume(receipt);
            exporter.deliver(SampleAlerts.full(4));
            exporter.flush();
            assertThat(received()).containsExactly("alert-3", "alert-4");
        }
    }

    @Test
    void shouldTellADirectReplayThatTheDiskIsFull() throws IOException {
        EveExporter full = EveExporter.toNewFile(Path.of("/dev/full"), EveExporterTest::iface);
        try (DirectDelivery delivery = DirectDelivery.to(full)) {
            for (int i = 0; i < 1000; i++) {
                delivery.raise(SampleAlerts.full(i));
            }
            assertThatThrownBy(delivery::finish)
                    .isInstanceOf(OutputException.class)
                    .hasMessage("/dev/full: No space left on device");
        }
    }

    @Test
    void shouldReplaceTheFileOfAnEarlierReplay() throws IOException {
        for (int run = 1; run <= 2; run++) {
            try (DirectDelivery delivery = DirectDelivery.to(EveExporter.toNewFile(file(), EveExporterTest::iface))) {
                delivery.raise(SampleAlerts.full(run));
                delivery.finish();
            }
        }
        assertThat(received()).containsExactly("alert-2");
    }

    private String line(Alert alert) throws IOException {
        try (Exporter exporter = open()) {
            exporter.resume(null);
            exporter.deliver(alert);
            exporter.flush();
        }
        return Files.readAllLines(file()).getLast();
    }
}
