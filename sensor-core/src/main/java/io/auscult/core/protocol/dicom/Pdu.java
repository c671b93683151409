package io.auscult.core.protocol.dicom;

import io.auscult.core.protocol.Probe.Verdict;
import io.auscult.core.protocol.StreamView;

/**
 * Protocol data units of the upper layer, PS3.8 section 9.3, read in place.
 * <pre>
 *  | type (1) | reserved (1) | length of what follows (4) | ... |
 * </pre>
 * P-DATA holds values: {@code | length (4) | presentation context (1) | control (1) | fragment |}. Stateless.
 */
final class Pdu {
    static final int HEADER = 6;
    static final int VALUE_HEADER = 6;
    static final int ASSOCIATE_HEAD = 68; // up to the first item
    static final int ITEM_HEADER = 4;
    static final int MAX_ASSOCIATE = 1 << 20; // bytes; 128 contexts of 50 syntaxes

    static final int ASSOCIATE_RQ = 1;
    static final int ASSOCIATE_AC = 2;
    static final int ASSOCIATE_RJ = 3;
    static final int P_DATA = 4;
    static final int RELEASE_RQ = 5;
    static final int RELEASE_RP = 6;
    static final int ABORT = 7;

    static final int COMMAND = 1;
    static final int LAST = 2;

    private static final int COMMAND_START = HEADER + VALUE_HEADER + 8; // up to the length of the command group

    private Pdu() {}

    /** Whether a P-DATA unit lies at {@code at} whose first value begins a command set: its group length, always first. */
    static Verdict beginsCommand(StreamView in, int at) {
        int length = in.length() - at;
        if (length >= HEADER + 4 && !fits(in, at)
                || length >= HEADER + VALUE_HEADER
                        && ((in.u8(at + 10) & 1) == 0 || (in.u8(at + 11) & ~LAST) != COMMAND)) {
            return Verdict.NO;
        }
        if (length < COMMAND_START) {
            return Verdict.UNSURE;
        }
        return isGroupLength(in, at + HEADER + VALUE_HEADER) ? Verdict.YES : Verdict.NO;
    }

    /** Whether the element that begins every command set lies here: (0000,0000), four bytes long. */
    static boolean isGroupLength(StreamView in, int at) {
        return in.i32(at) == 0 && in.i32(at + 4) == 0x0400_0000;
    }

    /**
     * Whether a unit may begin here, after bytes are missing: a P-DATA unit filled by one value, or a unit of fixed content.
     *
     * @return UNSURE where more bytes must be seen
     */
    static Verdict begins(StreamView in, int at) {
        int type = in.u8(at);
        if (type < P_DATA || type > ABORT) {
            return Verdict.NO;
        }
        int length = in.length() - at;
        if (length >= 2 && in.u8(at + 1) != 0) {
            return Verdict.NO;
        }
        if (type != P_DATA) {
            if (length >= HEADER && in.u32(at + 2) != 4 || length >= 8 && in.u16(at + 6) != 0) {
                return Verdict.NO;
            }
            return length < HEADER + 4 ? Verdict.UNSURE : Verdict.YES;
        }
        if (length < HEADER + VALUE_HEADER) {
            return Verdict.UNSURE;
        }
        if ((in.u8(at + 11) & COMMAND) != 0) {
            return beginsCommand(in, at);
        }
        boolean filled = in.u32(at + 6) + 4 == in.u32(at + 2);
        return filled && (in.u8(at + 10) & 1) == 1 && (in.u8(at + 11) & ~LAST) == 0 ? Verdict.YES : Verdict.NO;
    }

    private static boolean fits(StreamView in, int at) {
        long value = in.u32(at + 6);
        return value >= 2 && value + 4 <= in.u32(at + 2);
    }
}
