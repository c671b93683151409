package io.auscult.core.decode;

import io.auscult.core.capture.PacketBlock;
import io.auscult.core.counter.Anomaly;
import io.auscult.core.counter.Counter;
import io.auscult.core.counter.Counters;
import io.auscult.core.event.EventBlock;
import io.auscult.core.event.EventWriter;

/** A decoder on the bench: packets in, one after the other, with what came of the last one. */
final class DecoderBench {
    /** Tests may send one packet many times. */
    static final DecodeSettings EVERY_PACKET = DecodeSettings.DEFAULT.withDuplicates(false, 0);

    final Counters counters = new Counters();
    final EventWriter weird = new EventWriter(counters);
    final EventBlock events = new EventBlock();
    final Packet packet = new Packet();
    final PacketDecoder decoder;
    PacketBlock block = new PacketBlock();

    private long nowNs = 1_700_000_000_000_000_000L;
    private long number = 1;
    private int end;

    DecoderBench() {
        this(EVERY_PACKET);
    }

    DecoderBench(DecodeSettings settings) {
        decoder = new PacketDecoder(counters, settings);
        weird.into(events);
        block.begin(0, 1);
    }

    DecoderBench afterMs(long ms) {
        nowNs += ms * 1_000_000;
        return this;
    }

    DecoderBench afterUs(long us) {
        nowNs += us * 1_000;
        return this;
    }

    Packet decode(FrameBuilder frame) {
        return decode(LinkType.ETHERNET, frame);
    }

    Packet decode(int linkType, FrameBuilder frame) {
        byte[] bytes = frame.bytes();
        return decode(linkType, bytes, bytes.length);
    }

    Packet decode(int linkType, byte[] bytes, int wire) {
        if (!block.hasRoom() || end + bytes.length > PacketBlock.CAPACITY) {
            nextBlock();
        }
        System.arraycopy(bytes, 0, block.bytes(), end, bytes.length);
        block.add(end, bytes.length, wire, nowNs, linkType, 0);
        end += bytes.length;
        weird.at(nowNs, number++);
        decoder.decode(block, block.count() - 1, packet, weird);
        return packet;
    }

    void nextBlock() {
        block = new PacketBlock();
        block.begin(block.number() + 1, number);
        events.begin(block.number());
        end = 0;
    }

    long count(Counter counter) {
        return counters.get(counter);
    }

    long count(Anomaly anomaly) {
        return counters.get(anomaly);
    }

    /** The packet's payload as text. */
    String payload() {
        return new String(
                packet.bytes,
                packet.payloadOffset,
                packet.payloadCaptured,
                java.nio.charset.StandardCharsets.ISO_8859_1);
    }
}
