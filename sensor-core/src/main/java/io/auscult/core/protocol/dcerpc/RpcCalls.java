package io.auscult.core.protocol.dcerpc;

import io.auscult.core.event.EventWriter;
import io.auscult.core.protocol.Direction;
import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.TextSlot;
import io.auscult.core.protocol.dcerpc.Interfaces.Interface;
import io.auscult.core.protocol.dcerpc.Interfaces.Result;
import io.auscult.core.protocol.dcerpc.RpcBindings.Context;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The calls of an association that wait for their answers, and the {@code dce_rpc} events. At most {@link #MAX_PENDING} wait; a further
 * one has the oldest written as unanswered, as does a new call when an older one has waited for {@link #PATIENCE_NS}.
 */
final class RpcCalls {
    static final int MAX_PENDING = 32;
    static final long PATIENCE_NS = 60_000_000_000L;

    private static final int REQUEST_BODY = 24; // bytes before object or arguments
    private static final int RESPONSE_BODY = 24;
    private static final int UUID = 16; // bytes

    private final TextSlot text = new TextSlot(128);
    private final TextSlot status = new TextSlot(64);
    private final RpcPorts ports;
    private final HandleNames handles = new HandleNames();
    private final ArgumentReader reader = new ArgumentReader(handles);
    private final UnseenBind unseen = new UnseenBind(reader);
    private final Ndr ndr = new Ndr();
    private final StreamView joined = new StreamView();
    private RpcCall[] pending = new RpcCall[1];
    private int count;

    RpcCalls(RpcPorts ports) {
        this.ports = ports;
    }

    void onRequest(RpcPdu pdu, RpcBindings bindings, EventWriter out) {
        int end = pdu.bodyLength();
        if (end < REQUEST_BODY) {
            return;
        }
        StreamView in = pdu.in();
        RpcCall call = find(pdu.callId(), 0, in.direction());
        int stubAt = REQUEST_BODY + (pdu.hasObject() ? UUID : 0);
        if (!pdu.isFirst()) {
            if (call != null && call.requestOpen) {
                call.requestBytes += Math.max(0, end - stubAt);
                call.requestOpen = !pdu.isLast();
                collect(call, pdu, stubAt, end);
            }
            return;
        }
        if (call != null) {
            unanswered(call, bindings.pipe(), out);
        }
        call = add(out, bindings.pipe(), in.direction(), pdu.callId(), pdu.u16(22));
        identify(call, pdu.u16(20), in, bindings);
        if (pdu.hasObject() && stubAt <= end) {
            call.object(pdu.uuidHigh(REQUEST_BODY), pdu.uuidLow(REQUEST_BODY));
        }
        if (pdu.tokenLength() > 0) {
            call.authType = pdu.authType();
            call.authLevel = pdu.authLevel();
            if (call.authType == RpcAuth.SPNEGO && !bindings.isBound()) {
                in.confirm("gssapi"); // as Zeek says; the negotiation itself was not seen
            }
        }
        call.requestBytes = Math.max(0, end - stubAt);
        call.requestOpen = !pdu.isLast();
        call.little = pdu.isLittle();
        boolean isUnknown = !call.hasInterface && !bindings.isBound() && !call.isSealed();
        if (isUnknown && pdu.isLast() && stubAt <= end) {
            guess(call, in, pdu.place(stubAt), end - stubAt);
        }
        call.signature =
                call.known == null || call.isSealed() || stubAt > end ? null : call.known.signature(call.opnum);
        if (call.signature != null) {
            if (pdu.isLast()) {
                read(call, in, pdu.place(stubAt), end - stubAt);
            } else {
                collect(call, pdu, stubAt, end);
            }
        }
    }

    /** Arguments of a request in several fragments are read when it is whole, or as much as may be kept is there. */
    private void collect(RpcCall call, RpcPdu pdu, int stubAt, int end) {
        if (call.signature == null || call.stub.isFull() || stubAt > end) {
            return;
        }
        call.stub.append(pdu.in(), pdu.place(stubAt), end - stubAt);
        if (pdu.isLast() || call.stub.isFull()) {
            StreamView in = pdu.in();
            joined.wrap(call.stub.bytes(), 0, call.stub.length(), in.direction(), false, in.connection());
            read(call, joined, 0, call.stub.length());
        }
    }

    private void read(RpcCall call, StreamView in, int at, int length) {
        Signature signature = call.signature;
        if (signature != null) {
            reader.read(ndr.wrap(in, at, length, call.little, call.wide), signature, call.arguments());
        }
    }

    private void guess(RpcCall call, StreamView in, int at, int length) {
        for (int wide = 0; wide < 2 && !call.hasInterface; wide++) {
            Interface told = unseen.find(call, ndr.wrap(in, at, length, call.little, wide == 1));
            if (told != null) {
                call.of(told.high(), told.low(), told, wide == 1, "arguments");
            }
        }
    }

    private static void identify(RpcCall call, int contextId, StreamView in, RpcBindings bindings) {
        Context context = bindings.find(contextId);
        if (context != null) {
            call.of(context.high, context.low, context.known, context.wide, "bind");
            return;
        }
        if (bindings.isBound()) {
            return;
        }
        TextSlot label = in.expectations().label(in.connection());
        if (label != null && RpcPorts.isInterface(label)) {
            context = bindings.expect(RpcPorts.high(label), RpcPorts.low(label));
            call.of(context.high, context.low, context.known, context.wide, "expected");
            return;
        }
        context = bindings.ofPipe();
        if (context != null) {
            call.of(context.high, context.low, context.known, context.wide, "pipe");
        }
    }

    /** A call that begins now. */
    RpcCall add(EventWriter out, TextSlot pipe, Direction direction, int callId, int opnum) {
        while (count == MAX_PENDING || count > 0 && out.nowNs() - pending[0].startNs > PATIENCE_NS) {
            unanswered(pending[0], pipe, out);
        }
        if (count == pending.length) {
            pending = Arrays.copyOf(pending, Math.min(MAX_PENDING, count * 2));
        }
        if (pending[count] == null) {
            pending[count] = new RpcCall();
        }
        RpcCall call = pending[count++];
        call.begin(out.nowNs(), direction, callId, opnum);
        return call;
    }

    /** The call of this number, asked in this direction, or null. */
    @Nullable
    RpcCall find(int callId, long activity, Direction direction) {
        for (int i = 0; i < count; i++) {
            RpcCall call = pending[i];
            if (call.callId == callId && call.activity == activity && call.direction == direction) {
                return call;
            }
        }
        return null;
    }

    void onResponse(RpcPdu pdu, TextSlot pipe, EventWriter out) {
        RpcCall call = find(pdu.callId(), 0, pdu.in().direction().other());
        int end = pdu.bodyLength();
        if (call == null || end < RESPONSE_BODY) {
            return;
        }
        call.responseBytes += end - RESPONSE_BODY;
        if (pdu.isFirst() && !call.isSealed()) {
            learn(call, pdu, end, out);
        }
        if (pdu.isLast()) {
            boolean readable = !call.isSealed() && end >= RESPONSE_BODY + 4;
            answered(call, pipe, readable, readable ? pdu.i32(end - 4) : 0, out);
        }
    }

    /** What an answer tells for later: which handle stands for what, and which port for which interface. */
    private void learn(RpcCall call, RpcPdu pdu, int end, EventWriter out) {
        Signature signature = call.signature;
        if (signature == null) {
            return;
        }
        Argument handle = signature.handle();
        if (handle != null && end >= RESPONSE_BODY + HandleNames.SIZE + 4) {
            int at = signature.handleLast() ? end - 4 - HandleNames.SIZE : RESPONSE_BODY;
            handles.add(pdu.in(), pdu.place(at), call.arguments().at(handle));
        } else if (signature.steps()[0].type() == Signature.Type.TOWER) {
            ndr.wrap(pdu.in(), pdu.place(RESPONSE_BODY), end - RESPONSE_BODY, pdu.isLittle(), call.wide);
            EndpointMap.answered(ndr, call.arguments(), ports, out.nowNs());
        }
    }

    void onFault(RpcPdu pdu, TextSlot pipe, EventWriter out) {
        RpcCall call = find(pdu.callId(), 0, pdu.in().direction().other());
        if (call != null && pdu.bodyLength() >= RESPONSE_BODY + 4) {
            refused(call, pipe, pdu.i32(RESPONSE_BODY), out);
        }
    }

    /** The answer is complete. */
    void answered(RpcCall call, TextSlot pipe, boolean readable, int value, EventWriter out) {
        Interface known = call.known;
        Result kind = readable && known != null ? known.result() : Result.NONE;
        if (kind == Result.NONE) {
            write(call, pipe, call.isSealed() ? "answered" : "success", true, null, null, out);
            return;
        }
        RpcStatus.name(status, kind, value);
        write(call, pipe, RpcStatus.isError(kind, value) ? "failure" : "success", true, null, status, out);
    }

    /** The call was not carried out. */
    void refused(RpcCall call, TextSlot pipe, int reason, EventWriter out) {
        RpcStatus.fault(status, reason);
        write(call, pipe, "failure", true, status, null, out);
    }

    private void unanswered(RpcCall call, TextSlot pipe, EventWriter out) {
        write(call, pipe, "unanswered", false, null, null, out);
    }

    private void write(
            RpcCall call,
            TextSlot pipe,
            String outcome,
            boolean answered,
            @Nullable TextSlot fault,
            @Nullable TextSlot result,
            EventWriter out) {
        call.write(out, pipe, text, outcome, answered, fault, result);
        for (int i = 0; i < count; i++) {
            if (pending[i] == call) {
                count--;
                System.arraycopy(pending, i + 1, pending, i, count - i);
                pending[count] = call;
                return;
            }
        }
    }

    /** Half a request of this direction will not be whole. */
    void onGap(Direction direction) {
        for (int i = 0; i < count; i++) {
            if (pending[i].direction == direction) {
                pending[i].requestOpen = false;
            }
        }
    }

    void end(TextSlot pipe, EventWriter out) {
        while (count > 0) {
            unanswered(pending[0], pipe, out);
        }
    }

    int kept() {
        int sum = handles.kept();
        for (int i = 0; i < count; i++) {
            sum += pending[i].kept();
        }
        return sum;
    }

    void reset() {
        count = 0;
        handles.clear();
        if (pending.length > 4) {
            pending = new RpcCall[1]; // do not hoard what one busy association needed
        }
    }
}
