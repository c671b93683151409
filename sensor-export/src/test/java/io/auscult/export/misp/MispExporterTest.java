package io.auscult.export.misp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.auscult.core.alert.Alert;
import io.auscult.core.alert.Incident;
import io.auscult.core.alert.Party;
import io.auscult.core.event.IpAddress;
import io.auscult.core.indicator.Indicator;
import io.auscult.core.indicator.IndicatorType;
import io.auscult.core.indicator.Tlp;
import io.auscult.export.AlertIncidents;
import io.auscult.export.Exporter;
import io.auscult.export.ExporterContract;
import io.auscult.export.SampleAlerts;
import io.auscult.export.SampleIncidents;
import io.auscult.export.Secret;
import io.auscult.export.TlsSettings;
import io.auscult.export.share.Marking;
import io.auscult.export.share.Pap;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Against a server that behaves like MISP and holds every request against MISP's published interface, templates and taxonomies. */
class MispExporterTest extends ExporterContract {
    @TempDir
    Path folder;

    private FakeMisp misp;

    @BeforeEach
    void start() throws IOException {
        misp = new FakeMisp();
        key(FakeMisp.KEY);
    }

    @AfterEach
    void stop() {
        misp.close();
        assertThat(misp.violations).as("requests that MISP has not published").isEmpty();
    }

