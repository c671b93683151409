package io.auscult.core.event;

/**
 * A range of addresses in CIDR form. Immutable.
 *
 * @param high first 64 bits, host bits zero
 * @param low last 64 bits, host bits zero
 * @param bits length of the prefix, 0 to 128, IPv4 counted as ::ffff:0:0/96 and longer
 */
public record Network(long high, long low, int bits) {
    /** @throws IllegalArgumentException for anything but {@code address} or {@code address/length} */
    public static Network parse(String text) {
        int slash = text.indexOf('/');
        IpAddress address = IpAddress.parse(slash < 0 ? text : text.substring(0, slash));
        int most = address.isIpv4() ? 32 : 128;
        int length = most;
        if (slash >= 0) {
            try {
                length = Integer.parseInt(text.substring(slash + 1));
            } catch (NumberFormatException e) {
                length = -1;
            }
            if (length < 0 || length > most) {
                throw new IllegalArgumentException(
                        "network: " + text + " (expected: a prefix length of 0 to " + most + ")");
            }
        }
        int bits = 128 - most + length;
        return new Network(address.high() & highMask(bits), address.low() & lowMask(bits), bits);
    }

    public boolean contains(long addressHigh, long addressLow) {
        return (addressHigh & highMask(bits)) == high && (addressLow & lowMask(bits)) == low;
    }

    public boolean contains(IpAddress address) {
        return contains(address.high(), address.low());
    }

    /** Of the first 64 bits of an address, those that a prefix of this length covers. */
    public static long highMask(int bits) {
        return bits == 0 ? 0 : bits >= 64 ? -1L : -1L << 64 - bits;
    }

    /** Of the last 64 bits of an address, those that a prefix of this length covers. */
    public static long lowMask(int bits) {
        return bits <= 64 ? 0 : -1L << 128 - bits;
    }

    @Override
    public String toString() {
        boolean ipv4 = bits >= 96 && IpAddress.isIpv4(high, low);
        return new IpAddress(high, low) + "/" + (ipv4 ? bits - 96 : bits);
    }
}
