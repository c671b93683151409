package io.auscult.export;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Stands between an exporter and its receiver, on loopback, and lies as asked. A connection belongs to what was asked when it began, and is cut when that changes. */
public final class Meddler implements AutoCloseable {
    /** What it does instead of handing on. The answers of web servers are garbage to others. */
    public enum Lie {
        CLOSES,
        /** Takes everything and says nothing. */
        SILENT,
        GARBAGE,
        /** A yes to what nobody has kept. */
        OK_AND_CLOSES,
        HALF_AN_ANSWER,
        /** A page for people, as of a guest network. */
        WRONG_TYPE,
        ENDLESS_ANSWER,
        ENDLESS_HEAD,
        /** To somebody who would like to have the secret. */
        REDIRECT,
        /** Ends in the middle of what is sent; of the handshake where that is encrypted. */
        CUT_REQUEST,
        /** Ends in the middle of what comes back. */
        CUT_ANSWER
    }

    private static final int SOME = 37; // bytes: within a head, a handshake, a frame

    private final int receiver;
    private final ServerSocket server;
    private final ServerSocket thief = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final AtomicInteger stolen = new AtomicInteger();
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private volatile @Nullable Lie lie;

    /** @param receiver its port */
    public Meddler(int receiver) throws IOException {
        this(receiver, 0);
    }

    /** @param port where it listens; 0 for any */
    public Meddler(int receiver, int port) throws IOException {
        this.receiver = receiver;
        this.server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> accept(server, this::meddle));
        Thread.ofVirtual().start(() -> accept(thief, socket -> stolen.incrementAndGet()));
    }

    private interface Connection {
        void handle(Socket socket) throws IOException;
    }

    private void accept(ServerSocket listening, Connection connection) {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                open.add(socket);
                Thread.ofVirtual().start(() -> {
                    try (socket) {
                        connection.handle(socket);
                    } catch (IOException e) {
                        return; // cut, by whomever
                    }
                });
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    public int port() {
        return server.getLocalPort();
    }

    /** Connections to where a redirect led. */
    public int stolen() {
        return stolen.get();
    }

    /** From the next connection on; null: hands on what it gets. */
    public void lie(@Nullable Lie next) throws IOException {
        lie = next;
        for (Socket socket : open) {
            socket.close();
        }
        open.clear();
    }

    private void meddle(Socket client) throws IOException {
        Lie asked = lie;
        if (asked == null || asked == Lie.CUT_REQUEST || asked == Lie.CUT_ANSWER) {
            handOn(client, asked);
            return;
        }
        if (asked == Lie.CLOSES || client.getInputStream().read(new byte[1 << 16]) < 0) {
            return;
        }
        OutputStream out = client.getOutputStream();
        switch (asked) {
            case SILENT -> client.getInputStream().transferTo(OutputStream.nullOutputStream());
            case GARBAGE -> say(out, "\u0000\u00ff\u0016\u0003not what anybody expects\r\n");
            case OK_AND_CLOSES -> say(out, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok");
            case HALF_AN_ANSWER ->
                say(out, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 999\r\n\r\n{\"half\":");
            case WRONG_TYPE ->
                say(
                        out,
                        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 20\r\n\r\n<html>Please log in!");
            case REDIRECT ->
                say(
                        out,
                        "HTTP/1.1 307 Temporary Redirect\r\nLocation: http://127.0.0.1:" + thief.getLocalPort()
                                + "/\r\nContent-Length: 0\r\n\r\n");
            case ENDLESS_ANSWER -> {
                say(out, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
                forEver(out, "1000\r\n" + " ".repeat(4096) + "\r\n");
            }
            case ENDLESS_HEAD -> {
                say(out, "HTTP/1.1 200 OK\r\n");
                forEver(out, "X-More: and more\r\n".repeat(100));
            }
            default -> throw new IllegalStateException(asked.name());
        }
    }

    private static void say(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    private static void forEver(OutputStream out, String text) throws IOException {
        while (true) {
            say(out, text);
        }
    }

    private void handOn(Socket client, @Nullable Lie asked) throws IOException {
        try (Socket upstream = new Socket(InetAddress.getLoopbackAddress(), receiver)) {
            open.add(upstream);
            Thread back = Thread.ofVirtual().start(() -> {
                try {
                    copy(upstream.getInputStream(), client.getOutputStream(), asked == Lie.CUT_ANSWER);
                    client.shutdownOutput();
                    if (asked != null) {
                        client.close();
                    }
                } catch (IOException e) {
                    return; // the other direction says so, too
                }
            });
            copy(client.getInputStream(), upstream.getOutputStream(), asked == Lie.CUT_REQUEST);
            if (asked == null) {
                upstream.shutdownOutput();
                back.join();
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static void copy(InputStream from, OutputStream to, boolean isCut) throws IOException {
        if (isCut) {
            to.write(from.readNBytes(SOME));
            to.flush();
        } else {
            from.transferTo(to);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        thief.close();
        lie(null);
    }
}
