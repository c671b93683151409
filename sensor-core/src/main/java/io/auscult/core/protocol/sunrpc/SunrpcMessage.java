package io.auscult.core.protocol.sunrpc;

import io.auscult.core.protocol.Probe.Verdict;
import io.auscult.core.protocol.StreamView;

/**
 * The heads of calls and replies, RFC 5531 section 9, read in place; over TCP a record mark stands before each fragment of them (section 11). Stateless.
 * <pre>
 *  mark   | last fragment 1 bit, length 31 bits |
 *  call   | xid | 0 | 2 | program | version | procedure | flavor | length, credential | flavor | length, verifier | arguments
 *  reply  | xid | 1 | 0 accepted | flavor | length, verifier | status | results
 *         | xid | 1 | 1 denied | ...
 * </pre>
 */
final class SunrpcMessage {
    static final int MARK = 4; // bytes
    static final int CALL = 0, REPLY = 1;
    static final int MAX_RECORD = 1 << 24; // bytes
    static final int FIRST_PROGRAM = 100_000; // of those of the industry
    static final int PORTMAPPER = 100_000, NFS = 100_003, MOUNT = 100_005;
    static final int GETPORT = 3, DUMP = 4; // of the port mapper, RFC 1833
    static final int MNT = 1, UMNT = 3, EXPORT = 5, EXPORT_ALL = 6; // of mount, RFC 1813 appendix I

    private static final int LAST = 0x8000_0000;
    private static final int MIN_CALL = 40; // bytes
    private static final int MIN_REPLY = 20; // denied, with a reason of one word
    private static final int VERSION = 2;
    private static final int MORE_PROGRAMS = 400_000; // which nobody registers
    private static final int MAX_PROGRAM_VERSION = 16, MAX_PROCEDURE = 64;
    private static final int MAX_CREDENTIAL = 400; // bytes, RFC 5531 section 8.2

    private SunrpcMessage() {}

    /** Too little is in a reply to tell by. */
    static Verdict probe(StreamView first) {
        boolean isStream = !first.isDatagram();
        if (isStream && first.isOrig() && first.length() >= MARK && !isLast(first, 0)) {
            return probeFragments(first);
        }
        int at = isStream ? MARK : 0;
        if (!first.isOrig() || isStream && first.length() >= MARK && !isMark(first)) {
            return Verdict.NO;
        }
        if (isNoCall(first, at, first.length())) {
            return Verdict.NO;
        }
        if (first.length() < at + MIN_CALL) {
            return isStream ? Verdict.UNSURE : Verdict.NO;
        }
        return isCall(first, at, first.length()) ? Verdict.YES : Verdict.NO;
    }

    private static boolean isMark(StreamView in) {
        return length(in, 0) >= MIN_CALL && length(in, 0) <= MAX_RECORD;
    }

    private static boolean isNoCall(StreamView in, int at, int end) {
        return end - at >= 12 && (in.i32(at + 4) != CALL || in.i32(at + 8) != VERSION);
    }

    /** Of a call that begins with a fragment that is not its last: its head may lie in several, as short as they like. */
    private static Verdict probeFragments(StreamView first) {
        if (length(first, 0) > MAX_RECORD || length(first, 0) >= 12 && isNoCall(first, MARK, first.length())) {
            return Verdict.NO; // what most others are
        }
        byte[] head = new byte[MIN_CALL];
        int have = 0;
        boolean isWhole = false;
        for (int at = 0; have < MIN_CALL && !isWhole && first.length() - at >= MARK; ) {
            int length = length(first, at);
            if (length > MAX_RECORD) {
                return Verdict.NO;
            }
            int there = Math.min(Math.min(length, MIN_CALL - have), first.length() - at - MARK);
            System.arraycopy(first.array(), first.arrayOffset() + at + MARK, head, have, there);
            have += there;
            isWhole = isLast(first, at) && there == length;
            at += MARK + length;
        }
        StreamView joined = new StreamView().wrap(head, 0, have, first.direction(), false, first.connection());
        if (isNoCall(joined, 0, have) || isWhole && have < MIN_CALL) {
            return Verdict.NO;
        }
        return have < MIN_CALL ? Verdict.UNSURE : isCall(joined, 0, have) ? Verdict.YES : Verdict.NO;
    }

    static boolean isLast(StreamView in, int at) {
        return (in.i32(at) & LAST) != 0;
    }

    /** Of the fragment whose mark lies there; of any that is longer, one more than {@link #MAX_RECORD}. */
    static int length(StreamView in, int at) {
        return Math.min(in.i32(at) & ~LAST, MAX_RECORD + 1);
    }

    static boolean isCall(StreamView in, int at, int end) {
        return end - at >= MIN_CALL
                && in.i32(at + 4) == CALL
                && in.i32(at + 8) == VERSION
                && program(in, at) >= FIRST_PROGRAM
                && program(in, at) < MORE_PROGRAMS
                && in.u32(at + 16) <= MAX_PROGRAM_VERSION
                && in.u32(at + 20) <= MAX_PROCEDURE
                && in.u32(at + 28) <= MAX_CREDENTIAL;
    }

    static boolean isReply(StreamView in, int at, int end) {
        return end - at >= MIN_REPLY && in.i32(at + 4) == REPLY && in.u32(at + 8) <= 1;
    }

    /** Negative for those above 2^31. */
    static int program(StreamView in, int at) {
        return in.i32(at + 12);
    }

    /** Behind credential or verifier that begins there; -1 where it does not end before {@code end}. */
    static int skipProof(StreamView in, int at, int end) {
        return at < 0 ? -1 : skipText(in, at + 4, end);
    }

    /** Behind a length and so many bytes, padded to four (RFC 4506 section 4.11); -1 where they do not end before {@code end}. */
    static int skipText(StreamView in, int at, int end) {
        if (at < 0 || end - at < 4) {
            return -1;
        }
        long length = in.u32(at) + 3 & ~3;
        return length > end - at - 4 ? -1 : at + 4 + (int) length;
    }
}