    private Secret key(String text) throws IOException {
        Path file = folder.resolve("key");
        Files.writeString(file, text + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return Secret.ofFile(file);
    }

    private MispSettings settings() {
        return MispSettings.of("misp", misp.url(), Secret.ofFile(folder.resolve("key")));
    }

    private MispExporter exporter() throws IOException {
        MispExporter exporter = new MispExporter(settings());
        exporter.resume(null);
        return exporter;
    }

    /** MISP takes incidents: each alert becomes one of its own here. */
    @Override
    protected Exporter open() {
        return new AlertIncidents(new MispExporter(settings()));
    }

    @Override
    protected Exporter openThrough(int port) {
        MispSettings hasty = TestIncidents.hasty(settings(), Duration.ofSeconds(3));
        return new AlertIncidents(new MispExporter(
                TestIncidents.over(hasty, URI.create("http://127.0.0.1:" + port), TlsSettings.DEFAULT)));
    }

    @Override
    protected int receiverPort() {
        return misp.port();
    }

    @Override
    protected List<String> received() {
        List<String> ids = new ArrayList<>();
        for (ObjectNode event : misp.events.values()) {
            for (JsonNode attribute : event.path("Attribute")) {
                String value = attribute.path("value").asText();
                if (value.startsWith("Auscult incident alert-")) {
                    ids.add(value.substring("Auscult incident ".length()));
                }
            }
        }
        ids.sort(Comparator.comparing(id -> Integer.valueOf(id.substring(6)))); // several are sent at once
        return ids;
    }

    @Override
    protected boolean stopReceiver() {
        misp.stop();
        return true;
    }

    @Override
    protected void startReceiver() throws IOException {
        misp.restart();
    }

    /** Of alerts it reads only what they say about indicators: it is incidents that it sends. */
    @Override
    protected Map<String, Exporter> rated() {
        return Map.of("misp", new MispExporter(settings()));
    }

    private ObjectNode event() {
        assertThat(misp.events).hasSize(1);
        return misp.events.values().iterator().next();
    }

    private static void send(Exporter exporter, Incident... incidents) throws IOException {
        for (Incident incident : incidents) {
            exporter.deliver(incident);
        }
        exporter.flush();
    }

    @Test
    void shouldTellAnIncidentAsAnEvent() throws IOException {
        try (MispExporter exporter = exporter()) {
            send(exporter, TestIncidents.fromOutside("i1", 1, 3));
        }
        ObjectNode event = event();
        assertThat(event.path("info").asText()).isEqualTo("203.0.113.9 guessed passwords");
        assertThat(event.path("date").asText()).isEqualTo("2023-11-14");
        assertThat(event.path("threat_level_id").asText()).isEqualTo("2");
        assertThat(event.path("distribution").asText()).isEqualTo("0");
        assertThat(event.path("published").asBoolean()).isFalse();
        assertThat(names(event.path("Tag"), "name"))
                .containsExactlyInAnyOrder(
                        "tlp:amber",
                        "PAP:AMBER",
                        "nis2:impact-sectors-impacted=\"health\"",
                        "misp-galaxy:mitre-attack-pattern=\"Password Guessing - T1110.001\"",
                        "nis2:impact-severity=\"green\"");
        assertThat(names(event.path("Object"), "name"))
                .containsExactly("network-connection", "authentication-failure-report");
        JsonNode connection = event.path("Object").get(0);
        assertThat(value(connection, "ip-src")).isEqualTo("203.0.113.9");
        assertThat(value(connection, "ip-dst")).isEqualTo("10.0.0.2");
        assertThat(value(connection, "dst-port")).isEqualTo("22");
        assertThat(value(connection, "community-id")).startsWith("1:");
        assertThat(value(connection, "count")).isEqualTo("3");
        assertThat(value(connection, "first-packet-seen")).isEqualTo("2023-11-14T22:13:20.000000+0000");
        assertThat(value(event.path("Object").get(1), "total")).isEqualTo("3");
        assertThat(value(event.path("Object").get(1), "type")).isEqualTo("ssh");
    }

    @Test
    void shouldTagEachEventAsItsIncidentIsMarkedNow() throws IOException {
        try (MispExporter exporter = exporter()) {
            exporter.mark(SampleIncidents.full(1, 1), new Marking(Tlp.GREEN, Pap.CLEAR));
            exporter.deliver(TestIncidents.fromOutside("i1", 1, 3));
            exporter.mark(SampleIncidents.full(1, 1), new Marking(Tlp.AMBER_STRICT, Pap.AMBER)); // of another one
            exporter.flush();
            assertThat(names(event().path("Tag"), "name"))
                    .contains("tlp:green", "PAP:CLEAR")
                    .doesNotContain("tlp:amber", "tlp:amber+strict", "PAP:AMBER");
            exporter.mark(SampleIncidents.full(1, 1), new Marking(Tlp.RED, Pap.RED));
            send(exporter, TestIncidents.fromOutside("i1", 2, 4));
        }
        assertThat(names(event().path("Tag"), "name").stream().filter(tag -> tag.matches("(?i)(tlp|pap):.*")))
                .containsExactlyInAnyOrder("tlp:red", "PAP:RED");
    }

    @Test
    void shouldMarkOnlyAddressesFromOutsideForDetection() throws IOException {
        try (MispExporter exporter = exporter()) {
            send(exporter, TestIncidents.fromOutside("i1", 1, 3), SampleIncidents.full(1, 2));
        }
        List<String> marked = new ArrayList<>();
        misp.events.values().forEach(event -> forDetection(event, marked));
        assertThat(marked).containsExactly("ip-src 203.0.113.9");
    }

    private static void forDetection(JsonNode node, List<String> out) {
        for (JsonNode attribute : node.path("Attribute")) {
            if (attribute.path("to_ids").asBoolean()) {
                out.add(attribute.path("type").asText() + " "
                        + attribute.path("value").asText());
            }
        }
        node.path("Object").forEach(object -> forDetection(object, out));
    }

    @Test
    void shouldRenewTheSameEventAsTheIncidentGrows() throws IOException {
        try (MispExporter exporter = exporter()) {
            send(exporter, TestIncidents.fromOutside("i1", 1, 3));
            send(exporter, TestIncidents.fromOutside("i1", 2, 900));
        }
        try (MispExporter restarted = exporter()) {
            send(restarted, TestIncidents.grown("i1", 3, 1_000));
        }
        ObjectNode event = event();
        assertThat(event.path("info").asText()).isEqualTo("203.0.113.9 got in");
        assertThat(event.path("threat_level_id").asText()).isEqualTo("1");
        assertThat(event.path("analysis").asText()).isEqualTo("1");
        assertThat(value(event.path("Object").get(0), "count")).isEqualTo("1000");
        assertThat(event.path("Object")).hasSize(3);
        assertThat(names(event.path("Tag"), "name"))
                .contains(
                        "nis2:impact-severity=\"red\"",
                        "misp-galaxy:mitre-attack-pattern=\"Remote Services: SSH - T1021.004\"")
                .doesNotContain("nis2:impact-severity=\"green\"");
    }

    @Test
    void shouldAskForNothingThatTheEventTellsAlready() throws IOException {
        try (MispExporter exporter = exporter()) {
            send(exporter, TestIncidents.fromOutside("i1", 2, 3));
        }
        misp.requests.clear();
        try (MispExporter restarted = exporter()) {
            send(restarted, TestIncidents.fromOutside("i1", 2, 3));
            send(restarted, TestIncidents.fromOutside("i1", 1, 2));
        }
        assertThat(misp.requests).noneMatch(request -> request.startsWith("PUT"));
        assertThat(value(event().path("Object").get(0), "count")).isEqualTo("3");
    }

    @Test
    void shouldKeepWhatAPersonChangedThere() throws IOException {
        try (MispExporter exporter = exporter()) {
            send(exporter, TestIncidents.fromOutside("i1", 1, 3));
            ObjectNode event = event();
            event.put("info", "Red team exercise");
            event.put("threat_level_id", "4");
            event.put("analysis", "2");
            ((ArrayNode) event.path("Tag"))
                    .removeIf(tag -> tag.path("name").asText().startsWith("PAP"));
            ((ArrayNode) event.path("Tag"))
                    .removeIf(tag -> tag.path("name").asText().startsWith("nis2:impact-sev"));
            ((ArrayNode) event.path("Tag")).addObject().put("name", "nis2:impact-severity=\"white\"");
            ((ArrayNode) event.path("Tag")).addObject().put("name", "ours");
            ObjectNode source = standing(event, "ip-src");
            source.put("to_ids", false).put("comment", "our own scanner");
            standing(event, "comment").put("value", "Told by a person");
            attribute(event.path("Object").get(0), "count").put("value", "17");
            attribute(event.path("Object").get(1), "total").put("deleted", true);
            ((ArrayNode) event.path("Attribute"))
                    .addObject()
                    .put("uuid", "11111111-2222-4333-8444-555555555555")
                    .put("type", "comment")
                    .put("category", "Other")
                    .put("value", "a note");
            send(exporter, TestIncidents.grown("i1", 2, 1_000));
            send(exporter, TestIncidents.grown("i1", 3, 2_000));
        }
        ObjectNode event = event();
        assertThat(event.path("info").asText()).isEqualTo("Red team exercise");
        assertThat(event.path("threat_level_id").asText()).isEqualTo("4");
        assertThat(event.path("analysis").asText()).isEqualTo("2");
        assertThat(names(event.path("Tag"), "name"))
                .contains("ours", "nis2:impact-severity=\"white\"")
                .doesNotContain("PAP:AMBER", "nis2:impact-severity=\"red\"");
        assertThat(standing(event, "ip-src").path("to_ids").asBoolean()).isFalse();
        assertThat(standing(event, "ip-src").path("comment").asText()).isEqualTo("our own scanner");
        assertThat(standing(event, "comment").path("value").asText()).isEqualTo("Told by a person");
        assertThat(value(event.path("Object").get(0), "count")).isEqualTo("17");
        assertThat(attribute(event.path("Object").get(1), "total")
                        .path("deleted")
                        .asBoolean())
                .isTrue();
        assertThat(value(event.path("Object").get(0), "last-packet-seen")).contains("22:46:40");
        assertThat(names(event.path("Attribute"), "value")).contains("a note");
        assertThat(event.path("Object")).hasSize(3);
    }

    @Test
    void shouldNotInsistWhereAPersonDeletedItsMemory() throws IOException {
        try (MispExporter exporter = exporter()) {
            send(exporter, TestIncidents.fromOutside("i1", 1, 3));
            standing(event(), "text").put("deleted", true);
            send(exporter, TestIncidents.grown("i1", 2, 1_000));
            int asked = misp.requests.size();
            send(exporter, TestIncidents.grown("i1", 3, 1_000));
            assertThat(misp.requests.subList(asked, misp.requests.size()))
                    .noneMatch(request -> request.startsWith("PUT"));
        }
        assertThat(event().path("Object")).hasSize(3);
        assertThat(event().path("info").asText()).isEqualTo("203.0.113.9 guessed passwords");
    }

    @Test
    void shouldNotAddWhatAPersonAddedBefore() throws IOException {
        try (MispExporter exporter = exporter()) {
            Incident inside = TestIncidents.fromOutside("i1", 1, 3);
            send(exporter, inside);
            ObjectNode event = event();
            ((ArrayNode) event.path("Attribute"))
                    .removeIf(each -> each.path("type").asText().equals("ip-src"));
            ((ArrayNode) event.path("Attribute"))
                    .addObject()
                    .put("uuid", "11111111-2222-4333-8444-555555555555")
                    .put("type", "ip-src")
                    .put("category", "Network activity")
                    .put("value", "203.0.113.9");
            send(exporter, TestIncidents.grown("i1", 2, 5));
        }
        assertThat(names(event().path("Attribute"), "value")).containsOnlyOnce("203.0.113.9");
    }

    @Test
    void shouldSendOnlyTheLastOfSeveralSnapshots() throws IOException {
        try (MispExporter exporter = exporter()) {
            send(
                    exporter,
                    TestIncidents.fromOutside("i1", 1, 3),
                    TestIncidents.fromOutside("i1", 2, 5),
                    TestIncidents.fromOutside("i1", 3, 9));
        }
        assertThat(misp.requests).containsExactly("POST /events/add");
        assertThat(value(event().path("Object").get(0), "count")).isEqualTo("9");
    }

    @Test
    void shouldLeaveOutIncidentsOfLittleWeight() throws IOException {
        try (MispExporter exporter = exporter()) {
            send(exporter, SampleIncidents.with(TestIncidents.fromOutside("i1", 1, 3), 3, List.of()));
        }
        assertThat(misp.requests).isEmpty();
    }

    @Test
    void shouldHangFormerIncidentsBeneathTheWhole() throws IOException {
        try (MispExporter exporter = exporter()) {
            send(exporter, TestIncidents.fromOutside("part", 1, 3));
            send(exporter, SampleIncidents.with(TestIncidents.grown("whole", 2, 9), 8, List.of("part", "never-sent")));
            send(exporter, SampleIncidents.with(TestIncidents.grown("whole", 3, 12), 8, List.of("part", "never-sent")));
        }
        assertThat(misp.events).hasSize(2);
        ObjectNode part = misp.events.get(MispIds.ofIncident("part").toString());
        assertThat(part.path("extends_uuid").asText())
                .isEqualTo(MispIds.ofIncident("whole").toString());
        assertThat(misp.requests)
                .filteredOn(request -> request.startsWith("PUT")
                        && request.endsWith(part.path("uuid").asText()))
                .hasSize(1);
    }

    @Test
    void shouldNeverSendAPartThatBecameAWholeInTime() throws IOException {
        try (MispExporter exporter = exporter()) {
            send(
                    exporter,
                    TestIncidents.fromOutside("part", 1, 3),
                    SampleIncidents.with(TestIncidents.grown("whole", 2, 9), 8, List.of("part")));
        }
        assertThat(misp.events).containsOnlyKeys(MispIds.ofIncident("whole").toString());
    }

    @Test
    void shouldPublishFromASeverityOn() throws IOException {
        MispSettings wanted = TestIncidents.publishing(settings(), 7);
        try (MispExporter exporter = new MispExporter(wanted)) {
            exporter.resume(null);
            send(exporter, TestIncidents.fromOutside("i1", 1, 3));
            assertThat(event().path("published").asBoolean()).isFalse();
            send(exporter, TestIncidents.grown("i1", 2, 5));
            assertThat(event().path("published").asBoolean()).isTrue();
            send(exporter, TestIncidents.grown("i1", 3, 9));
            assertThat(event().path("published").asBoolean()).isTrue();
        }
        assertThat(misp.requests)
                .filteredOn(request -> request.startsWith("POST /events/publish/"))
                .hasSize(2);
    }

    @Test
    void shouldSayOnceAnHourThatAnIndicatorWasMet() throws IOException {
        String attribute = "5e3c1d0a-7c54-4e0e-9d4f-2b1f0a9c1e77";
        misp.known.add(attribute);
        MispSettings sighting = TestIncidents.sighting(settings(), "circle");
        for (int round = 0; round < 2; round++) {
            try (MispExporter exporter = new MispExporter(sighting)) {
                exporter.resume(null);
                for (int i = 0; i < 50; i++) {
                    exporter.deliver(TestIncidents.met("circle", attribute, i));
                    exporter.deliver(TestIncidents.met("elsewhere", attribute, i));
                    exporter.deliver(TestIncidents.met("circle", "list.txt:12", i));
                }
                exporter.flush();
            }
        }
        assertThat(misp.sightings).hasSize(1);
        assertThat(misp.sightings.getFirst().path("date_sighting").asText()).isEqualTo("1700000000");
        assertThat(misp.sightings.getFirst().path("source").asText()).isEqualTo("Auscult");
        assertThat(misp.requests)
                .filteredOn(request -> request.startsWith("POST /sightings"))
                .hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void shouldNotPassOnWhatIsKnownByAnotherCirclesIndicatorAlone(Tlp tlp) throws IOException {
        Party attacker = Party.of(IpAddress.parse("203.0.113.9"));
        boolean isForAll = tlp == Tlp.CLEAR || tlp == Tlp.GREEN;
        Alert elsewhere = SampleAlerts.met(attacker, 1, indicator("region", tlp));
        Alert here = SampleAlerts.met(attacker, 1, indicator("misp", tlp));
        Alert noticed = SampleAlerts.full(2).between(attacker, elsewhere.target());
        assertThat(marked(elsewhere)).hasSize(isForAll ? 1 : 0);
        assertThat(marked(here)).as("it knows it already").hasSize(1);
        assertThat(marked(elsewhere, noticed)).as("noticed anyway").hasSize(1);
    }

    private static Indicator indicator(String source, Tlp tlp) {
        return new Indicator(
                IndicatorType.ADDRESS, "203.0.113.9", source, "5f1e", Indicator.UNKNOWN, tlp, null, null, List.of());
    }

    /** Addresses for detection in the event of an incident of these. */
    private List<String> marked(Alert... alerts) throws IOException {
        try (MispExporter exporter = new MispExporter(settings())) {
            String event = exporter.preview(List.of(SampleIncidents.ofAll(1, alerts)))
                    .getFirst()
                    .content();
            List<String> all = new ArrayList<>();
            for (JsonNode each : new ObjectMapper().readTree(event).path("Attribute")) {
                if (each.path("to_ids").asBoolean()) {
                    all.add(each.path("value").asText());
                }
            }
            return all;
        }
    }

    private static List<String> names(JsonNode list, String field) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(each -> each.path(field).asText())
                .toList();
    }

    private static ObjectNode attribute(JsonNode object, String relation) {
        for (JsonNode attribute : object.path("Attribute")) {
            if (attribute.path("object_relation").asText().equals(relation)) {
                return (ObjectNode) attribute;
            }
        }
        throw new AssertionError(relation + " is not in " + object);
    }

    private static ObjectNode standing(JsonNode event, String type) {
        for (JsonNode attribute : event.path("Attribute")) {
            if (attribute.path("type").asText().equals(type)) {
                return (ObjectNode) attribute;
            }
        }
        throw new AssertionError(type + " is not in " + event);
    }

    private static String value(JsonNode object, String relation) {
        return attribute(object, relation).path("value").asText();
    }
}
