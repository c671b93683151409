package io.auscult.export.syslog;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How many bytes of a TCP connection the other side's system has not acknowledged: {@code tx_queue} in Linux's list of connections
 * (proc(5)). Found by the two ports; where more than one connection has these, all of them count. One thread.
 */
final class SendQueue {
    private static final List<Path> TABLES = List.of(Path.of("/proc/net/tcp6"), Path.of("/proc/net/tcp"));
    /** Not on Linux, or the connection is not listed. */
    static final long UNKNOWN = -1;

    private final String ports;
    private @Nullable Path table; // where it was found

    SendQueue(Socket socket) {
        int remote = ((InetSocketAddress) socket.getRemoteSocketAddress()).getPort();
        ports = "%04X %04X".formatted(socket.getLocalPort(), remote);
    }

    long unacknowledgedBytes() throws IOException {
        if (table != null) {
            return in(table);
        }
        for (Path candidate : TABLES) {
            long bytes = Files.isReadable(candidate) ? in(candidate) : UNKNOWN;
            if (bytes != UNKNOWN) {
                table = candidate;
                return bytes;
            }
        }
        return UNKNOWN;
    }

    private long in(Path file) throws IOException {
        long bytes = UNKNOWN;
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                bytes = Math.max(bytes, bytesOf(line));
            }
        }
        return bytes;
    }

    /** {@code sl local:port remote:port state tx_queue:rx_queue ...}, numbers in hexadecimal. */
    private long bytesOf(String line) {
        String[] columns = line.strip().split("\\s+", 6);
        if (columns.length < 6) {
            return UNKNOWN;
        }
        String local = columns[1].substring(columns[1].lastIndexOf(':') + 1);
        String remote = columns[2].substring(columns[2].lastIndexOf(':') + 1);
        if (!ports.equals(local + " " + remote)) {
            return UNKNOWN;
        }
        int colon = columns[4].indexOf(':');
        try {
            return Long.parseLong(columns[4], 0, Math.max(colon, 0), 16);
        } catch (NumberFormatException e) {
            return UNKNOWN;
        }
    }
}
