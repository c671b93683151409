package io.auscult.core.stream;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.auscult.core.decode.FlowHash;
import io.auscult.core.decode.Packet;
import io.auscult.core.event.LocalNets;
import io.auscult.core.flow.FlowSettings;
import java.util.Arrays;

/**
 * Segments in any order: what parsers get equals a simple model where that is defined, and whatever the segments are, nothing is thrown and every
 * bound holds.
 */
class StreamFuzzTest {
    private static final long SECOND = 1_000_000_000L;
    private static final FlowSettings SMALL =
            new FlowSettings(16 * 16, 5 * SECOND, 300 * SECOND, 5 * SECOND, 60 * SECOND, LocalNets.DEFAULT);
    private static final int MAX_SEGMENTS = 200;

    private final LaneOfOne[] roomy = lanes(new StreamSettings(OverlapPolicy.FIRST, 1 << 20, 1 << 24));
    private final LaneOfOne[] tight = lanes(new StreamSettings(OverlapPolicy.FIRST, 4096, 16 * 8192));
    private final Packet packet = new Packet();
    private final byte[] payload = new byte[1 << 16];

    /** One for each policy. */
    private static LaneOfOne[] lanes(StreamSettings bounds) {
        return Arrays.stream(OverlapPolicy.values())
                .map(policy ->
                        new LaneOfOne(SMALL, new StreamSettings(policy, bounds.heldPerStream(), bounds.heldInAll())))
                .toArray(LaneOfOne[]::new);
    }

    /**
     * One connection after its handshake. A header of policy, granularity of the parser and both first sequence numbers, then four bytes a segment:
     * side and kind (one with a wrong checksum, one with other bytes than before), position, length, and how far the other side is acknowledged.
     */
    @FuzzTest
    void conversations(byte[] data) {
        if (data.length < 4) {
            return;
        }
        OverlapPolicy policy = OverlapPolicy.values()[(data[0] & 0xFF) % OverlapPolicy.values().length];
        StreamModel model = new StreamModel(policy);
        int[] first = {data[2] << 4, data[3] << 4}; // near 0 on either side: they wrap
        LaneOfOne lane = roomy[policy.ordinal()];
        packet.timestampNs = SECOND;
        lane.begin(data[1] & 15);
        segment(lane, true, LaneOfOne.SYN, first[0], 0, 0);
        segment(lane, false, LaneOfOne.SYN | LaneOfOne.ACK, first[1], first[0] + 1, 0);
        segment(lane, true, LaneOfOne.ACK, first[0] + 1, first[1] + 1, 0);
        int at = 4;
        for (int n = 0; at + 4 <= data.length && n < MAX_SEGMENTS; n++, at += 4) {
            boolean isOrig = (data[at] & 1) == 0;
            int me = isOrig ? 0 : 1;
            boolean conflicts = (data[at] & 6) >= 4;
            boolean isDoubtful = (data[at] & 6) == 4;
            int position = 1 + ((data[at] & 0xF8) << 2 | data[at + 1] & 0x1F) * ((data[at] & 8) != 0 ? 7 : 1);
            int length = data[at + 2] & 0xFF;
            int acked = Math.min((data[at + 3] & 0xFF) * 8, model.highest(!isOrig));
            if (!isDoubtful) {
                model.acknowledge(!isOrig, acked);
            }
            for (int i = 0; i < length; i++) {
                payload[i] = (byte) ((position + i) * 31 + me * 7 + ((position + i) >> 8) + (conflicts ? n + 1 : 0));
            }
            packet.transportChecksumBad = isDoubtful;
            segment(lane, isOrig, LaneOfOne.ACK, first[me] + position, first[1 - me] + 1 + acked, length);
            packet.transportChecksumBad = false;
            if (isDoubtful) {
                model.doubtful(isOrig, position, payload, length);
            } else {
                model.segment(isOrig, position, payload, length);
            }
        }
        model.end(true);
        model.end(false);
        lane.end();
        model.check(true, lane.heard(true));
        model.check(false, lane.heard(false));
    }

    private void segment(LaneOfOne lane, boolean isOrig, int flags, int sequence, int acknowledgment, int length) {
        address(isOrig ? 1 : 2, isOrig ? 2 : 1, isOrig ? 40_000 : 80, isOrig ? 80 : 40_000);
        packet.timestampNs += 1000;
        fill(flags, sequence, acknowledgment, length);
        lane.take(packet);
    }

    /** Eight bytes a packet: who, flags, sequence, acknowledgment, length, time; payload from what follows. Small tables, little memory. */
    @FuzzTest
    void anything(byte[] data) {
        if (data.length < 2) {
            return;
        }
        LaneOfOne lane = tight[(data[0] & 0xFF) % tight.length];
        packet.timestampNs = SECOND;
        lane.begin(data[1] & 0xFF);
        int at = 2;
        for (int n = 0; at + 8 <= data.length && n < MAX_SEGMENTS; n++, at += 8) {
            int who = data[at] & 0xFF;
            boolean back = (who & 1) != 0;
            int client = 1 + (who >> 1 & 3);
            int port = 1024 + (who >> 3);
            address(back ? 99 : client, back ? client : 99, back ? 80 : port, back ? port : 80);
            int step = 1 << (data[at + 2] & 0x1F);
            int length = (data[at + 6] & 0xFF) << (data[at + 5] & 7);
            Arrays.fill(payload, 0, length, data[at + 1]);
            packet.timestampNs += (long) data[at + 7] << (data[at + 5] >> 3 & 31);
            fill(data[at + 1] & 0x3F, data[at + 3] * step, data[at + 4] * step, length);
            packet.payloadCaptured = (data[at + 5] & 0x80) != 0 ? length / 2 : length;
            packet.transportChecksumBad = (data[at + 5] & 0x40) != 0;
            lane.take(packet);
        }
        packet.transportChecksumBad = false;
        lane.end();
    }

    private void address(int src, int dst, int srcPort, int dstPort) {
        packet.srcHigh = 0;
        packet.dstHigh = 0;
        packet.srcLow = 0xFFFF_0A00_0000L | src;
        packet.dstLow = 0xFFFF_0A00_0000L | dst;
        packet.srcPort = srcPort;
        packet.dstPort = dstPort;
        packet.flowHash = FlowHash.flow(0, packet.srcLow, srcPort, 0, packet.dstLow, dstPort, 6);
    }

    private void fill(int flags, int sequence, int acknowledgment, int length) {
        packet.type = Packet.Type.TCP;
        packet.proto = 6;
        packet.ipVersion = 4;
        packet.number++;
        packet.flags = flags;
        packet.sequence = sequence;
        packet.acknowledgment = acknowledgment;
        packet.window = 8192;
        packet.bytes = payload;
        packet.payloadOffset = 0;
        packet.payloadLength = length;
        packet.payloadCaptured = length;
        packet.ipLength = 40 + length;
    }
}
