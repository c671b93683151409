package io.auscult.core.protocol.line;

/** Reads an IP address out of a text, RFC 4291 section 2.2 (forms 1 and 2) or dotted decimal. Reused; no exceptions, no garbage. */
public final class AddressText {
    private static final long MAPPED = 0x0000_FFFF_0000_0000L; // IPv4 in 128 bits

    private long high;
    private long low;

    public long high() {
        return high;
    }

    public long low() {
        return low;
    }

    public void set(long high, long low) {
        this.high = high;
        this.low = low;
    }

    /** Whether {@code [from, to)} is an address; then it is set. */
    public boolean read(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == ':') {
                return readIpv6(bytes, from, to);
            }
        }
        return readIpv4(bytes, from, to);
    }

    private boolean readIpv4(byte[] bytes, int from, int to) {
        long value = 0;
        int at = from;
        for (int i = 0; i < 4; i++) {
            int number = 0;
            int digits = 0;
            for (; at < to && isDigit(bytes[at]) && digits < 4; at++, digits++) {
                number = number * 10 + bytes[at] - '0';
            }
            if (digits == 0 || number > 255 || i < 3 && (at >= to || bytes[at++] != '.')) {
                return false;
            }
            value = value << 8 | number;
        }
        high = 0;
        low = MAPPED | value;
        return at == to;
    }

    private boolean readIpv6(byte[] bytes, int from, int to) {
        long first = 0;
        long last = 0;
        int groups = 0;
        int gap = -1;
        int at = from;
        if (to - from >= 2 && bytes[from] == ':' && bytes[from + 1] == ':') {
            gap = 0;
            at = from + 2;
        }
        while (at < to) {
            int group = 0;
            int digits = 0;
            for (; at < to && digits < 5 && Character.digit(bytes[at], 16) >= 0; at++, digits++) {
                group = group << 4 | Character.digit(bytes[at], 16);
            }
            if (digits == 0 || digits > 4 || ++groups > 8) {
                return false;
            }
            first = first << 16 | last >>> 48;
            last = last << 16 | group;
            if (at == to) {
                break;
            }
            if (bytes[at++] != ':' || at == to) {
                return false;
            }
            if (bytes[at] == ':') {
                if (gap >= 0) {
                    return false;
                }
                gap = groups;
                at++;
            }
        }
        if (gap < 0 ? groups != 8 : groups > 7) {
            return false;
        }
        spread(first, last, groups, Math.max(gap, 0));
        return true;
    }

    /** The groups before the gap go to the front. */
    private void spread(long first, long last, int groups, int gap) {
        high = 0;
        low = 0;
        for (int i = 0; i < groups; i++) {
            int fromEnd = groups - 1 - i; // in the numbers read
            long group = (fromEnd < 4 ? last >>> 16 * fromEnd : first >>> 16 * (fromEnd - 4)) & 0xFFFF;
            int place = groups == 8 || i < gap ? i : 8 - groups + i;
            if (place < 4) {
                high |= group << 16 * (3 - place);
            } else {
                low |= group << 16 * (7 - place);
            }
        }
    }

    private static boolean isDigit(byte c) {
        return c >= '0' && c <= '9';
    }
}
