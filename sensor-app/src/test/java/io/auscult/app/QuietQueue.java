package io.auscult.app;

import java.net.DatagramSocket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.ExcerptTailer;

/**
 * A program of its own: appends to a Chronicle Queue and reads it back, in a JVM that has no test library on its class
 * path (Chronicle behaves better where it sees JUnit). With {@code --file} it only opens a file instead, which is how
 * much of the network Java itself touches; with {@code --socket} it also opens a socket, to show that who watches it
 * would see one.
 */
final class QuietQueue {
    private static final int MESSAGES = 1_000;

    private QuietQueue() {}

    public static void main(String[] args) throws Exception {
        for (String forbidden :
                new String[] {"org.junit.jupiter.api.Test", "net.openhft.chronicle.analytics.Analytics"}) {
            try {
                Class.forName(forbidden);
                throw new IllegalStateException("class path: holds " + forbidden);
            } catch (ClassNotFoundException absent) {
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
        try (ChronicleQueue queue = ChronicleQueue.single(folder.toString())) {
            Bytes<ByteBuffer> message = Bytes.elasticByteBuffer();
            try (ExcerptAppender appender = queue.createAppender()) {
                for (int i = 0; i < MESSAGES; i++) {
                    message.clear().writeInt(i);
                    appender.writeBytes(message);
                }
            }
            try (ExcerptTailer tailer = queue.createTailer()) {
                for (int i = 0; i < MESSAGES; i++) {
                    message.clear();
                    if (!tailer.readBytes(message) || message.readInt() != i) {
                        throw new IllegalStateException("message " + i + ": lost");
                    }
                }
            }
            message.releaseLast();
        }
        if (Arrays.asList(args).contains("--socket")) {
            new DatagramSocket().close();
        }
        Thread.sleep(500); // whoever calls home does so from a thread in the background
        System.out.println(MESSAGES + " messages");
    }
}
