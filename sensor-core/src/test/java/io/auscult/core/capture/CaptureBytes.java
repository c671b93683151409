package io.auscult.core.capture;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Writes capture files by hand, field by field, in either byte order. */
final class CaptureBytes {
    private final ByteOrder order;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private CaptureBytes(ByteOrder order) {
        this.order = order;
    }

    static CaptureBytes littleEndian() {
        return new CaptureBytes(ByteOrder.LITTLE_ENDIAN);
    }

    static CaptureBytes bigEndian() {
        return new CaptureBytes(ByteOrder.BIG_ENDIAN);
    }

    static CaptureBytes in(ByteOrder order) {
        return new CaptureBytes(order);
    }

    ByteOrder order() {
        return order;
    }

    CaptureBytes u16(int value) {
        return raw(ByteBuffer.allocate(2).order(order).putShort((short) value).array());
    }

    CaptureBytes u32(long value) {
        return raw(ByteBuffer.allocate(4).order(order).putInt((int) value).array());
    }

    CaptureBytes u64(long value) {
        return raw(ByteBuffer.allocate(8).order(order).putLong(value).array());
    }

    CaptureBytes raw(byte... bytes) {
        out.writeBytes(bytes);
        return this;
    }

    byte[] bytes() {
        return out.toByteArray();
    }

    /** {@code n} bytes that tell one packet from another. */
    static byte[] payload(int seed, int n) {
        byte[] bytes = new byte[n];
        for (int i = 0; i < n; i++) {
            bytes[i] = (byte) (seed * 31 + i * 7);
        }
        return bytes;
    }

    // pcap

    CaptureBytes pcapHeader(int magic, int linkType) {
        return u32(magic).u16(2).u16(4).u32(0).u32(0).u32(262_144).u32(linkType);
    }

    CaptureBytes pcapRecord(long seconds, long fraction, int wire, byte[] captured) {
        return u32(seconds).u32(fraction).u32(captured.length).u32(wire).raw(captured);
    }

    // pcapng

    /** A block whose body is given, padded to 32 bits. */
    CaptureBytes block(int type, CaptureBytes body) {
        byte[] bytes = body.bytes();
        int total = 12 + (bytes.length + 3 & ~3);
        return u32(type)
                .u32(total)
                .raw(bytes)
                .raw(new byte[total - 12 - bytes.length])
                .u32(total);
    }

    CaptureBytes section() {
        return block(
                PcapngFormat.SECTION_HEADER,
                in(order).u32(PcapngFormat.BYTE_ORDER_MAGIC).u16(1).u16(0).u64(-1));
    }

    CaptureBytes describeInterface(int linkType, int snapLength, CaptureBytes options) {
        return block(
                PcapngFormat.INTERFACE_DESCRIPTION,
                in(order).u16(linkType).u16(0).u32(snapLength).raw(options.bytes()));
    }

    /** Interface options, end of options not included. */
    CaptureBytes option(int code, byte... value) {
        return u16(code).u16(value.length).raw(value).raw(new byte[-value.length & 3]);
    }

    CaptureBytes enhancedPacket(int iface, long units, int wire, byte[] captured) {
        return block(
                PcapngFormat.ENHANCED_PACKET,
                in(order)
                        .u32(iface)
                        .u32(units >>> 32)
                        .u32(units)
                        .u32(captured.length)
                        .u32(wire)
                        .raw(captured));
    }
}
