package io.auscult.core.pipeline;

import static io.auscult.core.pipeline.Traffic.ACK;
import static io.auscult.core.pipeline.Traffic.FIN;
import static io.auscult.core.pipeline.Traffic.PSH;
import static io.auscult.core.pipeline.Traffic.RST;
import static io.auscult.core.pipeline.Traffic.SYN;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A TCP conversation that reads as a story; keeps the sequence numbers of both sides. */
final class Talk {
    private final Traffic traffic;
    private final String[] host;
    private final int[] port;
    private final int[] start = {1000, 5000};
    private final int[] sent = {0, 0}; // sequence space used, SYN and FIN included
    private int window = 8192;
    private int captured = Integer.MAX_VALUE;
    private int checksum;

    Talk(Traffic traffic, String orig, int origPort, String resp, int respPort) {
        this.traffic = traffic;
        host = new String[] {orig, resp};
        port = new int[] {origPort, respPort};
    }

    /** Both sides' first sequence numbers. */
    Talk starting(int orig, int resp) {
        start[0] = orig;
        start[1] = resp;
        return this;
    }

    Talk window(int bytes) {
        window = bytes;
        return this;
    }

    /** Packets are cut after this many bytes from now on. */
    Talk snap(int bytes) {
        captured = bytes;
        return this;
    }

    /** Segments have a wrong checksum from now on. */
    Talk wrongChecksums() {
        checksum = 0x1BAD;
        return this;
    }

    /** And not any more. */
    Talk soundChecksums() {
        checksum = 0;
        return this;
    }

    Talk pause(double seconds) {
        traffic.pause(seconds);
        return this;
    }

    Traffic then() {
        return traffic;
    }

    Talk handshake() {
        return syn().synAck().ack();
    }

    Talk syn() {
        return step(0, SYN, "");
    }

    Talk synAck() {
        return step(1, SYN | ACK, "");
    }

    Talk ack() {
        return step(0, ACK, "");
    }

    Talk respAck() {
        return step(1, ACK, "");
    }

    Talk orig(String data) {
        return step(0, PSH | ACK, data);
    }

    Talk resp(String data) {
        return step(1, PSH | ACK, data);
    }

    /** Sent, and never captured. */
    Talk lostOrig(String data) {
        sent[0] += data.length();
        return this;
    }

    Talk lostResp(String data) {
        sent[1] += data.length();
        return this;
    }

    /** Bytes at a place of the originator's stream, counted from 0, whatever was sent so far. */
    Talk origAt(int position, String data) {
        segment(0, PSH | ACK, start[0] + 1 + position, latin1(data));
        sent[0] = Math.max(sent[0], 1 + position + data.length());
        return this;
    }

    Talk fin() {
        return step(0, FIN | ACK, "");
    }

    Talk fin(String data) {
        return step(0, FIN | ACK, data);
    }

    Talk respFin() {
        return step(1, FIN | ACK, "");
    }

    Talk close() {
        return fin().respFin().ack();
    }

    Talk rst() {
        return step(0, RST, "");
    }

    Talk respRst() {
        return step(1, RST | ACK, "");
    }

    /** Any flags, next in sequence. */
    Talk step(int side, int flags, String data) {
        byte[] payload = latin1(data);
        segment(side, flags, start[side] + sent[side], payload);
        if ((flags & RST) == 0) {
            sent[side] += payload.length + ((flags & SYN) != 0 ? 1 : 0) + ((flags & FIN) != 0 ? 1 : 0);
        }
        return this;
    }

    /** A segment with exactly this sequence number; nothing is remembered of it. */
    Talk raw(int side, int flags, int sequence, String data) {
        segment(side, flags, sequence, latin1(data));
        return this;
    }

    private void segment(int side, int flags, int sequence, byte[] payload) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Traffic.u16(out, port[side]);
        Traffic.u16(out, port[1 - side]);
        u32(out, sequence);
        u32(out, (flags & ACK) == 0 ? 0 : start[1 - side] + sent[1 - side]);
        Traffic.u16(out, 0x5000 | flags);
        Traffic.u16(out, window);
        Traffic.u16(out, checksum);
        Traffic.u16(out, 0);
        out.writeBytes(payload);
        traffic.ip(host[side], host[1 - side], 6, out.toByteArray(), captured);
    }

    private static void u32(ByteArrayOutputStream out, int value) {
        Traffic.u16(out, value >>> 16);
        Traffic.u16(out, value);
    }

    static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
