package io.auscult.core.protocol.dcerpc;

import io.auscult.core.event.EventWriter;
import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.TextSlot;
import io.auscult.core.protocol.dcerpc.Interfaces.Interface;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The interfaces of an association by context number, from bind and alter context, [MS-RPCE] 2.2.2.12 to 2.2.2.14; writes a
 * {@code dce_rpc_bind} event for each of them. At {@link #MAX_CONTEXTS} contexts the oldest makes room.
 */
final class RpcBindings {
    static final int MAX_CONTEXTS = 64;

    private static final int LIST_AT = 24; // of contexts in a request, of the secondary address in an answer
    private static final int SYNTAX = 20; // bytes
    private static final long NDR64_HIGH = 0x71710533_BEBA_4937L;
    private static final long NDR64_LOW = 0x8319_B5DBEF9CCC36L;
    private static final int NOT_ANSWERED = -1;

    /** One interface in use. */
    static final class Context {
        int id;
        long high;
        long low;

        @Nullable
        Interface known;
        /** Whether numbers of 64 bits are used for pointers and counts (NDR64). */
        boolean wide;
    }

    private final TextSlot pipe = new TextSlot(RpcSession.MAX_PIPE);
    private final TextSlot text = new TextSlot(64);
    private final Context expected = new Context();
    private Context[] contexts = new Context[4];
    private int count;
    private int next;
    private boolean bound;
    private boolean pipeAsked;
    private @Nullable Interface usual;

    // the request that waits for its answer
    private Context[] asked = new Context[4];
    private int[] results = new int[4];
    private int askedCount;
    private boolean pending;
    private long startNs;
    private int authType;
    private int authLevel;

    TextSlot pipe() {
        return pipe;
    }

    void pipe(TextSlot name) {
        pipe.clear();
        if (name.length() > 0) {
            pipe.append(name);
        }
    }

    /** Whether a bind was seen. */
    boolean isBound() {
        return bound;
    }

    /** The context of this number, or null. */
    @Nullable
    Context find(int id) {
        for (int i = 0; i < count; i++) {
            if (contexts[i].id == id) {
                return contexts[i];
            }
        }
        return null;
    }

    /** A context for calls whose bind was not seen: of the interface usual at this pipe; null if there is none. */
    @Nullable
    Context ofPipe() {
        if (!pipeAsked && pipe.isSet()) {
            pipeAsked = true;
            usual = RpcPipes.usual(pipe);
        }
        return usual == null ? null : expect(usual.high(), usual.low());
    }

    /** A context for calls whose bind was not seen, of an interface that was announced. */
    Context expect(long high, long low) {
        expected.high = high;
        expected.low = low;
        expected.known = Interfaces.ALL.find(high, low);
        expected.wide = false;
        return expected;
    }

    void onBind(RpcPdu pdu, EventWriter out) {
        if (pending) {
            write(out, "unanswered", -1);
        }
        bound = true;
        pending = true;
        startNs = out.nowNs();
        askedCount = 0;
        boolean hasAuth = pdu.tokenLength() > 0;
        authType = hasAuth ? pdu.authType() : -1;
        authLevel = hasAuth ? pdu.authLevel() : -1;
        int end = pdu.bodyLength();
        int listed = end > LIST_AT ? pdu.u8(LIST_AT) : 0;
        int at = LIST_AT + 4;
        for (int i = 0; i < listed && i < MAX_CONTEXTS && at + 4 + SYNTAX <= end; i++) {
            int syntaxes = pdu.u8(at + 2);
            boolean wide = syntaxes == 1 && at + 4 + 2 * SYNTAX <= end && isWide(pdu, at + 4 + SYNTAX);
            add(pdu.u16(at), pdu.uuidHigh(at + 4), pdu.uuidLow(at + 4), wide);
            at += 4 + SYNTAX + syntaxes * SYNTAX;
        }
    }

    private static boolean isWide(RpcPdu pdu, int at) {
        return pdu.uuidHigh(at) == NDR64_HIGH && pdu.uuidLow(at) == NDR64_LOW;
    }

    private void add(int id, long high, long low, boolean wide) {
        Context context = find(id);
        for (int i = 0; i < askedCount; i++) {
            if (asked[i] == context) {
                return; // the same number twice in a request
            }
        }
        if (context == null) {
            context = place();
        }
        context.id = id;
        context.high = high;
        context.low = low;
        context.known = Interfaces.ALL.find(high, low);
        context.wide = wide;
        if (askedCount == asked.length) {
            asked = Arrays.copyOf(asked, askedCount * 2);
            results = Arrays.copyOf(results, askedCount * 2);
        }
        results[askedCount] = NOT_ANSWERED;
        asked[askedCount++] = context;
    }

    private Context place() {
        if (count == MAX_CONTEXTS) {
            next = next + 1 & MAX_CONTEXTS - 1;
            return contexts[next];
        }
        if (count == contexts.length) {
            contexts = Arrays.copyOf(contexts, count * 2);
        }
        if (contexts[count] == null) {
            contexts[count] = new Context();
        }
        return contexts[count++];
    }

    void onAck(RpcPdu pdu, EventWriter out) {
        int end = pdu.bodyLength();
        if (end < LIST_AT + 2) {
            return;
        }
        int nameLength = pdu.u16(LIST_AT);
        int at = LIST_AT + 2 + nameLength;
        if (at > end) {
            return;
        }
        if (nameLength > 1) {
            pipe.clear();
            pipe.append(pdu.in(), pdu.place(LIST_AT + 2), nameLength - (pdu.u8(at - 1) == 0 ? 1 : 0));
        }
        at = (at + 3 & -4) + 4;
        int listed = at <= end ? pdu.u8(at - 4) : 0;
        boolean accepted = false;
        for (int i = 0; i < listed && i < askedCount && at + 4 + SYNTAX <= end; i++) {
            int result = pdu.u16(at);
            results[i] = result << 16 | pdu.u16(at + 2);
            if (result == 0) {
                accepted = true;
                asked[i].wide = isWide(pdu, at + 4);
            }
            at += 4 + SYNTAX;
        }
        if (pending) {
            write(out, accepted ? "success" : "failure", -1);
        }
    }

    /** After an answer: its interfaces are served at this connection's port. */
    void note(RpcPorts ports, StreamView in, long nowNs) {
        for (int i = 0; i < askedCount; i++) {
            if (results[i] == 0) {
                ports.note(in, in.connection().respPort, asked[i].high, asked[i].low, nowNs);
            }
        }
    }

    void onNak(int reason, EventWriter out) {
        if (pending) {
            write(out, "failure", reason);
        }
    }

    void end(EventWriter out) {
        if (pending) {
            write(out, "unanswered", -1);
        }
    }

    private void write(EventWriter out, String outcome, int reason) {
        pending = false;
        boolean answered = !outcome.equals("unanswered");
        out.begin(DcerpcParser.DCE_RPC_BIND, startNs);
        if (answered) {
            out.set(DcerpcParser.BIND_RTT, out.nowNs() - startNs);
        }
        pipe.to(out, DcerpcParser.BIND_PIPE);
        out.beginList(DcerpcParser.BIND_ENDPOINTS);
        for (int i = 0; i < askedCount; i++) {
            RpcNames.endpoint(text, asked[i].known, asked[i].high, asked[i].low);
            out.add(text.bytes(), 0, text.length());
        }
        out.endList();
        out.beginList(DcerpcParser.BIND_UUIDS);
        for (int i = 0; i < askedCount; i++) {
            text.clear();
            RpcNames.uuid(text, asked[i].high, asked[i].low);
            out.add(text.bytes(), 0, text.length());
        }
        out.endList();
        if (answered && reason < 0) {
            out.beginList(DcerpcParser.BIND_RESULTS);
            for (int i = 0; i < askedCount; i++) {
                out.add(RpcNames.bindResult(results[i]));
            }
            out.endList();
        }
        out.set(DcerpcParser.BIND_OUTCOME, outcome);
        if (reason >= 0) {
            out.set(DcerpcParser.BIND_REASON, RpcNames.rejection(reason));
        }
        if (authType >= 0) {
            out.set(DcerpcParser.BIND_AUTH_TYPE, RpcNames.authType(authType));
            out.set(DcerpcParser.BIND_AUTH_LEVEL, RpcNames.authLevel(authLevel));
        }
        out.end();
    }

    void reset() {
        pipe.clear();
        count = 0;
        next = 0;
        bound = false;
        pipeAsked = false;
        usual = null;
        pending = false;
        askedCount = 0;
        Arrays.fill(asked, null);
    }
}
