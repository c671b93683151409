package io.auscult.core.protocol.dcerpc;

import io.auscult.core.event.ConnectionId;
import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.TextSlot;

/**
 * Notes in the shard's expectations which interface answers at which port, from mappers' answers and from binds, for connections whose bind
 * is not seen. A port where two interfaces were seen is noted without one. Part of an {@link RpcSession}.
 */
final class RpcPorts {
    private static final long VALID_NS = 3_600_000_000_000L;
    private static final int UUID = 16; // bytes

    private final ConnectionId asked = new ConnectionId();
    private final TextSlot label = new TextSlot(UUID);

    /** The responder of this connection serves the interface at this port. */
    void note(StreamView in, int port, long high, long low, long nowNs) {
        ConnectionId connection = in.connection();
        asked.respHigh = connection.respHigh;
        asked.respLow = connection.respLow;
        asked.respPort = port;
        TextSlot known = in.expectations().label(asked);
        label.clear();
        boolean isOther = known != null && !isSame(known, high, low);
        if (!isOther) {
            append(high);
            append(low);
        }
        in.expectations()
                .add(asked.respHigh, asked.respLow, port, DcerpcParser.PROTOCOL.name(), label, nowNs + VALID_NS);
    }

    private static boolean isSame(TextSlot label, long high, long low) {
        return isInterface(label) && high(label) == high && low(label) == low;
    }

    /** Whether a label names an interface. */
    static boolean isInterface(TextSlot label) {
        return label.length() == UUID;
    }

    static long high(TextSlot label) {
        return number(label.bytes(), 0);
    }

    static long low(TextSlot label) {
        return number(label.bytes(), 8);
    }

    private void append(long value) {
        for (int shift = 56; shift >= 0; shift -= 8) {
            label.append((byte) (value >>> shift));
        }
    }

    private static long number(byte[] bytes, int at) {
        long value = 0;
        for (int i = at; i < at + 8; i++) {
            value = value << 8 | bytes[i] & 0xFF;
        }
        return value;
    }
}
