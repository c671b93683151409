package io.auscult.app.share;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.Incident;
import io.auscult.core.alert.JournalEntry;
import io.auscult.core.indicator.Tlp;
import io.auscult.export.Exporter;
import io.auscult.export.Receipt;
import io.auscult.export.share.Approval;
import io.auscult.export.share.FieldGroup;
import io.auscult.export.share.Marking;
import io.auscult.export.share.Pap;
import io.auscult.export.share.SharePolicy;
import io.auscult.export.share.Updates;
import io.auscult.rules.Detectors;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How many alerts a second of this thread's time pass a policy, their lines of the log on the disk; of 20 incidents, each alert full of names. {@code -Dauscult.share.alerts=200000} measures, the default only shows that
 * it is not slow.
 */
class ShareSpeedTest {
    private static final int ALERTS = Integer.getInteger("auscult.share.alerts", 4_000);
    private static final int BATCH = 256; // as the runner's
    private static final int ENTRIES_A_SNAPSHOT = 100;
    private static final int SLOW = 300; // alerts a second, when nothing is compiled yet

    @TempDir
    Path folder;

    @Test
    void shouldKeepUpWithAlerts() throws IOException {
        List<JournalEntry> entries = new ArrayList<>();
        SecretEntries secret = new SecretEntries(1, new Detectors().rules());
        for (int i = 0; i < 1_000; i++) {
            entries.add(i % ENTRIES_A_SNAPSHOT == 0 ? secret.incident() : of("incident-" + i % 20, secret.alert()));
        }
        SharePolicy policy = new SharePolicy(
                0, new Marking(Tlp.RED, Pap.RED), FieldGroup.DEFAULT, Approval.NEVER, 11, Updates.FOLLOW);
        Counting receiver = new Counting();
        try (Exporter exporter = ShareLeakTest.shared(receiver, policy, folder)) {
            exporter.resume(null);
            pass(exporter, entries, Math.min(ALERTS, 4_000));
            ThreadMXBean threads = ManagementFactory.getThreadMXBean();
            long began = System.nanoTime();
            long beganCpu = threads.getCurrentThreadCpuTime();
            pass(exporter, entries, ALERTS);
            double perSecond = ALERTS * 1e9 / (threads.getCurrentThreadCpuTime() - beganCpu);
            System.out.printf(
                    "%d alerts behind a policy: %.0f a second of processor time, %.0f of the clock%n",
                    ALERTS, perSecond, ALERTS * 1e9 / (System.nanoTime() - began));
            assertThat(perSecond).isGreaterThan(SLOW);
        }
        assertThat(receiver.count).isGreaterThanOrEqualTo(ALERTS);
    }

    private static Alert of(String incident, Alert a) {
        return new Alert(
                a.id(),
                a.timeNs(),
                a.rule(),
                a.level(),
                a.confidence(),
                a.kind(),
                a.actor(),
                a.target(),
                a.targets(),
                a.targetCount(),
                a.ports(),
                a.portCount(),
                a.openPorts(),
                a.answered(),
                a.outcome(),
                a.count(),
                a.firstSeenNs(),
                a.lastSeenNs(),
                a.evidence(),
                a.connection(),
                incident,
                a.update(),
                a.recommendation(),
                a.severity(),
                a.phases());
    }

    private static final class Counting implements Exporter {
        private int count;

        @Override
        public String name() {
            return "partner";
        }

        @Override
        public void resume(@Nullable Receipt last) {}

        @Override
        public void deliver(Alert alert) {
            count++;
        }

        @Override
        public void deliver(Incident incident) {
            count++;
        }

        @Override
        public Receipt flush() {
            return new Receipt("partner", count);
        }

        @Override
        public void close() {}
    }

    private static void pass(Exporter exporter, List<JournalEntry> entries, int alerts) throws IOException {
        for (int i = 1; i <= alerts; i++) {
            switch (entries.get(i % entries.size())) {
                case Alert alert -> exporter.deliver(alert);
                case Incident incident -> exporter.deliver(incident);
            }
            if (i % BATCH == 0) {
                exporter.flush();
            }
        }
        exporter.flush();
    }
}
