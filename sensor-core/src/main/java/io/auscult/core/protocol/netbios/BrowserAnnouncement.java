package io.auscult.core.protocol.netbios;

import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.TextSlot;
import java.nio.charset.StandardCharsets;

/**
 * What a host, master or domain announces, [MS-BRWS] 2.2.1 and 2.2.10, read in place.
 * <pre>
 *  | command | count | period (4) | name (16) | system (2) | type (4, little-endian) | browser (2) | 0x55 0xAA | comment ... 0
 * </pre>
 */
final class BrowserAnnouncement {
    static final int HOST = 1, DOMAIN = 12, LOCAL_MASTER = 15;

    private static final int MAX_NAME = 16;
    private static final int LENGTH = 32; // bytes before the comment
    private static final byte[] MAILSLOT = "\\MAILSLOT\\BROWSE\0".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SMB = {(byte) 0xFF, 'S', 'M', 'B', 0x25};
    private static final int SEARCHED = 128; // bytes after the SMB header in which the mailslot's name begins

    private StreamView in;
    private int at;

    /** @param from where SMB begins */
    boolean wrap(StreamView in, int from) {
        this.in = in;
        if (!in.startsWith(SMB, from)) {
            return false;
        }
        int last = Math.min(in.length() - MAILSLOT.length, from + SEARCHED);
        for (int i = from + SMB.length; i <= last; i++) {
            if (in.u8(i) == '\\' && in.startsWith(MAILSLOT, i)) {
                at = i + MAILSLOT.length;
                return in.length() - at >= LENGTH
                        && (command() == HOST || command() == DOMAIN || command() == LOCAL_MASTER);
            }
        }
        return false;
    }

    int command() {
        return in.u8(at);
    }

    void name(TextSlot into) {
        text(into, at + 6, MAX_NAME);
    }

    /** Major and minor number of the system, as {@code 10.0}. */
    void system(TextSlot into) {
        into.clear();
        into.appendDecimal(in.u8(at + 22));
        into.append((byte) '.');
        into.appendDecimal(in.u8(at + 23));
    }

    /** What it is, one bit each: workstation 1, server 2, SQL server 4, domain controller 8 and 16, print server 0x200 ... */
    long type() {
        return in.u32le(at + 24);
    }

    void comment(TextSlot into) {
        text(into, at + LENGTH, in.length() - at - LENGTH);
    }

    private void text(TextSlot into, int from, int most) {
        int size = 0;
        while (size < most && in.u8(from + size) != 0) {
            size++;
        }
        into.set(in, from, size);
    }

    /** Of everything but the count, which grows. */
    int hash() {
        int hash = command();
        for (int i = at + 6; i < in.length(); i++) {
            hash = hash * 31 + in.u8(i);
        }
        return hash;
    }
}
