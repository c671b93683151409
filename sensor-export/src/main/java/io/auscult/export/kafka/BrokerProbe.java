package io.auscult.export.kafka;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * Asks whoever listens where a broker should whether it is one, before Kafka's client does: that makes room for as many bytes as the first four of an answer say, which is 1.2 GB when a
 * web server says "HTTP" and 0.35 GB when a port with TLS refuses. Where TLS is asked for it needs no asking: the handshake fails. Stateless.
 */
final class BrokerProbe {
    private static final int MAX_ANSWER = 1 << 20; // bytes; a broker answers with some hundreds
    private static final int CORRELATION = 0x41756373;
    private static final short API_VERSIONS = 18; // the one request that every broker answers, before any logging on
    private static final Duration MOST = Duration.ofSeconds(5);

    private BrokerProbe() {}

    /**
     * Of those that do not answer at all the client will say so.
     *
     * @throws IOException when one of the servers answers, and not as a broker does
     */
    static void check(KafkaSettings settings) throws IOException {
        if (settings.tls() != null) {
            return;
        }
        Duration wait = settings.timeout().compareTo(MOST) < 0 ? settings.timeout() : MOST;
        for (String server : settings.servers()) {
            if (!mayBeBroker(server, Math.toIntExact(wait.toMillis()))) {
                throw new IOException(settings.name() + ": " + server
                        + " answers, but not as a broker of Kafka does without TLS (look at servers and tls)");
            }
        }
    }

    private static boolean mayBeBroker(String server, int waitMs) {
        int colon = server.lastIndexOf(':');
        String host = server.substring(0, colon).replaceAll("[\\[\\]]", "");
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(host, Integer.parseInt(server, colon + 1, server.length(), 10)), waitMs);
            socket.setSoTimeout(waitMs);
            ask(new DataOutputStream(socket.getOutputStream()));
            DataInputStream in = new DataInputStream(socket.getInputStream());
            int length = in.readInt();
            return length >= Integer.BYTES && length <= MAX_ANSWER && in.readInt() == CORRELATION;
        } catch (IOException | IllegalArgumentException e) {
            return true; // nobody is there, or ends without saying how much it would send: the client says better why
        }
    }

    /** <a href="https://kafka.apache.org/protocol">ApiVersions</a> request, version 0, with the request header version 1. */
    private static void ask(DataOutputStream out) throws IOException {
        byte[] request = new byte[14];
        ByteBuffer.wrap(request)
                .putInt(request.length - Integer.BYTES)
                .putShort(API_VERSIONS)
                .putShort((short) 0)
                .putInt(CORRELATION)
                .putShort((short) -1); // no client id
        out.write(request);
        out.flush();
    }
}
