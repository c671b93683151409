package io.auscult.rules.sigma;

import org.jspecify.annotations.Nullable;

/** A question about a text, UTF-8 bytes in place. Asked on the detect thread; makes no garbage unless it says so. */
abstract class TextTest {
    abstract boolean passes(byte[] bytes, int at, int length);

    /** ASCII in lower case that stands, in whatever case, in every text that passes; null when there is none. */
    byte @Nullable [] anchor() {
        return null;
    }

    /** What asking costs; see {@link Match#cost}. */
    int cost() {
        return 4;
    }

    /** Of a letter of ASCII the lower case, else the byte. */
    static byte fold(byte b) {
        return b >= 'A' && b <= 'Z' ? (byte) (b + ('a' - 'A')) : b;
    }
}
