package io.auscult.core.event;

import java.nio.charset.StandardCharsets;

/**
 * An IP address, IPv4 as ::ffff:a.b.c.d. Immutable; printed as RFC 5952 says.
 *
 * @param high first 64 bits
 * @param low last 64 bits
 */
public record IpAddress(long high, long low) implements Comparable<IpAddress> {
    private static final long MAPPED = 0x0000_FFFF_0000_0000L;

    public static IpAddress ofIpv4(int bits) {
        return new IpAddress(0, lowOfIpv4(bits));
    }

    /** The last 64 bits of an IPv4 address; the first are 0. */
    public static long lowOfIpv4(int bits) {
        return MAPPED | bits & 0xFFFF_FFFFL;
    }

    /** Whether these 128 bits are an IPv4 address. */
    public static boolean isIpv4(long high, long low) {
        return high == 0 && (low & 0xFFFF_FFFF_0000_0000L) == MAPPED;
    }

    public boolean isIpv4() {
        return isIpv4(high, low);
    }

    // These two are written out since those that Java makes for a record are slow until they are compiled.

    @Override
    public boolean equals(Object other) {
        return other instanceof IpAddress that && that.low == low && that.high == high;
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(high) + Long.hashCode(low);
    }

    /** As {@code address:port}, an IPv6 address in brackets (RFC 5952 section 6). */
    public String withPort(long port) {
        return (isIpv4() ? toString() : "[" + this + "]") + ":" + port;
    }

    /** @throws IllegalArgumentException when the text is no IPv4 or IPv6 address; never asks a name server */
    public static IpAddress parse(String text) {
        if (text.indexOf(':') < 0) {
            return ofIpv4(parseIpv4(text));
        }
        int gap = text.indexOf("::");
        int[] groups = new int[8];
        if (gap < 0) {
            if (fill(groups, 0, text, text) != 8) {
                throw wrong(text);
            }
        } else {
            int head = fill(groups, 0, text.substring(0, gap), text);
            int[] tail = new int[8];
            int tailCount = fill(tail, 0, text.substring(gap + 2), text);
            if (head + tailCount > 7) {
                throw wrong(text);
            }
            System.arraycopy(tail, 0, groups, 8 - tailCount, tailCount);
        }
        return new IpAddress(join(groups, 0), join(groups, 4));
    }

    private static int fill(int[] groups, int at, String part, String whole) {
        if (part.isEmpty()) {
            return at;
        }
        String[] pieces = part.split(":", -1);
        for (int i = 0; i < pieces.length; i++) {
            String piece = pieces[i];
            if (piece.indexOf('.') >= 0 && i == pieces.length - 1 && at <= 6) {
                int bits = parseIpv4(piece);
                groups[at++] = bits >>> 16;
                groups[at++] = bits & 0xFFFF;
            } else if (at < 8 && piece.length() >= 1 && piece.length() <= 4) {
                try {
                    groups[at++] = Integer.parseUnsignedInt(piece, 16);
                } catch (NumberFormatException e) {
                    throw wrong(whole);
                }
            } else {
                throw wrong(whole);
            }
        }
        return at;
    }

    private static int parseIpv4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            throw wrong(text);
        }
        int bits = 0;
        for (String part : parts) {
            if (part.isEmpty() || part.length() > 3 || !part.chars().allMatch(c -> c >= '0' && c <= '9')) {
                throw wrong(text);
            }
            int octet = Integer.parseInt(part);
            if (octet > 255) {
                throw wrong(text);
            }
            bits = bits << 8 | octet;
        }
        return bits;
    }

    private static IllegalArgumentException wrong(String text) {
        return new IllegalArgumentException("address: " + text + " (expected: an IPv4 or IPv6 address)");
    }

    private static long join(int[] groups, int from) {
        return (long) groups[from] << 48
                | (long) groups[from + 1] << 32
                | (long) groups[from + 2] << 16
                | groups[from + 3];
    }

    @Override
    public String toString() {
        byte[] text = new byte[MAX_TEXT];
        return new String(text, 0, write(text, 0, high, low), StandardCharsets.ISO_8859_1);
    }

    /** Most bytes that {@link #write} writes. */
    public static final int MAX_TEXT = 45;

    /** Writes the address as ASCII at {@code at} and returns where it ended. Never allocates. */
    public static int write(byte[] out, int at, long high, long low) {
        if (isIpv4(high, low)) {
            int bits = (int) low;
            int end = writeOctet(out, at, bits >>> 24);
            out[end++] = '.';
            end = writeOctet(out, end, bits >>> 16 & 0xFF);
            out[end++] = '.';
            end = writeOctet(out, end, bits >>> 8 & 0xFF);
            out[end++] = '.';
            return writeOctet(out, end, bits & 0xFF);
        }
        return writeIpv6(out, at, high, low);
    }

    private static int writeOctet(byte[] out, int at, int octet) {
        int end = at;
        if (octet >= 100) {
            out[end++] = (byte) ('0' + octet / 100);
        }
        if (octet >= 10) {
            out[end++] = (byte) ('0' + octet / 10 % 10);
        }
        out[end++] = (byte) ('0' + octet % 10);
        return end;
    }

    private static int writeIpv6(byte[] out, int at, long high, long low) {
        int bestStart = -1;
        int bestLength = 1; // a single zero group is not shortened, RFC 5952 section 4.2.2
        for (int i = 0; i < 8; i++) {
            int run = 0;
            while (i + run < 8 && group(high, low, i + run) == 0) {
                run++;
            }
            if (run > bestLength) {
                bestStart = i;
                bestLength = run;
            }
            i += run;
        }
        int end = at;
        for (int i = 0; i < 8; i++) {
            if (i == bestStart) {
                out[end++] = ':';
                out[end++] = ':';
                i += bestLength - 1;
                continue;
            }
            if (i > 0 && i != bestStart + bestLength || i > 0 && bestStart < 0) {
                out[end++] = ':';
            }
            int group = group(high, low, i);
            int shift = 12;
            while (shift > 0 && group >>> shift == 0) {
                shift -= 4;
            }
            for (; shift >= 0; shift -= 4) {
                int digit = group >>> shift & 0xF;
                out[end++] = (byte) (digit < 10 ? '0' + digit : 'a' + digit - 10);
            }
        }
        return end;
    }

    private static int group(long high, long low, int i) {
        return (int) ((i < 4 ? high : low) >>> 48 - 16 * (i & 3)) & 0xFFFF;
    }

    @Override
    public int compareTo(IpAddress other) {
        int order = Long.compareUnsigned(high, other.high);
        return order != 0 ? order : Long.compareUnsigned(low, other.low);
    }
}
