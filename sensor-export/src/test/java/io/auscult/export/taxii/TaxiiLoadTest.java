package io.auscult.export.taxii;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.AlertJournal;
import io.auscult.core.alert.Party;
import io.auscult.core.counter.Counters;
import io.auscult.core.event.IpAddress;
import io.auscult.core.event.LocalNets;
import io.auscult.core.indicator.Tlp;
import io.auscult.export.ExporterRunner;
import io.auscult.export.SampleAlerts;
import io.auscult.export.SampleIncidents;
import io.auscult.export.Secret;
import io.auscult.export.TlsSettings;
import io.auscult.export.hub.HubVictim;
import io.auscult.export.hub.TestHub;
import io.auscult.export.stix.StixSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Alerts and their incidents through a journal to a hub in a process of its own, counted and timed: {@code -Dauscult.load.alerts=N -Dauscult.load.each=ALERTS_OF_AN_INCIDENT}.
 */
class TaxiiLoadTest {
    private static final int ALERTS = Integer.getInteger("auscult.load.alerts", 2_000);
    private static final int EACH = Integer.getInteger("auscult.load.each", 10);
    private static final int ROUNDS = Integer.getInteger("auscult.load.rounds", 1);

    @TempDir
    Path folder;

    @Test
    void shouldBringManyAlertsToAHub() throws Exception {
        Secret secret;
        try (TestHub hub = new TestHub(folder)) {
            secret = hub.secret("a", Set.of("*"), Set.of("*"));
        }
        Process hub = HubVictim.start(folder.resolve("data").toString());
        try (AlertJournal journal = AlertJournal.open(folder.resolve("journal"), new Counters())) {
            URI root = HubVictim.url(hub).resolve("auscult/");
            TaxiiAccess access = new TaxiiAccess(
                    "hub", root, TestHub.COLLECTION, null, secret, TlsSettings.DEFAULT, TaxiiAccess.TIMEOUT);
            TaxiiSettings settings = new TaxiiSettings(
                    access,
                    new StixSettings("Hospital A", Tlp.AMBER, LocalNets.DEFAULT, "en", 30, "hub"),
                    TaxiiSettings.OBJECTS,
                    TaxiiSettings.BYTES);
            ExporterRunner.Patience patience = new ExporterRunner.Patience(
                    Duration.ofMillis(10), Duration.ofMillis(100), Duration.ofMinutes(5), Duration.ofSeconds(30));
            int incidents = 0;
            for (int round = 0; round < ROUNDS; round++) {
                for (int i = 1; i <= ALERTS; i++) {
                    Alert alert = SampleAlerts.full(round * ALERTS + i);
                    journal.raise(alert);
                    if (i % EACH == 0) {
                        incidents++;
                        Party attacker = Party.of(IpAddress.ofIpv4(0xCB00_0000 + incidents));
                        journal.tell(SampleIncidents.by(incidents, EACH, alert.between(attacker, alert.target())));
                    }
                }
                double own = cpu(ProcessHandle.current());
                double others = cpu(hub.toHandle());
                long begin = System.nanoTime();
                ExporterRunner.start(new TaxiiExporter(settings), journal, patience)
                        .close();
                double seconds = (System.nanoTime() - begin) / 1e9;
                int told = ALERTS / EACH;
                System.out.printf(
                        "TaxiiLoadTest: %d alerts, %d of an incident, in %.2f s: %.0f alerts/s, %.0f incidents/s;"
                                + " processor time of an incident %.2f ms here, %.2f ms at the hub%n",
                        ALERTS,
                        EACH,
                        seconds,
                        ALERTS / seconds,
                        told / seconds,
                        1e3 * (cpu(ProcessHandle.current()) - own) / told,
                        1e3 * (cpu(hub.toHandle()) - others) / told);
            }
            assertThat(groupings(access)).isEqualTo(incidents);
        } finally {
            hub.destroy();
            hub.waitFor();
        }
    }

    private static double cpu(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
    }

    private static long groupings(TaxiiAccess access) throws Exception {
        try (TaxiiClient client = new TaxiiClient(access, Clock.systemUTC())) {
            long count = 0;
            String next = "";
            do {
                var page = client.get(client.collection("manifest/?match%5Btype%5D=grouping" + next))
                        .json();
                count += page.path("objects").size();
                next = page.path("more").asBoolean()
                        ? "&next=" + page.path("next").asText()
                        : "";
            } while (!next.isEmpty());
            return count;
        }
    }
}
