package io.auscult.core.protocol.sunrpc;

import io.auscult.core.event.EventType;
import io.auscult.core.event.EventWriter;
import io.auscult.core.event.Field;
import io.auscult.core.protocol.CodeNames;
import io.auscult.core.protocol.Protocol;
import io.auscult.core.protocol.ProtocolParser;
import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.TextSlot;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * ONC RPC of one connection: calls are paired with replies by their number. Of the port mapper and of mounts each call is told, of other programs those of procedure 0, by which everybody finds out
 * what is there; NFS is named and let go. A record is read when it is whole, or by its first {@link #MAX_READ} bytes.
 */
public final class SunrpcParser implements ProtocolParser {
    public static final EventType SUNRPC = EventType.of(
            "sunrpc",
            "A call of the port mapper or of mount, or a question whether another program is there; answered or not.");
    static final Field RTT = SUNRPC.interval("rtt", "From the call to the reply.");
    static final Field PROGRAM =
            SUNRPC.text("program", "Which program is called: portmapper, mount, another by name, or its number.");
    static final Field VERSION = SUNRPC.count("version", "Which version of it.");
    static final Field OPERATION = SUNRPC.text("operation", "What is called, as the standard names it.");
    static final Field ARGUMENT =
            SUNRPC.text("argument", "The path that is mounted, or the program that the port mapper is asked for.");
    static final Field MACHINE = SUNRPC.text("machine", "What the client calls itself.");
    static final Field UID = SUNRPC.count("uid", "The number of the user that the client claims to act for.");
    static final Field ENTRIES = SUNRPC.count("entries", "How many programs or shared folders the reply lists.");
    static final Field STATUS = SUNRPC.count("status", "How a mount went: 0, or why not, as UNIX numbers errors.");
    static final Field OUTCOME = SUNRPC.text("outcome", "success, failure, or unknown where no reply was seen.");

    public static final Protocol PROTOCOL = new Protocol(
            "sunrpc", true, true, List.of(111, 2049, 20048), SunrpcMessage::probe, SunrpcParser::new, List.of(SUNRPC));

    static final int MAX_PENDING = 64;
    static final int MAX_READ = 1 << 16; // bytes of a record

    private static final int PROCEDURES = 32; // of a program, in the table
    private static final int SECOND_TABLE = 16; // of the port mapper, from version 3 on
    private static final int MAX_SPARE = 4; // calls that stay with an idle parser
    private static final int MOST_NULLS = 1_000; // calls of other programs that are told
    private static final CodeNames PROGRAMS = CodeNames.load(SunrpcParser.class, "programs.tsv", "");
    private static final CodeNames OPERATIONS = CodeNames.load(SunrpcParser.class, "operations.tsv", "");

    private SunrpcCall[] pending = new SunrpcCall[1]; // in order of arrival; those behind pendingCount are spare
    private int pendingCount;
    private final SunrpcAnswer answer = new SunrpcAnswer();
    private final long[] toSkip = new long[2]; // bytes of a fragment that are not read, by direction
    private final @Nullable TextSlot[] fragments = new TextSlot[2]; // of a record that is not whole yet, by direction
    private int nulls;

    @Override
    public int onData(StreamView in, EventWriter out) {
        if (in.isDatagram()) {
            return message(in, 0, in.length(), out) ? in.length() : DONE;
        }
        int d = in.direction().ordinal();
        int at = 0;
        while (at < in.length()) {
            int skipped = (int) Math.min(toSkip[d], in.length() - at);
            toSkip[d] -= skipped;
            at += skipped;
            if (in.length() - at < SunrpcMessage.MARK) {
                break;
            }
            int length = SunrpcMessage.length(in, at);
            if (length > SunrpcMessage.MAX_RECORD) {
                return DONE;
            }
            TextSlot before = fragments[d];
            boolean isBegun = before != null && before.isSet();
            int read = Math.min(length, MAX_READ - (isBegun ? before.length() : 0));
            int begin = at + SunrpcMessage.MARK;
            if (in.length() - begin < read) {
                break;
            }
            boolean isLast = SunrpcMessage.isLast(in, at);
            boolean goesOn =
                    isLast && !isBegun ? message(in, begin, begin + read, out) : fragment(in, begin, read, isLast, out);
            if (!goesOn) {
                return DONE;
            }
            toSkip[d] = (long) length - read;
            at = begin + read;
        }
        return at;
    }

    /** Part of a record, which is read with its last one. @return false when nothing more is of interest */
    private boolean fragment(StreamView in, int at, int length, boolean isLast, EventWriter out) {
        int d = in.direction().ordinal();
        TextSlot record = fragments[d];
        if (record == null) {
            record = new TextSlot(MAX_READ);
            fragments[d] = record;
        }
        record.append(in, at, length);
        if (!isLast) {
            return true;
        }
        fragments[d] = null; // rare: not kept with the parser
        StreamView joined = new StreamView().sub(in, at, 0); // what belongs to its shard
        joined.wrap(record.bytes(), 0, record.length(), in.direction(), false, in.connection());
        return message(joined, 0, record.length(), out);
    }

    /** @return false when nothing more is of interest */
    private boolean message(StreamView in, int at, int end, EventWriter out) {
        if (in.isOrig() && SunrpcMessage.isCall(in, at, end)) {
            return call(in, at, end, out);
        }
        if (!in.isOrig() && SunrpcMessage.isReply(in, at, end)) {
            reply(in, at, end, out);
        }
        return true;
    }

    private boolean call(StreamView in, int at, int end, EventWriter out) {
        int program = SunrpcMessage.program(in, at);
        boolean isNull = in.i32(at + 20) == 0;
        if (program == SunrpcMessage.NFS && !isNull) {
            in.confirm("nfs");
            return false;
        }
        boolean isTold = program == SunrpcMessage.PORTMAPPER || program == SunrpcMessage.MOUNT;
        if (!isTold && (!isNull || nulls++ >= MOST_NULLS)) {
            return false;
        }
        if (!isPending(in.i32(at), program, in.i32(at + 20))) { // else sent again
            add(out).read(in, at, end, out);
        }
        return true;
    }

    private boolean isPending(int xid, int program, int procedure) {
        for (int i = 0; i < pendingCount; i++) {
            if (pending[i].xid == xid && pending[i].program == program && pending[i].procedure == procedure) {
                return true;
            }
        }
        return false;
    }

    private void reply(StreamView in, int at, int end, EventWriter out) {
        int known = find(in.i32(at));
        if (known < 0) {
            return;
        }
        SunrpcCall call = pending[known];
        if (call.program == SunrpcMessage.PORTMAPPER) {
            in.confirm("portmapper");
        } else if (call.program == SunrpcMessage.MOUNT) {
            in.confirm("mount");
        } else if (call.program == SunrpcMessage.NFS) {
            in.confirm("nfs");
        }
        answer.read(call, in, at, end);
        write(call, true, out);
        remove(known);
    }

    /** The first with that number, -1 for none. */
    private int find(int xid) {
        for (int i = 0; i < pendingCount; i++) {
            if (pending[i].xid == xid) {
                return i;
            }
        }
        return -1;
    }

    private SunrpcCall add(EventWriter out) {
        if (pendingCount == MAX_PENDING) {
            write(pending[0], false, out);
            remove(0);
        }
        if (pendingCount == pending.length) {
            pending = Arrays.copyOf(pending, Math.min(MAX_PENDING, pendingCount * 2));
        }
        if (pending[pendingCount] == null) {
            pending[pendingCount] = new SunrpcCall();
        }
        return pending[pendingCount++];
    }

    private void remove(int i) {
        SunrpcCall removed = pending[i];
        pendingCount--;
        System.arraycopy(pending, i + 1, pending, i, pendingCount - i);
        pending[pendingCount] = removed;
    }

    private void write(SunrpcCall call, boolean isAnswered, EventWriter out) {
        long nowNs = out.nowNs();
        out.begin(SUNRPC, call.firstNs);
        if (isAnswered) {
            out.set(RTT, Math.max(0, nowNs - call.firstNs));
        }
        program(call.program, PROGRAM, out);
        out.set(VERSION, call.version);
        operation(call, out);
        if (call.askedProgram != 0) {
            program(call.askedProgram, ARGUMENT, out);
        } else {
            call.argument.to(out, ARGUMENT);
        }
        call.machine.to(out, MACHINE);
        if (call.uid >= 0) {
            out.set(UID, call.uid);
        }
        if (isAnswered && answer.entries >= 0) {
            out.set(ENTRIES, answer.entries);
        }
        if (isAnswered && answer.status >= 0) {
            out.set(STATUS, answer.status);
        }
        out.set(OUTCOME, !isAnswered ? "unknown" : answer.isSuccess ? "success" : "failure");
        out.end();
    }

    private static void operation(SunrpcCall call, EventWriter out) {
        boolean isSecond = call.program == SunrpcMessage.PORTMAPPER && call.version > 2;
        int code = (call.program - SunrpcMessage.FIRST_PROGRAM) * PROCEDURES
                + (isSecond ? SECOND_TABLE : 0)
                + call.procedure;
        if (call.procedure == 0) {
            out.set(OPERATION, "NULL");
        } else if (call.procedure < SECOND_TABLE && OPERATIONS.has(code)) {
            OPERATIONS.to(out, OPERATION, code);
        } else {
            out.set(OPERATION, "", call.procedure);
        }
    }

    private static void program(int program, Field field, EventWriter out) {
        int code = program - SunrpcMessage.FIRST_PROGRAM;
        if (code >= 0 && PROGRAMS.has(code)) {
            PROGRAMS.to(out, field, code);
        } else {
            out.set(field, "", program & 0xFFFF_FFFFL);
        }
    }

    @Override
    public int kept() {
        int kept = 0;
        for (TextSlot record : fragments) {
            kept += record == null ? 0 : record.length();
        }
        for (int i = 0; i < pendingCount; i++) {
            kept += pending[i].argument.length() + pending[i].machine.length();
        }
        return kept;
    }

    @Override
    public void onEnd(EventWriter out) {
        for (int i = 0; i < pendingCount; i++) {
            write(pending[i], false, out);
        }
        pendingCount = 0;
    }

    @Override
    public void reset() {
        pendingCount = 0;
        if (pending.length > MAX_SPARE) {
            pending = new SunrpcCall[1];
        }
        Arrays.fill(toSkip, 0);
        Arrays.fill(fragments, null);
        nulls = 0;
    }
}
