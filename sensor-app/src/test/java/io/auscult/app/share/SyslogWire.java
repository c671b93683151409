package io.auscult.app.share;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Takes messages behind their lengths (RFC 6587 section 3.4.1) on loopback. */
final class SyslogWire implements SharedReceivers.Wire {
    private final ServerSocket server;
    private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();

    SyslogWire() throws IOException {
        server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> read(socket));
            }
        } catch (IOException e) {
            return; // closed
        }
    }

    private void read(Socket socket) {
        try (socket) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            while (true) {
                int length = 0;
                for (int c = in.readUnsignedByte(); c != ' '; c = in.readUnsignedByte()) {
                    length = 10 * length + c - '0';
                }
                byte[] message = new byte[length];
                in.readFully(message);
                messages.add(new String(message, StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            return; // the sensor has gone
        }
    }

    @Override
    public int port() {
        return server.getLocalPort();
    }

    @Override
    public List<String> received(int expected) throws IOException {
        List<String> since = new ArrayList<>();
        try {
            while (since.size() < expected) {
                String next = messages.poll(30, TimeUnit.SECONDS);
                if (next == null) {
                    return since;
                }
                since.add(next);
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        messages.drainTo(since);
        return since;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
