package io.auscult.core.protocol.sunrpc;

import io.auscult.core.protocol.StreamView;

/** What a reply says, RFC 5531 section 9: whether the call was accepted, and of mounts and lists how it went. Reused. */
final class SunrpcAnswer {
    static final int MAX_ENTRIES = 10_000;

    private static final int ACCEPTED = 0, DONE = 0;
    private static final int MNT = 1, EXPORT = 5, EXPORT_ALL = 6;
    private static final int DUMP = 4;
    private static final int MAPPING = 16; // bytes of an entry of the port mapper's second version

    boolean isSuccess;
    long status; // of a mount, as UNIX counts errors; -1 where none was said
    long entries; // of a list; -1 for no list

    /** @param at of the reply, {@link SunrpcMessage#isReply} @param end what is there of it */
    void read(SunrpcCall call, StreamView in, int at, int end) {
        status = -1;
        entries = -1;
        int results = in.i32(at + 8) == ACCEPTED ? SunrpcMessage.skipOpaque(in, at + 12, end) : -1;
        isSuccess = results >= 0 && end - results >= 4 && in.i32(results) == DONE;
        if (!isSuccess) {
            return;
        }
        int from = results + 4;
        if (call.program == SunrpcMessage.MOUNT && call.procedure == MNT && end - from >= 4) {
            status = in.u32(from);
            isSuccess = status == 0;
        } else if (call.program == SunrpcMessage.MOUNT && (call.procedure == EXPORT || call.procedure == EXPORT_ALL)) {
            entries = exports(in, from, end);
        } else if (call.program == SunrpcMessage.PORTMAPPER && call.procedure == DUMP) {
            entries = call.version == 2 ? mappings(in, from, end) : addresses(in, from, end);
        }
    }

    private static boolean isMore(StreamView in, int at, int end) {
        return at >= 0 && end - at >= 4 && in.i32(at) == 1;
    }

    /** Program, version, protocol, port. */
    private static long mappings(StreamView in, int from, int end) {
        long count = 0;
        for (int at = from; isMore(in, at, end) && count < MAX_ENTRIES; at += 4 + MAPPING) {
            count++;
        }
        return count;
    }

    /** Program, version; network, address and owner as texts. */
    private static long addresses(StreamView in, int from, int end) {
        long count = 0;
        int at = from;
        while (isMore(in, at, end) && count < MAX_ENTRIES) {
            count++;
            at = skipTexts(in, at + 12, end, 3);
        }
        return count;
    }

    /** A path, and a list of who may. */
    private static long exports(StreamView in, int from, int end) {
        long count = 0;
        int at = from;
        while (isMore(in, at, end) && count < MAX_ENTRIES) {
            count++;
            at = skipTexts(in, at + 4, end, 1);
            while (isMore(in, at, end)) {
                at = skipTexts(in, at + 4, end, 1);
            }
            at = at < 0 ? -1 : at + 4;
        }
        return count;
    }

    private static int skipTexts(StreamView in, int from, int end, int texts) {
        int at = from;
        for (int i = 0; i < texts; i++) {
            if (at < 0 || end - at < 4 || in.u32(at) > end - at - 4) {
                return -1;
            }
            at += 4 + (int) (in.u32(at) + 3 & ~3);
        }
        return at;
    }
}
