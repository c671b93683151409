package io.auscult.core.protocol.dcerpc;

import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.TextSlot;

/**
 * Towers of the endpoint mapper, C706 appendices I and L: which interface is asked for, and at which port it answers; that is noted in
 * {@link RpcPorts}. Stateless. At most {@link #MAX_TOWERS} towers of an answer and {@link #MAX_FLOORS} floors are read.
 */
final class EndpointMap {
    static final int MAX_TOWERS = 16;
    static final int MAX_FLOORS = 8;

    private static final int UUID_FLOOR = 0x0D;
    private static final int TCP_FLOOR = 0x07;
    private static final int UDP_FLOOR = 0x08;

    private EndpointMap() {}

    /** The request of ept_map. */
    static void asked(Ndr ndr, CallArguments into) {
        if (ndr.size() != 0) {
            ndr.uuidHigh();
            ndr.uuidLow();
        }
        if (ndr.size() == 0) {
            return;
        }
        ndr.size(); // most bytes
        ndr.u32(); // bytes
        int at = ndr.at();
        StreamView in = ndr.in();
        if (ndr.left() < 2 + 2 + 19 || in.u8(at + 4) != UUID_FLOOR) {
            ndr.fail();
            return;
        }
        long high = uuidHigh(in, at + 5);
        long low = uuidLow(in, at + 5);
        TextSlot text = into.at(Argument.MAPPED_ENDPOINT);
        RpcNames.endpoint(text, Interfaces.ALL.find(high, low), high, low);
    }

    /** The answer of ept_map. */
    static void answered(Ndr ndr, CallArguments into, RpcPorts ports, long nowNs) {
        ndr.skip(HandleNames.SIZE);
        ndr.u32(); // towers
        ndr.size();
        ndr.size();
        long count = ndr.size();
        if (count > MAX_TOWERS) {
            return;
        }
        for (int i = 0; i < count; i++) {
            ndr.size(); // pointers
        }
        for (int i = 0; i < count && ndr.ok(); i++) {
            ndr.size();
            long length = ndr.u32();
            int at = ndr.at();
            ndr.skip(length);
            if (ndr.ok()) {
                tower(ndr.in(), at, (int) length, into, ports, nowNs);
            }
        }
    }

    private static void tower(StreamView in, int from, int length, CallArguments into, RpcPorts ports, long nowNs) {
        if (length < 2) {
            return;
        }
        int end = from + length;
        int floors = Math.min(in.u16le(from), MAX_FLOORS);
        int at = from + 2;
        boolean hasInterface = false;
        long high = 0;
        long low = 0;
        for (int floor = 0; floor < floors && at + 2 <= end; floor++) {
            int left = at + 2;
            int leftLength = in.u16le(at);
            int right = left + leftLength + 2;
            if (leftLength < 1 || right > end) {
                return;
            }
            int rightLength = in.u16le(right - 2);
            if (right + rightLength > end) {
                return;
            }
            int protocol = in.u8(left);
            if (floor == 0 && protocol == UUID_FLOOR && leftLength >= 17) {
                high = uuidHigh(in, left + 1);
                low = uuidLow(in, left + 1);
                hasInterface = true;
            } else if (hasInterface && (protocol == TCP_FLOOR || protocol == UDP_FLOOR) && rightLength == 2) {
                int port = in.u16(right);
                if (port > 0) {
                    into.mappedPort(port);
                    ports.note(in, port, high, low, nowNs);
                }
            }
            at = right + rightLength;
        }
    }

    // in towers everything is little-endian, C706 appendix L

    private static long uuidHigh(StreamView in, int at) {
        return in.u32le(at) << 32 | (long) in.u16le(at + 4) << 16 | in.u16le(at + 6);
    }

    private static long uuidLow(StreamView in, int at) {
        return in.u64(at + 8);
    }
}
