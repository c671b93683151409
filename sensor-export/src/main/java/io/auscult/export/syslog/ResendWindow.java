package io.auscult.export.syslog;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * The messages that a receiver took last, in case it turns out to have lost them: at most {@link #MAX_BYTES}, {@link #MAX_MESSAGES} and
 * {@link TcpLink#OTHERWISE}; the oldest are forgotten. More than Linux lets a receive buffer grow to by itself (6 MiB). One thread.
 */
final class ResendWindow {
    static final int MAX_BYTES = 8 << 20;
    static final int MAX_MESSAGES = 16_384;

    /** @param atNs when, on the machine's monotonic clock */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    record Taken(byte[] message, long atNs) {}

    private final ArrayDeque<Taken> messages = new ArrayDeque<>();
    private int bytes;

    /** @param nowNs the machine's monotonic clock */
    void add(byte[] message, long nowNs) {
        messages.addLast(new Taken(message, nowNs));
        bytes += message.length;
        while (bytes > MAX_BYTES || messages.size() > MAX_MESSAGES) {
            forgetFirst();
        }
        keep(TcpLink.OTHERWISE, nowNs);
    }

    /** Forgets what is older. */
    void keep(Duration age, long nowNs) {
        while (!messages.isEmpty() && nowNs - messages.getFirst().atNs() > age.toNanos()) {
            forgetFirst();
        }
        if (age.isZero()) {
            messages.clear();
            bytes = 0;
        }
    }

    /** All of it was taken once more. */
    void again(long nowNs) {
        List<byte[]> all = messages();
        messages.clear();
        all.forEach(message -> messages.addLast(new Taken(message, nowNs)));
    }

    private void forgetFirst() {
        bytes -= messages.removeFirst().message().length;
    }

    boolean isEmpty() {
        return messages.isEmpty();
    }

    /** Oldest first. */
    List<Taken> taken() {
        return List.copyOf(messages);
    }

    /** Oldest first. */
    List<byte[]> messages() {
        List<byte[]> all = new ArrayList<>(messages.size());
        messages.forEach(taken -> all.add(taken.message()));
        return all;
    }
}
