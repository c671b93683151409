package io.auscult.core.decode;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.auscult.core.capture.PacketBlock;
import io.auscult.core.counter.Counter;
import io.auscult.core.counter.Counters;
import io.auscult.core.event.EventBlock;
import io.auscult.core.event.EventWriter;
import java.util.Arrays;

/** Any bytes at all: nothing is thrown, nothing points outside, a second pass reads the same, every packet is accounted for. */
class DecodeFuzzTest {
    private static final int[] LINK_TYPES = {
        1, 1, 1, 0, 9, 12, 50, 51, 101, 104, 105, 108, 113, 119, 127, 163, 192, 239, 276, 7777
    };
    private static final int MAX_PACKETS = 64;

    private final PacketBlock block = new PacketBlock();
    private final EventBlock events = new EventBlock();
    private final Packet packet = new Packet();
    private final Packet again = new Packet();

    /** A byte for the link type, one for what was cut off on capture (with its highest bit: of a packet of 2 GiB), then the frame. */
    @FuzzTest(maxDuration = "5m")
    void frames(byte[] data) {
        if (data.length < 2) {
            return;
        }
        block.begin(0, 1);
        add(
                Arrays.copyOfRange(data, 2, data.length),
                data[1] < 0 ? Integer.MIN_VALUE + (data[1] & 0x7F) : data[1],
                LINK_TYPES[(data[0] & 0xFF) % LINK_TYPES.length],
                1);
        decodeAll(DecodeSettings.DEFAULT);
    }

    /** Several frames: a byte for link type and repetition, one for the length in steps of four, then the frame; again and again. */
    @FuzzTest(maxDuration = "5m")
    void sequences(byte[] data) {
        block.begin(0, 1);
        long timeNs = 1;
        int at = 0;
        byte[] frame = {};
        while (at + 2 <= data.length && block.count() < MAX_PACKETS) {
            int control = data[at] & 0xFF;
            int length = Math.min((data[at + 1] & 0xFF) * 4, data.length - at - 2);
            if (control < 0xE0) {
                frame = Arrays.copyOfRange(data, at + 2, at + 2 + length);
                at += length;
            }
            at += 2;
            add(frame, 0, LINK_TYPES[control % 20], timeNs);
            timeNs += (long) control << 14;
        }
        decodeAll(DecodeSettings.DEFAULT);
    }

    /** Fragments of one datagram: offset (16), more and version, length, then bytes. */
    @FuzzTest(maxDuration = "5m")
    void fragments(byte[] data) {
        if (data.length == 0) {
            return;
        }
        FragmentPolicy policy = FragmentPolicy.values()[(data[0] & 0xFF) % FragmentPolicy.values().length];
        block.begin(0, 1);
        int at = 1;
        while (at + 4 <= data.length && block.count() < MAX_PACKETS) {
            int offset = BigEndian.getShort(data, at) & 0x1FFF;
            int flags = data[at + 2];
            int length = Math.min(data[at + 3] & 0xFF, data.length - at - 4);
            FrameBuilder piece = FrameBuilder.frame().raw(Arrays.copyOfRange(data, at + 4, at + 4 + length));
            byte[] ip = (flags & 2) == 0
                    ? FrameBuilder.frame()
                            .ipv4("0a000001", "0a000002", 17, flags >> 4 & 1, (flags & 1) << 13 | offset, 64, piece)
                            .bytes()
                    : FrameBuilder.frame()
                            .ipv6(
                                    44,
                                    FrameBuilder.frame()
                                            .hex("1100")
                                            .u16(offset << 3 | flags & 1)
                                            .u32(flags >> 4 & 1)
                                            .raw(piece.bytes()))
                            .bytes();
            add(ip, 0, LinkType.RAW, block.count() * ((flags & 4) << 30));
            at += 4 + length;
        }
        decodeAll(DecodeSettings.DEFAULT.withFragments(policy, 3, 1 << 16, 30_000_000_000L));
    }

    private void add(byte[] frame, int cut, int linkType, long timeNs) {
        int last = block.count() - 1;
        int at = last < 0 ? 0 : block.offset(last) + block.captured(last);
        System.arraycopy(frame, 0, block.bytes(), at, frame.length);
        int captured = Math.max(0, frame.length - (cut & Integer.MAX_VALUE));
        block.add(at, captured, cut < 0 ? Integer.MAX_VALUE : frame.length, timeNs, linkType, 0);
    }

    private void decodeAll(DecodeSettings settings) {
        Counters counters = new Counters();
        EventWriter weird = new EventWriter(counters);
        events.begin(0);
        weird.into(events);
        PacketDecoder first = new PacketDecoder(counters, settings);
        PacketDecoder second = PacketDecoder.second(new Counters(), settings);
        int processed = 0;
        for (int i = 0; i < block.count(); i++) {
            weird.at(block.timestampNs(i), i + 1L);
            block.shard(i, 0);
            first.decode(block, i, packet, weird);
            if (packet.type == Packet.Type.DROPPED || packet.type == Packet.Type.FRAGMENT) {
                check(block.shard(i) == PacketBlock.NO_SHARD, "marked");
                continue;
            }
            processed++;
            checkInside(i);
            second.decode(block, i, again, weird);
            check(
                    again.type == packet.type
                            && again.flowHash == packet.flowHash
                            && again.payloadOffset == packet.payloadOffset
                            && again.payloadCaptured == packet.payloadCaptured
                            && again.tunnelCount == packet.tunnelCount,
                    "second pass");
        }
        first.end();
        long sum = processed + counters.get(Counter.PACKETS_PROCESSED);
        for (Counter counter : Counter.values()) {
            sum += counter.name().startsWith("PACKETS_DROPPED_") ? counters.get(counter) : 0;
        }
        check(sum == block.count() && first.heldFragments() == 0, "accounted for");
    }

    private void checkInside(int i) {
        Packet p = packet;
        int begin = block.offset(i);
        int end = begin + block.captured(i);
        check(p.payloadCaptured >= 0 && p.payloadCaptured <= p.payloadLength, "payload");
        check(
                p.payloadCaptured == 0 || p.payloadOffset >= begin && p.payloadOffset + p.payloadCaptured <= end,
                "payload inside");
        check(
                p.optionsLength >= 0 && (p.optionsLength == 0 || p.optionsOffset + p.optionsLength <= end),
                "options inside");
        check(
                p.type.ordinal() > Packet.Type.OTHER_IP.ordinal() || p.ipOffset >= begin && p.ipOffset < end,
                "IP inside");
    }

    private static void check(boolean held, String what) {
        if (!held) {
            throw new AssertionError(what);
        }
    }
}
