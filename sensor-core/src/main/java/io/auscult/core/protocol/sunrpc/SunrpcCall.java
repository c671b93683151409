package io.auscult.core.protocol.sunrpc;

import io.auscult.core.event.EventWriter;
import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.TextSlot;

/** A call and what it asks for. Reused. */
final class SunrpcCall {
    static final int MAX_TEXT = 255; // bytes of a path or of a machine's name, RFC 1813 and RFC 5531 say 1024 and 255

    private static final int AUTH_SYS = 1;
    private static final int GETPORT = 3, DUMP = 4; // of the port mapper
    private static final int MNT = 1, UMNT = 3; // of mount;

    final TextSlot argument = new TextSlot(MAX_TEXT);
    final TextSlot machine = new TextSlot(MAX_TEXT);
    int xid;
    long firstNs;
    int program;
    int version;
    int procedure;
    int askedProgram; // of the port mapper; 0 for none
    long uid; // -1 for none

    /** @param at of the call, {@link SunrpcMessage#isCall} */
    void read(StreamView in, int at, int end, EventWriter out) {
        argument.clear();
        machine.clear();
        xid = in.i32(at);
        firstNs = out.nowNs();
        program = SunrpcMessage.program(in, at);
        version = in.i32(at + 16);
        procedure = in.i32(at + 20);
        askedProgram = 0;
        uid = -1;
        int credential = at + 24;
        int verifier = SunrpcMessage.skipOpaque(in, credential, end);
        if (verifier >= 0 && in.i32(credential) == AUTH_SYS) {
            readCredential(in, credential + 8, verifier);
        }
        int arguments = SunrpcMessage.skipOpaque(in, verifier, end);
        if (arguments < 0) {
            return;
        }
        if (program == SunrpcMessage.PORTMAPPER && procedure >= GETPORT && procedure != DUMP && end - arguments >= 4) {
            askedProgram = in.i32(arguments);
        } else if (program == SunrpcMessage.MOUNT && (procedure == MNT || procedure == UMNT)) {
            text(argument, in, arguments, end);
        }
    }

    /** Stamp, machine's name, uid. */
    private void readCredential(StreamView in, int at, int end) {
        int behind = text(machine, in, at + 4, end);
        if (behind >= 0 && end - behind >= 4) {
            uid = in.u32(behind);
        }
    }

    /** @return behind it, or -1 where it does not end in time */
    private static int text(TextSlot into, StreamView in, int at, int end) {
        if (end - at < 4) {
            return -1;
        }
        long length = in.u32(at);
        if (length > end - at - 4) {
            return -1;
        }
        into.set(in, at + 4, (int) length);
        long padded = length + 3 & ~3;
        return padded > end - at - 4 ? -1 : at + 4 + (int) padded;
    }
}
