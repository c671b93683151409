package io.auscult.app;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes a capture of conversations between 10.9.0.1 and 10.9.0.2 that a test makes up: Ethernet, IPv4, correct checksums, one millisecond a packet. */
final class Conversations {
    private static final int CLIENT = 0x0A09_0001;
    private static final int SERVER = 0x0A09_0002;
    private static final int SYN = 2;
    private static final int PUSH_ACK = 0x18;
    private static final int FIN_ACK = 0x11;
    private static final int ACK = 0x10;
    private static final int SEGMENT = 1400;

    private final ByteArrayOutputStream file = new ByteArrayOutputStream();
    private long nowMs = 1_760_000_000_000L;
    private int nextPort = 40_000;

    Conversations() {
        ByteBuffer header = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(0xA1B2C3D4)
                .putShort((short) 2)
                .putShort((short) 4)
                .putInt(0)
                .putInt(0)
                .putInt(65535)
                .putInt(1);
        file.writeBytes(header.array());
    }

    /** A TCP connection that the client opens; turns alternate, each prefixed {@code >} (client) or {@code <} (server). */
    Conversations tcp(int port, byte[]... turns) {
        int clientPort = nextPort++;
        long[] next = {1000, 9000}; // of client and server
        segment(true, clientPort, port, next, SYN, new byte[0]);
        segment(false, clientPort, port, next, SYN | ACK, new byte[0]);
        segment(true, clientPort, port, next, ACK, new byte[0]);
        for (byte[] turn : turns) {
            boolean fromClient = turn[0] == '>';
            for (int at = 1; at < turn.length; at += SEGMENT) {
                byte[] piece = java.util.Arrays.copyOfRange(turn, at, Math.min(turn.length, at + SEGMENT));
                segment(fromClient, clientPort, port, next, PUSH_ACK, piece);
                segment(!fromClient, clientPort, port, next, ACK, new byte[0]);
            }
        }
        segment(true, clientPort, port, next, FIN_ACK, new byte[0]);
        segment(false, clientPort, port, next, FIN_ACK, new byte[0]);
        segment(true, clientPort, port, next, ACK, new byte[0]);
        return this;
    }

    Conversations udp(int port, byte[] turn) {
        ByteBuffer udp = ByteBuffer.allocate(8 + turn.length - 1);
        boolean fromClient = turn[0] == '>';
        udp.putShort((short) (fromClient ? nextPort : port)).putShort((short) (fromClient ? port : nextPort));
        udp.putShort((short) udp.capacity()).putShort((short) 0).put(turn, 1, turn.length - 1);
        packet(fromClient, 17, udp.array(), 6);
        return this;
    }

    private void segment(boolean fromClient, int clientPort, int port, long[] next, int flags, byte[] payload) {
        int from = fromClient ? 0 : 1;
        ByteBuffer tcp = ByteBuffer.allocate(20 + payload.length);
        tcp.putShort((short) (fromClient ? clientPort : port)).putShort((short) (fromClient ? port : clientPort));
        tcp.putInt((int) next[from]).putInt((flags & ACK) != 0 ? (int) next[1 - from] : 0);
        tcp.put((byte) 0x50).put((byte) flags).putShort((short) 65000).putInt(0).put(payload);
        next[from] += payload.length + ((flags & 3) != 0 ? 1 : 0);
        packet(fromClient, 6, tcp.array(), 16);
    }

    private void packet(boolean fromClient, int protocol, byte[] segment, int checksumAt) {
        int source = fromClient ? CLIENT : SERVER;
        int destination = fromClient ? SERVER : CLIENT;
        ByteBuffer pseudo = ByteBuffer.allocate(12 + segment.length + segment.length % 2);
        pseudo.putInt(source)
                .putInt(destination)
                .putShort((short) protocol)
                .putShort((short) segment.length)
                .put(segment);
        ByteBuffer.wrap(segment).putShort(checksumAt, (short) checksum(pseudo.array()));
        ByteBuffer ip = ByteBuffer.allocate(20);
        ip.put((byte) 0x45)
                .put((byte) 0)
                .putShort((short) (20 + segment.length))
                .putInt(0x0000_4000);
        ip.put((byte) 64)
                .put((byte) protocol)
                .putShort((short) 0)
                .putInt(source)
                .putInt(destination);
        ip.putShort(10, (short) checksum(ip.array()));
        int length = 14 + 20 + segment.length;
        ByteBuffer record = ByteBuffer.allocate(16 + length).order(ByteOrder.LITTLE_ENDIAN);
        record.putInt((int) (nowMs / 1000))
                .putInt((int) (nowMs % 1000 * 1000))
                .putInt(length)
                .putInt(length);
        record.order(ByteOrder.BIG_ENDIAN);
        record.putInt(0x0200_0000).putShort((short) (fromClient ? 2 : 1)).putInt(0x0200_0000);
        record.putShort((short) (fromClient ? 1 : 2))
                .putShort((short) 0x0800)
                .put(ip.array())
                .put(segment);
        file.writeBytes(record.array());
        nowMs++;
    }

    private static int checksum(byte[] bytes) {
        long sum = 0;
        for (int i = 0; i < bytes.length; i += 2) {
            sum += (bytes[i] & 0xFF) << 8 | bytes[i + 1] & 0xFF;
        }
        while (sum > 0xFFFF) {
            sum = (sum & 0xFFFF) + (sum >>> 16);
        }
        return (int) ~sum & 0xFFFF;
    }

    void writeTo(Path path) throws IOException {
        Files.write(path, file.toByteArray());
    }

    /** What the client says. */
    static byte[] client(String latin1) {
        return (">" + latin1).getBytes(StandardCharsets.ISO_8859_1);
    }

    /** What the server says. */
    static byte[] server(String latin1) {
        return ("<" + latin1).getBytes(StandardCharsets.ISO_8859_1);
    }
}
