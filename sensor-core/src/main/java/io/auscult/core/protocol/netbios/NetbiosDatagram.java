package io.auscult.core.protocol.netbios;

import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.TextSlot;

/**
 * A direct datagram, read in place.
 * <pre>
 *  | type | flags | id (2) | source address (4) | port (2) | length (2) | offset (2) |    14 bytes
 *  | 32 | source name, half bytes as letters (32) | 0 | 32 | destination name (32) | 0 |
 *  | SMB: 0xFF S M B | ... transaction with the name of a mailslot, and its data
 * </pre>
 */
final class NetbiosDatagram {
    static final int MIN_LENGTH = 14 + 34 + 34;

    private static final int DIRECT_UNIQUE = 0x10, DIRECT_GROUP = 0x11, BROADCAST = 0x12;
    private static final int HEADER = 14;
    private static final int ENCODED = 34; // a name with its length before and a zero behind
    private static final int LETTERS = 32;
    private static final int CHARACTERS = 15;

    private NetbiosDatagram() {}

    static boolean isDatagram(StreamView in) {
        if (in.length() < MIN_LENGTH) {
            return false;
        }
        int type = in.u8(0);
        return (type == DIRECT_UNIQUE || type == DIRECT_GROUP || type == BROADCAST)
                && in.u16(10) == in.length() - HEADER
                && isName(in, HEADER)
                && isName(in, HEADER + ENCODED);
    }

    private static boolean isName(StreamView in, int at) {
        if (in.u8(at) != LETTERS || in.u8(at + ENCODED - 1) != 0) {
            return false;
        }
        for (int i = 1; i <= LETTERS; i++) {
            if (in.u8(at + i) < 'A' || in.u8(at + i) > 'P') {
                return false;
            }
        }
        return true;
    }

    /** The name without padding. @return its kind */
    static int source(StreamView in, TextSlot into) {
        return name(in, HEADER, into);
    }

    static int destination(StreamView in, TextSlot into) {
        return name(in, HEADER + ENCODED, into);
    }

    private static int name(StreamView in, int at, TextSlot into) {
        into.clear();
        int kept = 0;
        for (int i = 0; i < CHARACTERS; i++) {
            int c = character(in, at, i);
            into.append((byte) c);
            kept = c == ' ' || c == 0 ? kept : i + 1;
        }
        into.cut(kept);
        return character(in, at, CHARACTERS);
    }

    private static int character(StreamView in, int at, int i) {
        return in.u8(at + 1 + 2 * i) - 'A' << 4 | in.u8(at + 2 + 2 * i) - 'A';
    }
}
