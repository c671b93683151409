package io.auscult.export.taxii;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.Party;
import io.auscult.core.event.IpAddress;
import io.auscult.core.event.LocalNets;
import io.auscult.core.indicator.Indicator;
import io.auscult.core.indicator.IndicatorFeed.Pull;
import io.auscult.core.indicator.IndicatorSink;
import io.auscult.core.indicator.IndicatorType;
import io.auscult.core.indicator.Tlp;
import io.auscult.export.SampleAlerts;
import io.auscult.export.SampleIncidents;
import io.auscult.export.Secret;
import io.auscult.export.TlsSettings;
import io.auscult.export.hub.TestHub;
import io.auscult.export.stix.StixSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one hospital noticed is what another looks for. */
class TwoHospitalsTest {
    @TempDir
    Path folder;

    private static final class Known implements IndicatorSink {
        private final Map<String, List<Indicator>> byId = new LinkedHashMap<>();
        private final List<String> refused = new ArrayList<>();

        @Override
        public void put(String sourceId, List<Indicator> now) {
            byId.put(sourceId, now);
        }

        @Override
        public void refused(String what, String reason) {
            refused.add(what + ": " + reason);
        }
    }

    private static TaxiiAccess access(TestHub hub, String name, Secret secret) {
        return new TaxiiAccess(
                name, hub.root(), TestHub.COLLECTION, null, secret, TlsSettings.DEFAULT, TaxiiAccess.TIMEOUT);
    }

    private static StixSettings stix(String organisation) {
        return new StixSettings(organisation, Tlp.AMBER, LocalNets.DEFAULT, "en", 30, "hub");
    }

    @Test
    void shouldLearnTheAttackerOfAnotherHospital() throws Exception {
        try (TestHub hub = new TestHub(folder)) {
            Secret a = hub.secret("hospital-a", Set.of("*"), Set.of("shared"));
            Secret b = hub.secret("hospital-b", Set.of("*"), Set.of("shared"));
            TaxiiSettings settings = new TaxiiSettings(access(hub, "hub", a), stix("Hospital A"), 500, 1 << 20);
            try (TaxiiExporter exporter = new TaxiiExporter(settings)) {
                exporter.resume(null);
                Alert alert = SampleAlerts.full(1);
                exporter.deliver(SampleIncidents.by(
                        1, 1, alert.between(Party.of(IpAddress.parse("203.0.113.9")), alert.target())));
                exporter.flush();
            }
            Known known = new Known();
            Pull pull = new TaxiiFeed(access(hub, "hub", b), Duration.ofMinutes(1), "Hospital B").pull("", known);
            assertThat(pull.position()).isNotEmpty();
            assertThat(known.refused).isEmpty();
            assertThat(known.byId).hasSize(1);
            Indicator indicator = known.byId.values().iterator().next().getFirst();
            assertThat(indicator.type()).isEqualTo(IndicatorType.ADDRESS);
            assertThat(indicator.value()).isEqualTo("203.0.113.9");
            assertThat(indicator.tlp()).isEqualTo(Tlp.AMBER);
            assertThat(indicator.confidence()).isEqualTo(85);

            Known own = new Known();
            new TaxiiFeed(access(hub, "hub", a), Duration.ofMinutes(1), "Hospital A").pull("", own);
            assertThat(own.byId).isEmpty();
        }
    }
}
