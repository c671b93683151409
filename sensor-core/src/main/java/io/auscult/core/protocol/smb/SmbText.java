package io.auscult.core.protocol.smb;

import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.TextSlot;

/** Strings of SMB: UTF-16 with the lower byte first, or bytes of a code page; both may end in zeros. Stateless. */
final class SmbText {
    private SmbText() {}

    /** Appends these bytes as UTF-8, up to a zero. */
    static void utf16(StreamView in, int at, int length, TextSlot into) {
        int size = 0;
        while (size + 1 < length && in.u16le(at + size) != 0) {
            size += 2;
        }
        into.appendUtf16le(in, at, size);
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
