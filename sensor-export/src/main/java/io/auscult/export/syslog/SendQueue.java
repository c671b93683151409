package io.auscult.export.syslog;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What Linux's list of connections (proc(5)) says of a TCP connection: how many bytes the other side's system has not acknowledged ({@code tx_queue}), and whether
 * the other side has ended. Found by the two ports; where more than one connection has these, all of them count. One thread.
 */
final class SendQueue {
    private static final List<Path> TABLES = List.of(Path.of("/proc/net/tcp6"), Path.of("/proc/net/tcp"));
    /** Not on Linux, or the connection is not listed. */
    static final long UNKNOWN = -1;

    private static final String CLOSE_WAIT = "08"; // state

    private final String ports;
    private @Nullable Path table; // where it was found

    private record Entry(String state, long unacknowledged) {}

    SendQueue(Socket socket) {
        int remote = ((InetSocketAddress) socket.getRemoteSocketAddress()).getPort();
        ports = "%04X %04X".formatted(socket.getLocalPort(), remote);
    }

    long unacknowledgedBytes() throws IOException {
        return entries().stream().mapToLong(Entry::unacknowledged).max().orElse(UNKNOWN);
    }

    /** Whether the other side has said that it sends nothing more, and we have not; false where that is not known. */
    boolean isEndedByOther() throws IOException {
        return entries().stream().anyMatch(entry -> entry.state().equals(CLOSE_WAIT));
    }

    private List<Entry> entries() throws IOException {
        if (table != null) {
            return in(table);
        }
        for (Path candidate : TABLES) {
            List<Entry> found = Files.isReadable(candidate) ? in(candidate) : List.of();
            if (!found.isEmpty()) {
                table = candidate;
                return found;
            }
        }
        return List.of();
    }

    private List<Entry> in(Path file) throws IOException {
        List<Entry> found = new ArrayList<>();
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Entry entry = entry(line);
                if (entry != null) {
                    found.add(entry);
                }
            }
        }
        return found;
    }

    /** {@code sl local:port remote:port state tx_queue:rx_queue ...}, numbers in hexadecimal. */
    private @Nullable Entry entry(String line) {
        String[] columns = line.strip().split("\\s+", 6);
        if (columns.length < 6) {
            return null;
        }
        String local = columns[1].substring(columns[1].lastIndexOf(':') + 1);
        String remote = columns[2].substring(columns[2].lastIndexOf(':') + 1);
        if (!ports.equals(local + " " + remote)) {
            return null;
        }
        int colon = columns[4].indexOf(':');
        try {
            return new Entry(columns[3], Long.parseLong(columns[4], 0, Math.max(colon, 0), 16));
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
