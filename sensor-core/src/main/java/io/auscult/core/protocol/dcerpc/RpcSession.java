package io.auscult.core.protocol.dcerpc;

import io.auscult.core.event.EventWriter;
import io.auscult.core.protocol.Direction;
import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.TextSlot;

/**
 * One association: what was bound and which calls are under way. Fed with whole messages by a {@link DcerpcParser} or a
 * {@link RpcStream}, reused for the next association. Bounded by its {@link RpcBindings} and {@link RpcCalls}.
 */
final class RpcSession {
    static final int MAX_PIPE = 128; // bytes of a pipe's name

    final RpcBindings bindings = new RpcBindings();
    final RpcPorts ports = new RpcPorts();
    final RpcCalls calls = new RpcCalls(ports);
    final RpcAuth auth = new RpcAuth();

    private static final int EPMAPPER = 135; // serves more than one interface

    private final RpcPdu pdu = new RpcPdu();
    private final boolean overTcp;

    /** @param overTcp whether the connection is the association's own, and its port tells the interface */
    RpcSession(boolean overTcp) {
        this.overTcp = overTcp;
    }

    /** Calls come over this pipe, as the carrying protocol says. */
    void pipe(TextSlot name) {
        bindings.pipe(name);
    }

    /** One whole message; a wrong one is passed over. */
    void onPdu(StreamView in, int at, int length, EventWriter out) {
        if (!pdu.wrap(in, at, length)) {
            return;
        }
        switch (pdu.type()) {
            case RpcPdu.BIND, RpcPdu.ALTER_CONTEXT -> {
                bindings.onBind(pdu, out);
                auth.onBind(pdu, out);
            }
            case RpcPdu.BIND_ACK, RpcPdu.ALTER_CONTEXT_RESP -> {
                bindings.onAck(pdu, out);
                if (overTcp && !in.isOrig() && in.connection().respPort != EPMAPPER) {
                    bindings.note(ports, in, out.nowNs());
                }
                auth.onBind(pdu, out);
            }
            case RpcPdu.BIND_NAK -> {
                int reason = pdu.bodyLength() >= RpcPdu.HEADER + 2 ? pdu.u16(RpcPdu.HEADER) : 0;
                bindings.onNak(reason, out);
                auth.onRefusedBind(reason, out);
            }
            case RpcPdu.AUTH3 -> auth.onBind(pdu, out);
            case RpcPdu.REQUEST -> calls.onRequest(pdu, bindings, out);
            case RpcPdu.RESPONSE -> {
                auth.onAnswer(0, out);
                calls.onResponse(pdu, bindings.pipe(), out);
            }
            case RpcPdu.FAULT -> {
                auth.onAnswer(pdu.bodyLength() >= RpcPdu.HEADER + 12 ? pdu.i32(RpcPdu.HEADER + 8) : 0, out);
                calls.onFault(pdu, bindings.pipe(), out);
            }
            default -> {} // cancellations, shutdown
        }
    }

    /** Bytes of this direction are missing: what was only half there will not be whole. */
    void onGap(Direction direction) {
        calls.onGap(direction);
    }

    void end(EventWriter out) {
        bindings.end(out);
        auth.end(out);
        calls.end(bindings.pipe(), out);
    }

    int kept() {
        return calls.kept();
    }

    void reset() {
        bindings.reset();
        auth.reset();
        calls.reset();
    }
}
