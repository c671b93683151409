package io.auscult.rules.sigma;

/** UTF-8 bytes as characters, decoded into an array that is used again and grows to the longest text seen. What is not UTF-8 becomes U+FFFD, byte by byte. One thread. */
final class Utf8Text implements CharSequence {
    private static final char WRONG = '\uFFFD';

    private char[] chars = new char[256];
    private int length;

    void set(byte[] bytes, int at, int count) {
        if (chars.length < count) {
            chars = new char[Integer.highestOneBit(count) * 2];
        }
        length = 0;
        int end = at + count;
        int i = at;
        while (i < end) {
            int b = bytes[i];
            int more = b >= 0 ? 0 : b >> 5 == -2 ? 1 : b >> 4 == -2 ? 2 : b >> 3 == -2 ? 3 : -1;
            int code = more <= 0 ? b : b & 0x3F >> more;
            boolean isWhole = more >= 0 && i + more < end;
            for (int k = 1; isWhole && k <= more; k++) {
                isWhole = (bytes[i + k] & 0xC0) == 0x80;
                code = code << 6 | bytes[i + k] & 0x3F;
            }
            if (!isWhole || code > Character.MAX_CODE_POINT) {
                chars[length++] = WRONG;
                i++;
                continue;
            }
            if (code >= 0x1_0000) {
                chars[length++] = Character.highSurrogate(code);
                chars[length++] = Character.lowSurrogate(code);
            } else {
                chars[length++] = (char) code;
            }
            i += 1 + more;
        }
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public char charAt(int i) {
        return chars[i];
    }

    @Override
    public CharSequence subSequence(int from, int to) {
        return new String(chars, from, to - from);
    }

    @Override
    public String toString() {
        return new String(chars, 0, length);
    }
}
