package io.auscult.core.protocol.dns;

import io.auscult.core.protocol.TextSlot;

/** First-level encoding of NetBIOS names, RFC 1001 section 14.1: half bytes as letters from A on; the sixteenth byte is the kind. Stateless. */
public final class NetbiosName {
    private static final int ENCODED = 32; // bytes
    private static final int CHARACTERS = 15; // of the name itself

    private NetbiosName() {}

    /** Decodes the name in place, without padding and without its kind; leaves it as it is when it is not in this encoding. */
    public static void decode(TextSlot name) {
        byte[] bytes = name.bytes();
        int length = name.length();
        if (length < ENCODED || length > ENCODED && bytes[ENCODED] != '.') {
            return;
        }
        for (int i = 0; i < ENCODED; i++) {
            int letter = bytes[i] | 0x20;
            if (letter < 'a' || letter > 'p') {
                return;
            }
        }
        int kept = 0;
        for (int i = 0; i < CHARACTERS; i++) {
            int c = ((bytes[2 * i] | 0x20) - 'a') << 4 | (bytes[2 * i + 1] | 0x20) - 'a';
            bytes[i] = (byte) c;
            if (c != ' ' && c != 0) {
                kept = i + 1;
            }
        }
        name.cut(kept);
    }
}
