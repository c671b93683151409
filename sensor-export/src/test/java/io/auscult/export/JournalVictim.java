package io.auscult.export;

import io.auscult.core.alert.AlertJournal;
import io.auscult.core.counter.Counter;
import io.auscult.core.counter.Counters;
import io.auscult.export.eve.EveExporter;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A program of its own, to be killed: raises alerts from a number on, one after the other, and prints the number of each that is in the journal; an
 * EVE exporter follows. With a last number it ends by itself, orderly.
 */
final class JournalVictim {
    private JournalVictim() {}

    public static void main(String[] args) throws Exception {
        try {
            Class.forName("org.junit.jupiter.api.Test");
            throw new IllegalStateException("class path: holds JUnit, with which Chronicle behaves differently");
        } catch (ClassNotFoundException e) {
            // as it should be
        }
        Path folder = Path.of(args[0]);
        int first = Integer.parseInt(args[1]);
        int last = Integer.parseInt(args[2]);
        Counters counters = new Counters();
        try (AlertJournal journal = AlertJournal.open(folder.resolve("journal"), counters);
                ExporterRunner runner = ExporterRunner.start(
                        EveExporter.toFile(folder.resolve("eve.json"), index -> null),
                        journal,
                        new ExporterRunner.Patience(
                                Duration.ofMillis(10),
                                Duration.ofMillis(100),
                                Duration.ofSeconds(60),
                                Duration.ofSeconds(60)))) {
            for (int i = first; i <= last; i++) {
                journal.raise(SampleAlerts.full(i));
                if (counters.get(Counter.ALERTS_LOST) > 0) {
                    throw new IllegalStateException("alert " + i + " lost: " + journal.trouble());
                }
                System.out.println(i);
                System.out.flush();
                if (i % 64 == 0) {
                    Thread.sleep(1);
                }
            }
        }
    }
}
