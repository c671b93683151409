package io.auscult.core.protocol.tds;

import io.auscult.core.protocol.Probe.Verdict;
import io.auscult.core.protocol.StreamView;

/** Tells TDS by the first message of a client: PRELOGIN or LOGIN7, [MS-TDS] sections 2.2.6.5 and 2.2.6.4. */
final class TdsProbe {
    static final int HEADER = 8; // bytes of a packet's header, section 2.2.3.1
    static final int REPLY = 0x04;
    static final int LOGIN7 = 0x10;
    static final int SSPI = 0x11;
    static final int PRELOGIN = 0x12;

    private static final int MAX_PACKET = 32_767; // bytes
    private static final int MAX_OPTIONS = 5 * 16; // bytes of a plausible list
    private static final int OPTION = 5; // bytes
    private static final int VERSION = 6; // bytes of the first option's data

    private TdsProbe() {}

    static Verdict probe(StreamView first) {
        if (first.length() < 1) {
            return Verdict.UNSURE;
        }
        int type = first.u8(0);
        if (type != PRELOGIN && type != LOGIN7) {
            return Verdict.NO;
        }
        if (first.length() >= 4 && !isLength(first.u16(2)) || first.length() >= 2 && first.u8(1) > 1) {
            return Verdict.NO;
        }
        if (first.length() < HEADER + 8) {
            return Verdict.UNSURE;
        }
        int size = first.u16(2);
        if (first.u8(7) != 0) {
            return Verdict.NO;
        }
        boolean fits = type == PRELOGIN
                ? first.u8(HEADER) == 0
                        && first.u16(HEADER + 1) >= OPTION + 1
                        && first.u16(HEADER + 1) <= MAX_OPTIONS
                        && first.u16(HEADER + 3) == VERSION
                : first.u32le(HEADER) >= size - HEADER
                        && first.u32le(HEADER) < TdsParser.MAX_MESSAGE
                        && isVersion(first.i32(HEADER + 4));
        return fits ? Verdict.YES : Verdict.NO;
    }

    private static boolean isLength(int size) {
        return size >= HEADER + 8 && size <= MAX_PACKET;
    }

    /** 7.0 to 7.4 as clients write it, section 2.2.6.4. */
    private static boolean isVersion(int version) {
        int last = version & 0xFF;
        return last >= 0x70 && last <= 0x74;
    }
}
