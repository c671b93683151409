package io.auscult.rules.sigma;

import io.auscult.core.event.Network;

/** Whether a text is an IPv6 address of a network, in any of the forms of RFC 4291 section 2.2; a zone behind % is passed over. */
final class Ipv6Test extends TextTest {
    private static final int GROUPS = 8;

    private final Network network;
    private long high; // of the groups read, as one number of 128 bits
    private long low;
    private int groups;

    Ipv6Test(Network network) {
        this.network = network;
    }

    @Override
    boolean passes(byte[] bytes, int at, int length) {
        int end = at + length;
        for (int i = at; i < end; i++) {
            end = bytes[i] == '%' ? i : end;
        }
        int gap = gap(bytes, at, end);
        if (gap < 0) {
            return read(bytes, at, end) && groups == GROUPS && network.contains(high, low);
        }
        if (!read(bytes, at, gap)) {
            return false;
        }
        int before = groups;
        long headHigh = shiftedHigh(GROUPS - before);
        long headLow = shiftedLow(GROUPS - before);
        return read(bytes, gap + 2, end)
                && before + groups < GROUPS
                && network.contains(headHigh | high, headLow | low);
    }

    private static int gap(byte[] bytes, int at, int end) {
        for (int i = at; i + 1 < end; i++) {
            if (bytes[i] == ':' && bytes[i + 1] == ':') {
                return i;
            }
        }
        return -1;
    }

    private long shiftedHigh(int byGroups) {
        int bits = 16 * byGroups;
        return bits >= 128 ? 0 : bits >= 64 ? low << bits - 64 : bits == 0 ? high : high << bits | low >>> 64 - bits;
    }

    private long shiftedLow(int byGroups) {
        return byGroups >= 4 ? 0 : low << 16 * byGroups;
    }

    /** Groups with colons between, perhaps an IPv4 address at the end; none at all is fine too. */
    private boolean read(byte[] bytes, int at, int end) {
        high = 0;
        low = 0;
        groups = 0;
        int i = at;
        while (i < end) {
            int value = 0;
            int from = i;
            while (i < end && digit(bytes[i]) >= 0 && i - from < 4) {
                value = value << 4 | digit(bytes[i++]);
            }
            if (i < end && bytes[i] == '.') {
                return readIpv4(bytes, from, end);
            }
            boolean isLast = i == end;
            if (i == from || groups == GROUPS || !isLast && (bytes[i] != ':' || i + 1 == end)) {
                return false;
            }
            push(value);
            i++;
        }
        return true;
    }

    private boolean readIpv4(byte[] bytes, int at, int end) {
        int octet = -1;
        int octets = 0;
        int bits = 0;
        for (int i = at; i <= end; i++) {
            byte b = i < end ? bytes[i] : (byte) '.';
            if (b >= '0' && b <= '9' && octet < 26) {
                octet = Math.max(octet, 0) * 10 + b - '0';
            } else if (b == '.' && octet >= 0 && octet < 256 && octets < 4) {
                bits = bits << 8 | octet;
                octets++;
                octet = -1;
            } else {
                return false;
            }
        }
        push(bits >>> 16);
        push(bits & 0xFFFF);
        return octets == 4 && groups <= GROUPS;
    }

    private void push(int value) {
        high = high << 16 | low >>> 48;
        low = low << 16 | value;
        groups++;
    }

    private static int digit(byte b) {
        return b >= '0' && b <= '9'
                ? b - '0'
                : b >= 'a' && b <= 'f' ? b - 'a' + 10 : b >= 'A' && b <= 'F' ? b - 'A' + 10 : -1;
    }
}
