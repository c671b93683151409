package io.auscult.app;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.AlertJournal;
import io.auscult.core.alert.Confidence;
import io.auscult.core.alert.ConnectionRef;
import io.auscult.core.alert.JournalEntry;
import io.auscult.core.alert.JournalTailer;
import io.auscult.core.alert.Level;
import io.auscult.core.alert.Outcome;
import io.auscult.core.alert.Party;
import io.auscult.core.alert.Rule;
import io.auscult.core.counter.Counters;
import io.auscult.core.event.IpAddress;
import java.net.DatagramSocket;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A program of its own: journals alerts and reads them back, in a JVM that has no test library on its class path
 * (Chronicle Queue behaves better where it sees JUnit). With {@code --file} it only opens a file instead, which is how
 * much of the network Java itself touches; with {@code --socket} it also opens a socket, to show that who watches it
 * would see one.
 */
final class QuietJournal {
    private static final int ALERTS = 1_000;

    private QuietJournal() {}

    public static void main(String[] args) throws Exception {
        for (String forbidden :
                new String[] {"org.junit.jupiter.api.Test", "net.openhft.chronicle.analytics.Analytics"}) {
            try {
                Class.forName(forbidden);
                throw new IllegalStateException("class path: holds " + forbidden);
            } catch (ClassNotFoundException _) {
                // as it should be
            }
        }
        Path folder = Path.of(args[0]);
        if (Arrays.asList(args).contains("--file")) {
            Files.createDirectories(folder);
            FileChannel.open(folder.resolve("file"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)
                    .close();
            return;
        }
        try (AlertJournal journal = AlertJournal.open(folder, new Counters());
                JournalTailer tailer = journal.tail("test")) {
            for (int i = 0; i < ALERTS; i++) {
                journal.raise(alert("alert " + i));
            }
            tailer.rewind();
            for (int i = 0; i < ALERTS; i++) {
                JournalEntry alert = tailer.next();
                if (alert == null || !alert.id().equals("alert " + i)) {
                    throw new IllegalStateException("alert " + i + ": lost, found " + alert);
                }
            }
            tailer.acknowledge("test", 0);
        }
        if (Arrays.asList(args).contains("--socket")) {
            new DatagramSocket().close();
        }
        Thread.sleep(500); // whoever calls home does so from a thread in the background
        System.out.println(ALERTS + " alerts");
    }

    private static Alert alert(String id) {
        Party actor = Party.of(IpAddress.parse("10.0.0.1"));
        Party target = Party.of(IpAddress.parse("10.0.0.2"));
        return new Alert(
                id,
                1,
                new Rule("scan.x", 1, 1, "title", "scan", Level.LOW, Confidence.LOW, List.of(), "what", Map.of()),
                Level.LOW,
                Confidence.LOW,
                "kind",
                actor,
                target,
                List.of(),
                1,
                List.of(),
                1,
                List.of(),
                0,
                Outcome.UNKNOWN,
                1,
                1,
                1,
                Map.of(),
                new ConnectionRef(1, actor.ip(), 1, target.ip(), 2, 6, 0, 0, 0, 1),
                "incident",
                1,
                Map.of());
    }
}
