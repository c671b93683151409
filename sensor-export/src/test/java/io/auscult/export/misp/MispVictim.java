package io.auscult.export.misp;

import io.auscult.core.alert.AlertJournal;
import io.auscult.core.counter.Counters;
import io.auscult.export.ExporterRunner;
import io.auscult.export.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/** A program of its own, to be killed: journals incidents (in its first life only), brings them to a MISP server and ends when that has them. */
final class MispVictim {
    private MispVictim() {}

    /** @param args folder, url, how many incidents to journal */
    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        MispSettings settings = MispSettings.of("misp", URI.create(args[1]), Secret.ofFile(folder.resolve("key")));
        try (AlertJournal journal = AlertJournal.open(folder.resolve("journal"), new Counters())) {
            for (int i = 1; i <= Integer.parseInt(args[2]); i++) {
                journal.tell(TestIncidents.fromOutside("i" + i, 1, 3));
                journal.tell(TestIncidents.grown("i" + i, 2, 9));
            }
            ExporterRunner.Patience patience = new ExporterRunner.Patience(
                    Duration.ofMillis(10), Duration.ofMillis(100), Duration.ofSeconds(30), Duration.ofSeconds(30));
            ExporterRunner.start(new MispExporter(settings), journal, patience).close();
        }
    }
}
