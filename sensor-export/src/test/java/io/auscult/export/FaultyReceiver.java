package io.auscult.export;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Takes ids from {@link AckedExporter}s and misbehaves at random in its own way. Connections one after the other. */
final class FaultyReceiver implements AutoCloseable {
    enum Fault {
        /** Goes away without taking what was sent, or says no to it. */
        FAILS,
        /** Answers when nobody waits any more, and has taken it. */
        STALLS,
        /** Has taken it and says no, or goes away without a word. */
        LIES
    }

    private static final int IN_A_THOUSAND = 20;
    private static final int STALL_MS = 500;

    private final Fault fault;
    private final Random random;
    private final ServerSocket server;
    private final List<String> received = new ArrayList<>(); // guarded by this

    FaultyReceiver(Fault fault, long seed) throws IOException {
        this.fault = fault;
        this.random = new Random(seed);
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().name("receiver-" + fault).start(this::serve);
    }

    int port() {
        return server.getLocalPort();
    }

    /** Distinct ids in the order of their first arrival. */
    synchronized List<String> first() {
        Set<String> distinct = new LinkedHashSet<>(received);
        return List.copyOf(distinct);
    }

    synchronized int count() {
        return received.size();
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                serve(socket);
            } catch (IOException e) {
                continue; // the other side was killed, or this one is closed
            }
        }
    }

    private void serve(Socket socket) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        OutputStream out = socket.getOutputStream();
        for (String id = in.readLine(); id != null; id = in.readLine()) {
            boolean misbehaves = random.nextInt(1000) < IN_A_THOUSAND;
            boolean goes = random.nextBoolean();
            if (!misbehaves || fault != Fault.FAILS) {
                take(id);
            }
            if (misbehaves && fault == Fault.STALLS) {
                sleep();
            } else if (misbehaves && goes) {
                return;
            }
            boolean refuses = misbehaves && fault != Fault.STALLS;
            out.write((refuses ? "no\n" : "ok\n").getBytes(StandardCharsets.UTF_8));
            if (refuses) {
                return;
            }
        }
    }

    private synchronized void take(String id) {
        received.add(id);
    }

    private static void sleep() {
        try {
            Thread.sleep(STALL_MS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
