package io.auscult.export.syslog;

import io.auscult.export.TlsSettings;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Takes messages behind their lengths, over TCP or TLS on loopback, and can misbehave. */
final class FramedReceiver implements AutoCloseable {
    private final @Nullable TlsSettings tls;
    private final List<byte[]> messages = new CopyOnWriteArrayList<>();
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private @Nullable ServerSocket server;
    private @Nullable Thread acceptor;
    private int port;
    /** Takes connections and reads nothing of them. */
    volatile boolean isStalled;

    final AtomicInteger connections = new AtomicInteger();

    FramedReceiver(@Nullable TlsSettings tls) throws IOException {
        this.tls = tls;
        start();
    }

    void start() throws IOException {
        ServerSocket listening = tls == null
                ? new ServerSocket()
                : tls.context("receiver").getServerSocketFactory().createServerSocket();
        listening.setReuseAddress(true);
        listening.setReceiveBufferSize(1 << 16);
        listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        port = listening.getLocalPort();
        server = listening;
        acceptor = Thread.ofPlatform().daemon().start(() -> accept(listening));
    }

    int port() {
        return port;
    }

    List<byte[]> messages() {
        return messages;
    }

    private void accept(ServerSocket listening) {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                connections.incrementAndGet();
                open.add(socket);
                Thread.ofVirtual().start(() -> read(socket));
            } catch (IOException e) {
                return; // stopped
            }
        }
    }

    private void read(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            while (!isStalled) {
                byte[] message = frame(in);
                if (message == null) {
                    return;
                }
                messages.add(message);
            }
            Thread.sleep(60_000);
        } catch (IOException | InterruptedException e) {
            return; // killed
        } finally {
            open.remove(socket);
        }
    }

    private static byte @Nullable [] frame(InputStream in) throws IOException {
        int length = 0;
        for (int c = in.read(); c != ' '; c = in.read()) {
            if (c < 0) {
                return null;
            }
            if (c < '0' || c > '9' || length > 10_000_000) {
                throw new IOException("no length: " + c);
            }
            length = 10 * length + c - '0';
        }
        byte[] message = in.readNBytes(length);
        if (message.length < length) {
            throw new EOFException();
        }
        return message;
    }

    /** As a program that is killed with bytes unread: its system resets the connections. */
    void kill() throws IOException {
        stopListening();
        for (Socket socket : open) {
            socket.setSoLinger(true, 0);
            if (tls == null) {
                socket.close();
            }
        }
        open.clear();
    }

    /** As a program that ends in order. */
    void stop() throws IOException {
        stopListening();
        for (Socket socket : new ArrayList<>(open)) {
            socket.shutdownOutput();
        }
        open.clear();
    }

    private void stopListening() throws IOException {
        ServerSocket listening = server;
        server = null;
        if (listening != null) {
            listening.close();
            try {
                acceptor.join(); // until then it may still take a connection
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    }

    @Override
    public void close() throws IOException {
        kill();
    }
}
