package io.auscult.export.misp;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.alert.AlertJournal;
import io.auscult.core.counter.Counters;
import io.auscult.export.ExporterRunner;
import io.auscult.export.SampleAlerts;
import io.auscult.export.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Alerts pass by in numbers while incidents are sent: both are counted and timed. The figures hold for this server, which is quicker than MISP. */
class MispLoadTest {
    private static final int ALERTS = Integer.getInteger("auscult.load.alerts", 4_000);
    private static final int INCIDENTS = Integer.getInteger("auscult.load.incidents", 50);

    @TempDir
    Path folder;

    @Test
    void shouldKeepUpWithAlertsWhileIncidentsAreSent() throws Exception {
        Path key = folder.resolve("key");
        Files.writeString(key, FakeMisp.KEY);
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        try (FakeMisp misp = new FakeMisp();
                AlertJournal journal = AlertJournal.open(folder.resolve("journal"), new Counters())) {
            int each = ALERTS / INCIDENTS;
            for (int i = 1; i <= ALERTS; i++) {
                journal.raise(SampleAlerts.full(i));
                if (i % each == 0) {
                    journal.tell(TestIncidents.fromOutside("i" + i / each, 1, 3));
                } else if (i % each == each / 2 && i > each) {
                    journal.tell(TestIncidents.grown("i" + i / each, 2, 9)); // what was sent before has grown
                }
            }
            MispSettings settings = MispSettings.of("misp", misp.url(), Secret.ofFile(key));
            ExporterRunner.Patience patience = new ExporterRunner.Patience(
                    Duration.ofMillis(10), Duration.ofMillis(100), Duration.ofMinutes(5), Duration.ofSeconds(30));
            long begin = System.nanoTime();
            ExporterRunner.start(new MispExporter(settings), journal, patience).close();
            double seconds = (System.nanoTime() - begin) / 1e9;
            System.out.printf(
                    "MispLoadTest: %d alerts and %d incidents, each told twice, in %.2f s: %.0f alerts/s, %.0f requests/s%n",
                    ALERTS, INCIDENTS, seconds, ALERTS / seconds, misp.requests.size() / seconds);
            assertThat(misp.events).hasSize(INCIDENTS);
            assertThat(misp.violations).isEmpty();
        }
    }
}
