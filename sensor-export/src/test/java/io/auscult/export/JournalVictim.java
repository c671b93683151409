package io.auscult.export;

import io.auscult.core.alert.AlertJournal;
import io.auscult.core.counter.Counter;
import io.auscult.core.counter.Counters;
import io.auscult.export.archive.Archive;
import io.auscult.export.archive.RotationSettings;
import io.auscult.export.archive.RotationSettings.Compression;
import io.auscult.export.eve.EveExporter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A program of its own, to be killed: raises alerts from a number on, one after the other, and prints the number of each that is in the journal; an
 * EVE exporter follows (in files of {@value #FILE} bytes and a batch where the folder holds {@value #ROTATE}), and one to each port that is named. With
 * a last number it ends by itself, orderly.
 */
final class JournalVictim {
    static final String ROTATE = "rotate";

    private static final int FILE = 1 << 18;
    private static final RotationSettings SMALL =
            new RotationSettings(Duration.ZERO, FILE, Compression.GZIP, Duration.ZERO, 0);

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
        ExporterRunner.Patience patience = new ExporterRunner.Patience(
                Duration.ofMillis(10), Duration.ofMillis(100), Duration.ofSeconds(60), Duration.ofSeconds(60));
        List<ExporterRunner> runners = new ArrayList<>();
        try (AlertJournal journal = AlertJournal.open(folder.resolve("journal"), counters)) {
            Archive archive = Files.exists(folder.resolve(ROTATE))
                    ? Archive.start(folder, SMALL, Clock.systemUTC()) // a thread that ends with the program
                    : null;
            Exporter eve = EveExporter.toFile(folder.resolve("eve.json"), archive, index -> null);
            runners.add(ExporterRunner.start(eve, journal, patience));
            for (String port : Arrays.asList(args).subList(3, args.length)) {
                Exporter exporter = new AckedExporter("receiver-" + runners.size(), Integer.parseInt(port));
                runners.add(ExporterRunner.start(exporter, journal, patience));
            }
            for (int i = first; i <= last; i++) {
                journal.raise(SampleAlerts.full(i));
                if (counters.get(Counter.ALERTS_LOST) > 0) {
                    throw new IllegalStateException("alert " + i + " lost: " + journal.trouble());
                }
                System.out.println(i);
                System.out.flush();
                if (i % (runners.size() > 1 ? 1 : 64) == 0) {
                    Thread.sleep(1);
                }
            }
            for (ExporterRunner runner : runners) {
                runner.close();
            }
        }
    }
}
