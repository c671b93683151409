package io.auscult.core.protocol.dcerpc;

import io.auscult.core.event.EventWriter;
import io.auscult.core.protocol.StreamView;

/**
 * Connectionless DCE/RPC, C706 section 12.5: every datagram names its interface, operation and activity.
 * <pre>
 *  | 4 | type | flags | flags2 | data repr. (3) | serial |   0
 *  |                 object UUID                         |   8
 *  |                 interface UUID                      |  24
 *  |                 activity UUID                       |  40
 *  | server boot | interface version | sequence | opnum  |  56
 *  | hints (4) | length | fragment | auth | serial       |  70
 * </pre>
 * One per parser.
 */
final class RpcDatagram {
    private static final int HEADER = 80; // bytes
    private static final int MAX_TYPE = 10;
    private static final int LAST_FRAGMENT = 0x02;
    private static final int FRAGMENT = 0x04;

    private final RpcSession session;

    RpcDatagram(RpcSession session) {
        this.session = session;
    }

    /** Whether the datagram begins with a header that adds up. */
    static boolean isHeader(StreamView in) {
        if (in.length() < HEADER || in.u8(0) != 4 || in.u8(1) > MAX_TYPE) {
            return false;
        }
        int order = in.u8(4);
        if (order != RpcPdu.LITTLE_ENDIAN && order != 0 || in.u8(5) > 3 || in.u8(6) != 0) {
            return false;
        }
        int body = u16(in, 74);
        return in.u8(78) == 0 ? HEADER + body == in.length() : HEADER + body <= in.length();
    }

    /** @return whether it was one */
    boolean read(StreamView in, EventWriter out) {
        if (!isHeader(in)) {
            return false;
        }
        in.confirm();
        int body = u16(in, 74);
        switch (in.u8(1)) {
            case RpcPdu.REQUEST -> onRequest(in, body, out);
            case RpcPdu.RESPONSE -> onResponse(in, body, out);
            case RpcPdu.FAULT, RpcPdu.REJECT -> onFault(in, body, out);
            default -> {} // acknowledgements, pings, cancellations
        }
        return true;
    }

    private void onRequest(StreamView in, int body, EventWriter out) {
        int number = i32(in, 64);
        RpcCall call = session.calls.find(number, activity(in), in.direction());
        if (call != null) {
            boolean isRepeated = fragment(in) == 0;
            call.requestBytes += isRepeated ? 0 : body;
            return;
        }
        if (fragment(in) != 0) {
            return;
        }
        call = session.calls.add(out, session.bindings.pipe(), in.direction(), number, u16(in, 68));
        call.activity = activity(in);
        long high = uuidHigh(in, 24);
        long low = uuidLow(in, 24);
        call.of(high, low, Interfaces.ALL.find(high, low), false, "request");
        call.object(uuidHigh(in, 8), uuidLow(in, 8));
        call.requestBytes = body;
    }

    private void onResponse(StreamView in, int body, EventWriter out) {
        RpcCall call =
                session.calls.find(i32(in, 64), activity(in), in.direction().other());
        if (call == null) {
            return;
        }
        call.responseBytes += body;
        boolean isWhole = (in.u8(2) & FRAGMENT) == 0 || (in.u8(2) & LAST_FRAGMENT) != 0;
        if (isWhole) {
            boolean readable = in.u8(78) == 0 && body >= 4;
            session.calls.answered(
                    call, session.bindings.pipe(), readable, readable ? i32(in, HEADER + body - 4) : 0, out);
        }
    }

    private void onFault(StreamView in, int body, EventWriter out) {
        RpcCall call =
                session.calls.find(i32(in, 64), activity(in), in.direction().other());
        if (call != null && body >= 4) {
            session.calls.refused(call, session.bindings.pipe(), i32(in, HEADER), out);
        }
    }

    private static int fragment(StreamView in) {
        return (in.u8(2) & FRAGMENT) == 0 ? 0 : u16(in, 76);
    }

    /** Both halves of the activity's UUID in one number. */
    private static long activity(StreamView in) {
        return (uuidHigh(in, 40) * 31 + uuidLow(in, 40)) | 1;
    }

    private static boolean isLittle(StreamView in) {
        return in.u8(4) >= RpcPdu.LITTLE_ENDIAN;
    }

    private static int u16(StreamView in, int at) {
        int value = in.u16(at);
        return isLittle(in) ? Short.reverseBytes((short) value) & 0xFFFF : value;
    }

    private static int i32(StreamView in, int at) {
        int value = in.i32(at);
        return isLittle(in) ? Integer.reverseBytes(value) : value;
    }

    private static long uuidHigh(StreamView in, int at) {
        return (long) i32(in, at) << 32 | (long) u16(in, at + 4) << 16 | u16(in, at + 6);
    }

    private static long uuidLow(StreamView in, int at) {
        return (long) in.i32(at + 8) << 32 | in.i32(at + 12) & 0xFFFF_FFFFL;
    }
}
