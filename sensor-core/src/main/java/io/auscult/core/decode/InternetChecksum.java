package io.auscult.core.decode;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The Internet checksum, RFC 1071: 16-bit one's complement sums, taken eight bytes at a time. Sums are kept unfolded in a long, in
 * network order; {@link #fold} brings them to 16 bits. Any thread.
 */
final class InternetChecksum {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final long LOW = 0xFFFF_FFFFL;

    private InternetChecksum() {}

    /** Sum over these bytes; a last odd byte counts as the high one of a pair. The length is at most 2^31, so it cannot overflow. */
    static long sum(byte[] bytes, int offset, int length) {
        long a = 0;
        long b = 0;
        int at = offset;
        int end = offset + length;
        for (int last = end - 32; at <= last; at += 32) {
            long w = (long) LONG.get(bytes, at);
            long x = (long) LONG.get(bytes, at + 8);
            long y = (long) LONG.get(bytes, at + 16);
            long z = (long) LONG.get(bytes, at + 24);
            a += (w & LOW) + (x & LOW) + (y & LOW) + (z & LOW);
            b += (w >>> 32) + (x >>> 32) + (y >>> 32) + (z >>> 32);
        }
        for (int last = end - 8; at <= last; at += 8) {
            long w = (long) LONG.get(bytes, at);
            a += w & LOW;
            b += w >>> 32;
        }
        a += b;
        if (at <= end - 4) {
            a += BigEndian.getInt(bytes, at) & LOW;
            at += 4;
        }
        if (at <= end - 2) {
            a += BigEndian.getShort(bytes, at);
            at += 2;
        }
        if (at < end) {
            a += (bytes[at] & 0xFF) << 8;
        }
        return a;
    }

    /** 16 bits. */
    static int fold(long sum) {
        long s = (sum & LOW) + (sum >>> 32);
        s = (s & 0xFFFF) + (s >>> 16 & 0xFFFF) + (s >>> 32);
        s = (s & 0xFFFF) + (s >>> 16);
        return (int) ((s & 0xFFFF) + (s >>> 16));
    }
}
