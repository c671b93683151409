package io.auscult.export.stix;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.auscult.core.alert.Incident;
import io.auscult.core.alert.Party;
import io.auscult.core.event.IpAddress;
import io.auscult.core.event.LocalNets;
import io.auscult.core.indicator.StixPattern.Term;
import io.auscult.core.indicator.Tlp;
import io.auscult.export.HostileTexts;
import io.auscult.export.SampleAlerts;
import io.auscult.export.SampleIncidents;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IncidentObjectsTest {
    private static final StixSettings SETTINGS = settings(Tlp.AMBER_STRICT);

    private static StixSettings settings(Tlp tlp) {
        return new StixSettings(
                "St. Jan \"Brugge\"", tlp, LocalNets.parse(List.of("198.51.100.0/24")), "nl", 30, "hub");
    }

    private static Incident from(String address, long alerts) {
        return SampleIncidents.by(
                1,
                alerts,
                SampleAlerts.full(1)
                        .between(Party.of(IpAddress.parse(address)), Party.of(IpAddress.parse("10.0.0.2"))));
    }

    private static List<StixObject> ofType(List<StixObject> all, String type) {
        return all.stream().filter(one -> one.id().startsWith(type + "--")).toList();
    }

    @Test
    void shouldBeValidForThePublishedSchemas() {
        PublishedSchemas schemas = PublishedSchemas.orSkip();
        for (Tlp tlp : Tlp.values()) {
            for (String address : List.of("203.0.113.9", "2001:db8::9", "10.0.0.1")) {
                for (StixObject object : new Teller(settings(tlp)).of(from(address, 3))) {
                    assertThat(schemas.errors(object))
                            .as(object.json().toPrettyString())
                            .isEmpty();
                    assertThat(StixCheck.check(object.json())).isNull();
                }
            }
        }
        for (String text : HostileTexts.ALL) {
            for (StixObject object : new Teller(SETTINGS).of(SampleIncidents.hostile(1, text))) {
                assertThat(schemas.errors(object))
                        .as(object.json().toPrettyString())
                        .isEmpty();
            }
        }
        assertThat(schemas.errors("indicator", "{\"type\":\"indicator\"}"))
                .as("that the schema is used at all")
                .isNotEmpty();
    }

    @Test
    void shouldReferOnlyToWhatIsThere() {
        List<StixObject> all = new Teller(SETTINGS).of(from("203.0.113.9", 1));
        Set<String> ids = new HashSet<>(all.stream().map(StixObject::id).toList());
        assertThat(ids).hasSameSizeAs(all);
        for (StixObject object : all) {
            object.json().properties().forEach(property -> {
                boolean former = property.getKey().equals("source_ref")
                        && object.json().path("relationship_type").asText().equals("duplicate-of");
                if (property.getKey().endsWith("_ref") && !former) {
                    assertThat(ids).contains(property.getValue().asText());
                }
                if (property.getKey().endsWith("_refs")) {
                    property.getValue().forEach(id -> assertThat(ids).contains(id.asText()));
                }
            });
        }
    }

    @Test
    void shouldTellOutsideAddressesAloneAsIndicators() {
        assertThat(ofType(new Teller(SETTINGS).of(from("203.0.113.9", 1)), "indicator"))
                .singleElement()
                .satisfies(one ->
                        assertThat(one.json().path("pattern").asText()).isEqualTo("[ipv4-addr:value = '203.0.113.9']"));
        // private, the hospital's own, pseudonyms (240/4, fc00::/8), multicast
        for (String inside :
                List.of("10.0.0.1", "198.51.100.7", "240.1.2.3", "fc00::1", "fd00::1", "224.0.0.251", "ff02::1")) {
            List<StixObject> all = new Teller(SETTINGS).of(from(inside, 1));
            assertThat(ofType(all, "indicator")).as(inside).isEmpty();
            assertThat(ofType(all, "sighting")).as(inside).isNotEmpty();
        }
    }

    @Test
    void shouldKeepIdsAndGrowModifiedWithTheIncident() {
        List<StixObject> first = new Teller(SETTINGS).of(from("203.0.113.9", 1));
        List<StixObject> again = new Teller(SETTINGS).of(from("203.0.113.9", 1));
        List<StixObject> grown = new Teller(SETTINGS).of(from("203.0.113.9", 2));
        assertThat(again).isEqualTo(first);
        assertThat(grown.stream().map(StixObject::id))
                .isEqualTo(first.stream().map(StixObject::id).toList());
        for (String type : List.of("indicator", "grouping", "note", "observed-data", "sighting")) {
            StixObject before = ofType(first, type).getFirst();
            StixObject after = ofType(grown, type).getFirst();
            assertThat(after.json().path("created")).isEqualTo(before.json().path("created"));
            assertThat(Instant.parse(after.version())).isAfter(Instant.parse(before.version()));
        }
        for (String type : List.of("identity", "attack-pattern", "ipv4-addr", "network-traffic", "user-account")) {
            assertThat(ofType(grown, type)).isEqualTo(ofType(first, type));
        }
    }

    @Test
    void shouldHaveTheIdsOfOthersForObservables() {
        // as STIX 2.1 section 2.9 and everybody else's tools make them
        assertThat(Observables.address(IpAddress.parse("198.51.100.3")).id())
                .isEqualTo("ipv4-addr--28bb3599-77cd-5a82-a950-b5bc3caf07c4");
        assertThat(Observables.address(IpAddress.parse("2001:db8::1")).id())
                .isEqualTo("ipv6-addr--6469e3a9-b053-5e34-a025-9396ae051d26");
    }

    @Test
    void shouldSayWhatToDoInTheReadersLanguage() {
        List<StixObject> all = new Teller(SETTINGS).of(from("203.0.113.9", 1));
        JsonNode note = ofType(all, "note").getFirst().json();
        assertThat(note.path("content").asText()).isEqualTo("Isoleer ws-1 nu.\nVraag jan wat hij deed.");
        assertThat(note.path("lang").asText()).isEqualTo("nl");
        assertThat(note.path("object_marking_refs").path(0).asText()).isEqualTo(Marking.id(Tlp.AMBER_STRICT));
        JsonNode identity = ofType(all, "identity").getFirst().json();
        assertThat(identity.path("sectors").path(0).asText()).isEqualTo("healthcare");
    }

    @Test
    void shouldKeepAnyValueInsideItsStringOfAPattern() {
        for (String value : List.of(
                "a' OR ipv4-addr:value = '8.8.8.8", "a\\", "a\\' OR url:value = 'x", "']", "\\\\'", "line\nbreak")) {
            String pattern = StixPattern.equal("user-account:account_login", value);
            io.auscult.core.indicator.StixPattern read = io.auscult.core.indicator.StixPattern.read(pattern);
            assertThat(read.terms()).as(pattern).hasSizeLessThanOrEqualTo(1);
            assertThat(read.terms().stream().map(Term::value))
                    .allMatch(value.toLowerCase(java.util.Locale.ROOT)::equals);
        }
    }

    @Test
    void shouldWriteAndReadTextsThatHalvesOfCharactersAreIn() {
        String clean = StixJson.clean("a\uD800b\uDC00\uD83D\uDE00\u0000", 100);
        assertThat(clean).isEqualTo("a\uFFFDb\uFFFD\uD83D\uDE00\uFFFD");
        assertThat(StixJson.clean("abc", 2)).isEqualTo("ab...");
        StixJson.bytes(StixJson.object().put("a", clean));
    }
}
