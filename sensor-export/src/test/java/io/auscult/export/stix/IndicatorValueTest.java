package io.auscult.export.stix;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.Confidence;
import io.auscult.core.alert.Finding;
import io.auscult.core.alert.Incident;
import io.auscult.core.alert.Party;
import io.auscult.core.alert.Phase;
import io.auscult.core.alert.Rule;
import io.auscult.core.event.IpAddress;
import io.auscult.core.event.LocalNets;
import io.auscult.core.indicator.Indicator;
import io.auscult.core.indicator.IndicatorType;
import io.auscult.core.indicator.Sighting;
import io.auscult.core.indicator.StixPattern;
import io.auscult.core.indicator.Tlp;
import io.auscult.export.HostileTexts;
import io.auscult.export.SampleAlerts;
import io.auscult.export.SampleIncidents;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class IndicatorValueTest {
    private static final StixSettings SETTINGS =
            new StixSettings("St. Jan", Tlp.AMBER, LocalNets.parse(List.of("198.51.100.0/24")), "en", 30, "hub");

    private static List<String> examples(IndicatorType type) {
        return switch (type) {
            case ADDRESS -> List.of("203.0.113.9", "2001:db8::9");
            case NETWORK -> List.of("203.0.113.0/24", "2001:db8::/32");
            case DOMAIN -> List.of("evil.example", "xn--bcher-kva.example");
            case URL ->
                List.of(
                        "http://evil.example/a?b=c",
                        "http://evil.example/it's",
                        "http://evil.example/a\\b",
                        "http://evil.example/'] OR [ipv4-addr:value='8.8.8.8");
            case JA3, MD5 -> List.of("0123456789abcdef0123456789abcdef");
            case JA4 -> List.of("t13d1516h2_8daaf6152771_b186095e22b6");
            case CERTIFICATE -> List.of("0".repeat(32), "a".repeat(40), "b".repeat(64));
            case SHA1 -> List.of("0123456789abcdef0123456789abcdef01234567");
            case SHA256 -> List.of("0123456789abcdef".repeat(4));
            case USER -> List.of("jan", "HOSPITAL\\jan", "o'brien", "jan@example.org");
            case EMAIL -> List.of("jan@evil.example", "o'brien@evil.example");
        };
    }

    private static Finding finding(Rule rule, Phase phase, Map<String, String> evidence) {
        Finding like = SampleIncidents.full(1, 1).findings().getFirst();
        Alert alert = SampleAlerts.full(1);
        for (Map.Entry<String, String> one : evidence.entrySet()) {
            alert = alert.with(one.getKey(), one.getValue());
        }
        Alert latest = new Alert(
                alert.id(),
                alert.timeNs(),
                rule,
                alert.level(),
                alert.confidence(),
                alert.kind(),
                alert.actor(),
                alert.target(),
                alert.targets(),
                alert.targetCount(),
                alert.ports(),
                alert.portCount(),
                alert.openPorts(),
                alert.answered(),
                alert.outcome(),
                alert.count(),
                alert.firstSeenNs(),
                alert.lastSeenNs(),
                alert.evidence(),
                alert.connection(),
                alert.incidentId(),
                alert.update(),
                alert.recommendation());
        return new Finding(
                rule,
                phase,
                Party.of(IpAddress.parse("10.0.0.1")),
                Party.of(IpAddress.parse("10.0.0.2")),
                like.level(),
                Confidence.HIGH,
                like.outcome(),
                like.kinds(),
                like.count(),
                like.alerts(),
                like.firstSeenNs(),
                like.lastSeenNs(),
                like.targets(),
                like.targetCount(),
                like.ports(),
                like.portCount(),
                like.openPorts(),
                like.users(),
                like.evidence(),
                latest);
    }

    private static Rule ofIndicators() {
        Rule like = SampleAlerts.RULE;
        return new Rule(
                "indicator.any",
                like.signatureId(),
                like.revision(),
                like.title(),
                Sighting.AREA,
                like.level(),
                like.confidence(),
                like.techniques(),
                like.description(),
                like.recommendation());
    }

    private static Finding matched(IndicatorType type, String value, String sourceId, Tlp tlp) {
        return finding(
                ofIndicators(),
                Phase.COMMAND_AND_CONTROL,
                Sighting.evidence(List.of(
                        new Indicator(type, value, "misp", sourceId, Indicator.UNKNOWN, tlp, null, null, List.of()))));
    }

    private static List<StixObject> indicators(Finding finding) {
        Incident like = SampleIncidents.full(1, 1);
        Incident incident = new Incident(
                like.id(),
                like.formerIds(),
                like.severity(),
                like.level(),
                like.confidence(),
                like.light(),
                finding.actor(),
                List.of(),
                like.phases(),
                List.of(finding),
                like.hosts(),
                like.hostCount(),
                like.users(),
                like.outcome(),
                like.alerts(),
                like.firstSeenNs(),
                like.lastSeenNs(),
                like.headline(),
                like.happened(),
                like.outcomes(),
                like.recommendations());
        return new Teller(SETTINGS)
                .of(incident).stream()
                        .filter(one -> one.id().startsWith("indicator--"))
                        .toList();
    }

    @ParameterizedTest
    @EnumSource
    void shouldBeReadByOthersAsItWasMeant(IndicatorType type) {
        List<String> values = new ArrayList<>(examples(type));
        values.addAll(HostileTexts.ALL);
        int usable = 0;
        for (String value : values) {
            String normal = type.normal(value);
            if (normal == null) {
                continue;
            }
            usable++;
            StixPattern read = StixPattern.read(new IndicatorValue(type, normal).pattern());
            assertThat(read.refusal()).as(normal).isNull();
            assertThat(read.isPartial()).as(normal).isFalse();
            assertThat(read.terms()).as(normal).containsExactly(new StixPattern.Term(type, normal));
        }
        assertThat(usable).isGreaterThanOrEqualTo(examples(type).size());
    }

    @Test
    void shouldTellWhatMatchedInValidObjects() {
        PublishedSchemas schemas = PublishedSchemas.orSkip();
        for (IndicatorType type : IndicatorType.values()) {
            for (String value : examples(type)) {
                List<StixObject> told = indicators(matched(type, value, "5f1e", Tlp.GREEN));
                assertThat(told).as(type + " " + value).hasSize(1);
                assertThat(schemas.errors(told.getFirst())).isEmpty();
                assertThat(StixPattern.read(
                                        told.getFirst().json().path("pattern").asText())
                                .terms())
                        .containsExactly(new StixPattern.Term(type, String.valueOf(type.normal(value))));
            }
        }
    }

    @Test
    void shouldTellFilesOfAnIntruderAlone() {
        String sha256 = "0123456789ABCDEF".repeat(4);
        Map<String, String> evidence = Map.of("sha256", sha256);
        assertThat(indicators(finding(SampleAlerts.RULE, Phase.LATERAL_MOVEMENT, evidence)))
                .singleElement()
                .satisfies(one -> assertThat(one.json().path("pattern").asText())
                        .isEqualTo("[file:hashes.'SHA-256' = '" + sha256.toLowerCase(java.util.Locale.ROOT) + "']"));
        assertThat(indicators(finding(SampleAlerts.RULE, Phase.DISCOVERY, evidence)))
                .as("somebody looked around: the file is anybody's")
                .isEmpty();
        assertThat(indicators(finding(SampleAlerts.RULE, Phase.LATERAL_MOVEMENT, Map.of("sha256", "x' OR '"))))
                .isEmpty();
    }

    @Test
    void shouldNotPassOnWhatIsNotForOthers() {
        for (Tlp strict : List.of(Tlp.AMBER, Tlp.AMBER_STRICT, Tlp.RED)) {
            assertThat(indicators(matched(IndicatorType.DOMAIN, "evil.example", "5f1e", strict)))
                    .as(strict.tag())
                    .isEmpty();
        }
        assertThat(indicators(matched(
                        IndicatorType.DOMAIN,
                        "evil.example",
                        "indicator--00000000-0000-4000-8000-000000000001",
                        Tlp.CLEAR)))
                .as("its source gets a sighting")
                .isEmpty();
        for (String inside : List.of("198.51.100.7", "10.0.0.9")) {
            assertThat(indicators(matched(IndicatorType.ADDRESS, inside, "5f1e", Tlp.CLEAR)))
                    .isEmpty();
        }
        assertThat(indicators(matched(IndicatorType.NETWORK, "198.51.100.0/25", "5f1e", Tlp.CLEAR)))
                .isEmpty();
    }
}
