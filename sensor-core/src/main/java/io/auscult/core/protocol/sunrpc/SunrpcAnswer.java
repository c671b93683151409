package io.auscult.core.protocol.sunrpc;

import io.auscult.core.protocol.StreamView;

/** What a reply says, RFC 5531 section 9: whether the call was accepted, and of mounts and lists how it went. Reused. */
final class SunrpcAnswer {
    private static final int ACCEPTED = 0, DONE = 0;
    private static final int MAPPING = 16; // bytes of an entry of the port mapper's second version

    boolean isSuccess;
    long status; // of a mount, as UNIX counts errors; -1 where none was said
    long entries; // of a list; -1 for no list

    /** @param at of the reply, {@link SunrpcMessage#isReply} @param end what is there of it */
    void read(SunrpcCall call, StreamView in, int at, int end) {
        status = -1;
        entries = -1;
        int results = in.i32(at + 8) == ACCEPTED ? SunrpcMessage.skipProof(in, at + 12, end) : -1;
        isSuccess = results >= 0 && end - results >= 4 && in.i32(results) == DONE;
        if (!isSuccess) {
            return;
        }
        int from = results + 4;
        if (call.program == SunrpcMessage.MOUNT && call.procedure == SunrpcMessage.MNT && end - from >= 4) {
            status = in.u32(from);
            isSuccess = status == 0;
        } else if (call.program == SunrpcMessage.MOUNT
                && (call.procedure == SunrpcMessage.EXPORT || call.procedure == SunrpcMessage.EXPORT_ALL)) {
            entries = exports(in, from, end);
        } else if (call.program == SunrpcMessage.PORTMAPPER && call.procedure == SunrpcMessage.DUMP) {
            entries = call.version == 2 ? mappings(in, from, end) : addresses(in, from, end);
        }
    }

    private static boolean isMore(StreamView in, int at, int end) {
        return at >= 0 && end - at >= 4 && in.i32(at) == 1;
    }

    /** Program, version, protocol, port. */
    private static long mappings(StreamView in, int from, int end) {
        long count = 0;
        for (int at = from; isMore(in, at, end); at += 4 + MAPPING) {
            count++;
        }
        return count;
    }

    /** Program, version; network, address and owner as texts. */
    private static long addresses(StreamView in, int from, int end) {
        long count = 0;
        int at = from;
        while (isMore(in, at, end)) {
            count++;
            at += 12;
            for (int texts = 0; texts < 3; texts++) {
                at = SunrpcMessage.skipText(in, at, end);
            }
        }
        return count;
    }

    /** A path, and a list of who may. */
    private static long exports(StreamView in, int from, int end) {
        long count = 0;
        int at = from;
        while (isMore(in, at, end)) {
            count++;
            at = SunrpcMessage.skipText(in, at + 4, end);
            while (isMore(in, at, end)) {
                at = SunrpcMessage.skipText(in, at + 4, end);
            }
            at = at < 0 ? -1 : at + 4;
        }
        return count;
    }
}
