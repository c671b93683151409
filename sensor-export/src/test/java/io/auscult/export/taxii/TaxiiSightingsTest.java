package io.auscult.export.taxii;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.auscult.core.alert.Alert;
import io.auscult.core.alert.Party;
import io.auscult.core.event.IpAddress;
import io.auscult.core.event.LocalNets;
import io.auscult.core.indicator.Indicator;
import io.auscult.core.indicator.IndicatorSink;
import io.auscult.core.indicator.IndicatorType;
import io.auscult.core.indicator.Tlp;
import io.auscult.export.Exporter;
import io.auscult.export.SampleAlerts;
import io.auscult.export.SampleIncidents;
import io.auscult.export.Secret;
import io.auscult.export.TlsSettings;
import io.auscult.export.hub.TestHub;
import io.auscult.export.share.Approval;
import io.auscult.export.share.Approvals;
import io.auscult.export.share.AuditLog;
import io.auscult.export.share.FieldGroup;
import io.auscult.export.share.HeldEntries;
import io.auscult.export.share.Marking;
import io.auscult.export.share.Markings;
import io.auscult.export.share.Pap;
import io.auscult.export.share.Retelling;
import io.auscult.export.share.ShareKeys;
import io.auscult.export.share.SharePolicy;
import io.auscult.export.share.SharedExporter;
import io.auscult.export.share.Sharing;
import io.auscult.export.share.Updates;
import io.auscult.export.share.Vocabulary;
import io.auscult.export.stix.StixId;
import io.auscult.export.stix.StixSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What was met of a hub's indicators is told to that hub, and to no other. */
class TaxiiSightingsTest {
    private static final String OTHER = "indicator--00000000-0000-4000-8000-000000000001";
    private static final Party HOST = Party.of(IpAddress.parse("10.0.0.1"));
    private static final Party ATTACKER = Party.of(IpAddress.parse("203.0.113.9"));

    @TempDir
    Path folder;

    private TestHub hub;
    private Secret a;
    private Secret b;

