package io.auscult.export;

import io.auscult.core.alert.Alert;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Delivers ids as lines and waits for {@code ok} to each, from a {@link FaultyReceiver}. */
final class AckedExporter implements Exporter {
    private static final int TIMEOUT_MS = 300;

    private final String name;
    private final int port;
    private @Nullable Socket socket;
    private @Nullable BufferedWriter out;
    private @Nullable BufferedReader in;
    private int unanswered;

    AckedExporter(String name, int port) {
        this.name = name;
        this.port = port;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void resume(@Nullable Receipt last) throws IOException {
        close();
        unanswered = 0;
        Socket opened = new Socket();
        socket = opened;
        opened.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MS);
        opened.setSoTimeout(TIMEOUT_MS);
        out = new BufferedWriter(new OutputStreamWriter(opened.getOutputStream(), StandardCharsets.UTF_8));
        in = new BufferedReader(new InputStreamReader(opened.getInputStream(), StandardCharsets.UTF_8));
    }

    @Override
    public void deliver(Alert alert) throws IOException {
        BufferedWriter to = out;
        if (to == null) {
            throw new IOException(name + ": not connected");
        }
        to.write(alert.id() + "\n");
        unanswered++;
    }

    @Override
    public Receipt flush() throws IOException {
        BufferedWriter to = out;
        BufferedReader from = in;
        if (to == null || from == null) {
            throw new IOException(name + ": not connected");
        }
        to.flush();
        for (; unanswered > 0; unanswered--) {
            String answer = from.readLine();
            if (!"ok".equals(answer)) {
                throw new IOException(name + ": " + answer);
            }
        }
        return new Receipt(name, 0);
    }

    @Override
    public void close() throws IOException {
        Socket opened = socket;
        socket = null;
        if (opened != null) {
            opened.close();
        }
    }
}
