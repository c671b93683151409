package io.auscult.core.protocol.sunrpc;

import io.auscult.core.event.EventWriter;
import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.TextSlot;

/** A call and what it asks for. Reused. */
final class SunrpcCall {
    static final int MAX_TEXT = 255; // bytes of a path or of a machine's name, RFC 1813 and RFC 5531 say 1024 and 255

    private static final int AUTH_SYS = 1;

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
        int verifier = SunrpcMessage.skipProof(in, credential, end);
        if (verifier >= 0 && in.i32(credential) == AUTH_SYS) {
            readCredential(in, credential + 8, verifier);
        }
        int arguments = SunrpcMessage.skipProof(in, verifier, end);
        if (arguments < 0) {
            return;
        }
        if (program == SunrpcMessage.PORTMAPPER
                && procedure >= SunrpcMessage.GETPORT
                && procedure != SunrpcMessage.DUMP
                && end - arguments >= 4) {
            askedProgram = in.i32(arguments);
        } else if (program == SunrpcMessage.MOUNT
                && (procedure == SunrpcMessage.MNT || procedure == SunrpcMessage.UMNT)) {
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
        int behind = SunrpcMessage.skipText(in, at, end);
        if (behind >= 0) {
            into.set(in, at + 4, (int) in.u32(at));
        }
        return behind;
    }
}