    @BeforeEach
    void start() throws IOException {
        hub = new TestHub(folder);
        a = hub.secret("hospital-a", Set.of("*"), Set.of("*"));
        b = hub.secret("hospital-b", Set.of("*"), Set.of("*"));
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    private static TaxiiAccess access(URI root, String name, Secret secret) {
        return new TaxiiAccess(
                name, root, TestHub.COLLECTION, null, secret, TlsSettings.DEFAULT, Duration.ofSeconds(10));
    }

    private static TaxiiExporter exporter(URI root, String name, Secret secret, String organisation)
            throws IOException {
        TaxiiExporter exporter = new TaxiiExporter(new TaxiiSettings(
                access(root, name, secret),
                new StixSettings(organisation, Tlp.AMBER, LocalNets.DEFAULT, "en", 30, name),
                500,
                1 << 20));
        exporter.resume(null);
        return exporter;
    }

    /** What the hub holds, of this type; each object's last version. */
    private List<JsonNode> held(String type) throws IOException {
        List<JsonNode> all = new ArrayList<>();
        try (TaxiiClient client = new TaxiiClient(access(hub.root(), "reader", a), Clock.systemUTC())) {
            client.get(client.collection("objects/?match%5Btype%5D=" + type))
                    .json()
                    .path("objects")
                    .forEach(all::add);
        }
        return all;
    }

    private static Indicator indicator(String source, String id, Tlp tlp) {
        return new Indicator(
                IndicatorType.ADDRESS, "203.0.113.9", source, id, Indicator.UNKNOWN, tlp, null, null, List.of());
    }

    /** What hospital A noticed, as hospital B learns it. */
    private Indicator told() throws IOException {
        try (TaxiiExporter exporter = exporter(hub.root(), "hub", a, "Hospital A")) {
            exporter.deliver(SampleIncidents.by(
                    1, 1, SampleAlerts.full(1).between(ATTACKER, Party.of(IpAddress.parse("10.0.0.2")))));
            exporter.flush();
        }
        List<Indicator> known = new ArrayList<>();
        new TaxiiFeed(access(hub.root(), "hub", b), Duration.ofMinutes(1), "Hospital B").pull("", new IndicatorSink() {
            @Override
            public void put(String sourceId, List<Indicator> now) {
                known.addAll(now);
            }

            @Override
            public void refused(String what, String reason) {
                throw new AssertionError(what + ": " + reason);
            }
        });
        assertThat(known).hasSize(1);
        return known.getFirst();
    }

    @Test
    void shouldTellWhoeverWroteAnIndicatorThatItWasMet() throws IOException {
        Indicator indicator = told();
        try (TaxiiExporter exporter = exporter(hub.root(), "hub", b, "Hospital B")) {
            exporter.deliver(SampleAlerts.met(HOST, 1, indicator));
            exporter.flush();
            exporter.deliver(SampleAlerts.met(HOST, 7, indicator));
            exporter.deliver(SampleAlerts.met(Party.of(IpAddress.parse("10.0.0.77")), 1, indicator));
            exporter.flush();
        }
        List<JsonNode> sightings = held("sighting").stream()
                .filter(one -> one.path("sighting_of_ref").asText().equals(indicator.sourceId()))
                .filter(one -> one.path("created_by_ref").asText().equals(StixId.of("identity", "Hospital B")))
                .toList();
        assertThat(sightings).hasSize(2);
        assertThat(sightings.stream().map(one -> one.path("count").asInt())).containsExactlyInAnyOrder(7, 1);
        for (JsonNode one : sightings) {
            assertThat(one.path("where_sighted_refs").path(0).asText()).isEqualTo(StixId.of("identity", "Hospital B"));
            assertThat(one.path("first_seen").asText()).isEqualTo("2023-11-14T22:13:20.000Z");
            assertThat(one.path("object_marking_refs")).isNotEmpty();
        }
        assertThat(held("identity").stream().map(one -> one.path("name").asText()))
                .contains("Hospital B");
    }

    /** The values of two indicators in one incident: its findings show the last alone. */
    @Test
    void shouldTellOfEveryIndicatorOfAnIncident() throws IOException {
        List<String> ids = List.of(OTHER, OTHER.replace("1", "2"));
        try (TaxiiExporter exporter = exporter(hub.root(), "hub", b, "Hospital B")) {
            Alert last = SampleAlerts.met(HOST, 1, indicator("hub", ids.get(1), Tlp.AMBER));
            exporter.deliver(SampleAlerts.met(HOST, 1, indicator("hub", ids.get(0), Tlp.AMBER)));
            exporter.deliver(last);
            exporter.deliver(SampleIncidents.by(1, 2, last));
            exporter.flush();
        }
        List<JsonNode> sightings = held("sighting").stream()
                .filter(one -> ids.contains(one.path("sighting_of_ref").asText()))
                .toList();
        assertThat(sightings.stream().map(one -> one.path("sighting_of_ref").asText()))
                .containsExactlyInAnyOrderElementsOf(ids);
        String last = sightings.stream()
                .filter(one -> one.path("sighting_of_ref").asText().equals(ids.get(1)))
                .map(one -> one.path("id").asText())
                .findFirst()
                .orElseThrow();
        assertThat(held("grouping").getFirst().path("object_refs").toString())
                .as("the incident names what its alert told")
                .contains(last);
    }

    @ParameterizedTest
    @EnumSource
    void shouldTellNoOtherHub(Tlp tlp) throws IOException {
        Alert met = SampleAlerts.met(ATTACKER, 1, indicator("region", OTHER, tlp));
        try (TaxiiExporter exporter = exporter(hub.root(), "hub", b, "Hospital B")) {
            exporter.deliver(met);
            exporter.flush();
            assertThat(held("sighting")).isEmpty();
            exporter.deliver(SampleIncidents.by(1, 1, met));
            exporter.flush();
        }
        assertThat(held("grouping")).hasSize(1);
        for (JsonNode one : held("sighting,grouping,indicator,relationship")) {
            assertThat(one.toString()).doesNotContain(OTHER);
        }
        boolean isForAll = tlp == Tlp.CLEAR || tlp == Tlp.GREEN;
        assertThat(held("indicator"))
                .as("an attacker known by the indicator alone")
                .hasSize(isForAll ? 1 : 0);
    }

    @Test
    void shouldTellAnotherHubOfAnAttackerThatWasNoticedAnyway() throws IOException {
        Alert met = SampleAlerts.met(ATTACKER, 1, indicator("region", OTHER, Tlp.RED));
        Alert scanned = SampleAlerts.full(2).between(ATTACKER, met.target());
        try (TaxiiExporter exporter = exporter(hub.root(), "hub", b, "Hospital B")) {
            exporter.deliver(SampleIncidents.ofAll(1, met, scanned));
            exporter.flush();
        }
        assertThat(held("indicator")).hasSize(1);
    }

    @Test
    void shouldTellEachSourceOfItsOwnIndicator() throws IOException {
        Indicator own = told();
        Alert met = SampleAlerts.met(HOST, 1, indicator("region", OTHER, Tlp.RED), own);
        try (TaxiiExporter exporter = exporter(hub.root(), "hub", b, "Hospital B")) {
            exporter.deliver(met);
            exporter.deliver(SampleIncidents.by(2, 1, met));
            exporter.flush();
        }
        assertThat(held("sighting").stream()
                        .map(one -> one.path("sighting_of_ref").asText())
                        .distinct())
                .contains(own.sourceId())
                .doesNotContain(OTHER);
    }

    /** A policy lets no domain leave, yet its source knows which it was. */
    @Test
    void shouldTellTheSourceAlsoWhenTheValueMustNotLeave() throws IOException {
        Alert met = SampleAlerts.met(
                HOST,
                1,
                new Indicator(
                        IndicatorType.DOMAIN,
                        "evil.example",
                        "hub",
                        OTHER,
                        Indicator.UNKNOWN,
                        Tlp.AMBER,
                        null,
                        null,
                        List.of()));
        try (Exporter exporter = shared(exporter(hub.root(), "hub", b, "Hospital B"), met)) {
            exporter.deliver(met);
            exporter.flush();
        }
        List<JsonNode> sightings = held("sighting");
        assertThat(sightings.stream().map(one -> one.path("sighting_of_ref").asText()))
                .containsExactly(OTHER);
        assertThat(sightings.toString()).doesNotContain("evil.example");
    }

    private Exporter shared(TaxiiExporter exporter, Alert of) throws IOException {
        Path share = folder.resolve("share");
        Marking usual = new Marking(Tlp.AMBER, Pap.AMBER);
        SharePolicy policy = new SharePolicy(0, usual, FieldGroup.DEFAULT, Approval.NEVER, 11, Updates.FOLLOW);
        Vocabulary vocabulary = new Vocabulary(List.of(of.rule()), List.of(), kind -> false, Sharing.words());
        return new SharedExporter(
                exporter,
                new Sharing(policy, LocalNets.DEFAULT, List.of(), vocabulary, Retelling.NONE),
                ShareKeys.open(share.resolve("keys"), List.of(), Duration.ofDays(90), Instant::now),
                new Markings(share, usual, Map.of()),
                new Approvals(share, "hub"),
                new AuditLog(share, Instant::now),
                HeldEntries.of(folder.resolve("journal")),
                Instant::now);
    }

    @Test
    void shouldTellOnceAfterTrouble() throws IOException {
        Alert met = SampleAlerts.met(HOST, 1, indicator("hub", OTHER, Tlp.AMBER));
        try (FakeServer server = new FakeServer();
                TaxiiExporter exporter = exporter(server.root(), "hub", b, "Hospital B")) {
            server.answer(500, "");
            exporter.deliver(met);
            assertThatThrownBy(exporter::flush).isInstanceOf(IOException.class);
            server.answer(0, "");
            exporter.resume(null);
            exporter.deliver(met);
            exporter.flush();
            exporter.deliver(met);
            exporter.flush();
            assertThat(server.objects())
                    .filteredOn(one -> one.startsWith("sighting--"))
                    .hasSize(1);
        }
    }
}
