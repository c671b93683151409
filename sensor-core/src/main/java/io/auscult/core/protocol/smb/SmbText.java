package io.auscult.core.protocol.smb;

import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.TextSlot;

/** Strings of SMB: UTF-16 with the lower byte first, or bytes of a code page; both may end in zeros. Stateless. */
final class SmbText {
    private SmbText() {}

    /** Appends these bytes as UTF-8, up to a zero; a lone surrogate becomes a question mark. */
    static void utf16(StreamView in, int at, int length, TextSlot into) {
        into.append("");
        for (int i = at; i + 1 < at + length; i += 2) {
            int c = in.u16le(i);
            if (c == 0) {
                return;
            }
            if (c >= 0xD800 && c < 0xDC00 && i + 3 < at + length && in.u16le(i + 2) >>> 10 == 0x37) {
                utf8(0x1_0000 + ((c & 0x3FF) << 10) + (in.u16le(i + 2) & 0x3FF), into);
                i += 2;
            } else {
                utf8(c >>> 11 == 0x1B ? '?' : c, into);
            }
        }
    }

    private static void utf8(int c, TextSlot into) {
        if (c < 0x80) {
            into.append((byte) c);
        } else if (c < 0x800) {
            into.append((byte) (0xC0 | c >>> 6));
            into.append((byte) (0x80 | c & 0x3F));
        } else {
            if (c < 0x1_0000) {
                into.append((byte) (0xE0 | c >>> 12));
            } else {
                into.append((byte) (0xF0 | c >>> 18));
                into.append((byte) (0x80 | c >>> 12 & 0x3F));
            }
            into.append((byte) (0x80 | c >>> 6 & 0x3F));
            into.append((byte) (0x80 | c & 0x3F));
        }
    }

    /** Appends bytes up to a zero. */
    static void oem(StreamView in, int at, int length, TextSlot into) {
        into.append("");
        int zero = in.indexOf(0, at, at + length);
        into.append(in, at, (zero < 0 ? at + length : zero) - at);
    }

    /** Whether two names are the same but for the case of ASCII letters. */
    static boolean sameName(TextSlot name, String lowerCase) {
        if (name.length() != lowerCase.length()) {
            return false;
        }
        byte[] bytes = name.bytes();
        for (int i = 0; i < lowerCase.length(); i++) {
            int c = bytes[i];
            if ((c >= 'A' && c <= 'Z' ? c | 0x20 : c) != lowerCase.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
