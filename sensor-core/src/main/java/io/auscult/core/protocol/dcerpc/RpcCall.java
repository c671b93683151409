package io.auscult.core.protocol.dcerpc;

import io.auscult.core.event.EventWriter;
import io.auscult.core.protocol.Direction;
import io.auscult.core.protocol.TextSlot;
import io.auscult.core.protocol.dcerpc.Interfaces.Interface;
import org.jspecify.annotations.Nullable;

/** A call under way: what was asked, until its answer is seen. Belongs to {@link RpcCalls}, reused. */
final class RpcCall {
    static final int MAX_STUB = 1 << 15; // bytes of arguments that are joined

    long startNs;
    Direction direction = Direction.ORIG;
    int callId;
    /** Of datagrams: which activity of the originator it belongs to. */
    long activity;

    /** Whether the interface is known; otherwise its halves are 0. */
    boolean hasInterface;

    long high;
    long low;

    @Nullable
    Interface known;

    boolean wide;
    String from = "";
    int opnum;

    boolean hasObject;
    long objectHigh;
    long objectLow;

    int authType;
    int authLevel;
    long requestBytes;
    long responseBytes;
    /** Whether its first fragment was seen and the last is still to come. */
    boolean requestOpen;

    // arguments
    boolean little;

    @Nullable
    Signature signature;
    /** The request as far as it is there, when it comes in fragments. */
    final TextSlot stub = new TextSlot(MAX_STUB);

    private @Nullable CallArguments arguments;

    void begin(long nowNs, Direction direction, int callId, int opnum) {
        startNs = nowNs;
        this.direction = direction;
        this.callId = callId;
        this.opnum = opnum;
        activity = 0;
        hasInterface = false;
        high = 0;
        low = 0;
        known = null;
        wide = false;
        from = "";
        hasObject = false;
        authType = -1;
        authLevel = -1;
        requestBytes = 0;
        responseBytes = 0;
        requestOpen = false;
        little = true;
        signature = null;
        stub.clear();
        stub.trim(1 << 10);
        if (arguments != null) {
            arguments.clear();
        }
    }

    /** Where arguments are told. */
    CallArguments arguments() {
        CallArguments told = arguments;
        if (told == null) {
            told = new CallArguments();
            arguments = told;
        }
        return told;
    }

    /** Bytes kept. */
    int kept() {
        return stub.length() + (arguments == null ? 0 : arguments.kept());
    }

    void of(long high, long low, @Nullable Interface known, boolean wide, String from) {
        hasInterface = true;
        this.high = high;
        this.low = low;
        this.known = known;
        this.wide = wide;
        this.from = from;
    }

    void object(long high, long low) {
        hasObject = (high | low) != 0;
        objectHigh = high;
        objectLow = low;
    }

    boolean isSealed() {
        return authLevel == RpcNames.PRIVACY;
    }

    /**
     * Writes the event.
     *
     * @param fault name of what went wrong, or null
     * @param result name of what it returned, or null
     */
    void write(
            EventWriter out,
            TextSlot pipe,
            TextSlot text,
            String outcome,
            boolean answered,
            @Nullable TextSlot fault,
            @Nullable TextSlot result) {
        out.begin(DcerpcParser.DCE_RPC, startNs);
        if (answered) {
            out.set(DcerpcParser.RTT, out.nowNs() - startNs);
        }
        pipe.to(out, DcerpcParser.NAMED_PIPE);
        if (hasInterface) {
            RpcNames.endpoint(text, known, high, low);
            text.to(out, DcerpcParser.ENDPOINT);
        }
        RpcNames.operation(text, known, opnum);
        text.to(out, DcerpcParser.OPERATION);
        if (hasInterface) {
            text.clear();
            RpcNames.uuid(text, high, low);
            text.to(out, DcerpcParser.UUID);
            out.set(DcerpcParser.ENDPOINT_FROM, from);
        }
        out.set(DcerpcParser.OPNUM, opnum);
        out.set(DcerpcParser.CALL_ID, callId & 0xFFFF_FFFFL);
        if (hasObject) {
            text.clear();
            RpcNames.uuid(text, objectHigh, objectLow);
            text.to(out, DcerpcParser.OBJECT);
        }
        out.set(DcerpcParser.OUTCOME, outcome);
        if (fault != null) {
            fault.to(out, DcerpcParser.FAULT);
        }
        if (result != null) {
            result.to(out, DcerpcParser.RESULT);
        }
        if (authType >= 0) {
            out.set(DcerpcParser.AUTH_TYPE, RpcNames.authType(authType));
            out.set(DcerpcParser.AUTH_LEVEL, RpcNames.authLevel(authLevel));
        }
        out.set(DcerpcParser.SEALED, isSealed());
        out.set(DcerpcParser.REQUEST_BYTES, requestBytes);
        if (answered) {
            out.set(DcerpcParser.RESPONSE_BYTES, responseBytes);
        }
        if (arguments != null) {
            arguments.write(out);
        }
        out.end();
    }
}
