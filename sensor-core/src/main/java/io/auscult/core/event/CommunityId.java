package io.auscult.core.event;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Community ID, version 1: a name of a connection that other sensors give it too. One per thread, reused; never allocates.
 * <pre>
 *   "1:" base64(sha1( seed | lower address | upper address | protocol | 0 | lower port | upper port ))
 * </pre>
 * Everything in network order, the end with the lower address and port first. ICMP has types for ports: a request's type and
 * that of its answer, whichever was seen; other messages go one way, keep their order and have type and code. Protocols without
 * ports end after the 0.
 */
public final class CommunityId {
    /** Bytes that {@link #write} writes. */
    public static final int LENGTH = 30;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);

    private static final int ICMP = 1, TCP = 6, UDP = 17, ICMP6 = 58, SCTP = 132;
    private static final int SHA1_LENGTH = 20;
    private static final int MOST_HASHED = 2 + 16 + 16 + 2 + 4;
    private static final int ONE_WAY = -1;
    private static final byte[] BASE64 =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".getBytes(StandardCharsets.ISO_8859_1);

    private final MessageDigest sha1;
    private final short seed;
    private final byte[] hashed = new byte[MOST_HASHED];
    private final byte[] hash = new byte[SHA1_LENGTH + 1]; // one zero behind, for base64

    public CommunityId() {
        this(0);
    }

    /** @param seed 16 bits that tell networks with the same addresses apart; 0 unless agreed otherwise */
    public CommunityId(int seed) {
        this.seed = (short) seed;
        try {
            sha1 = MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-1 is part of every Java", e);
        }
    }

    /** Writes the id as ASCII at {@code at} and returns where it ended. */
    public int write(byte[] out, int at, ConnectionId id) {
        return write(out, at, id.origHigh, id.origLow, id.origPort, id.respHigh, id.respLow, id.respPort, id.proto);
    }

    public int write(
            byte[] out,
            int at,
            long origHigh,
            long origLow,
            int orig,
            long respHigh,
            long respLow,
            int resp,
            int proto) {
        int upper = resp;
        boolean swapped = comesAfter(origHigh, origLow, orig, respHigh, respLow, resp);
        if (proto == ICMP || proto == ICMP6) {
            int answer = proto == ICMP ? icmpCounterpart(orig) : icmp6Counterpart(orig);
            upper = answer == ONE_WAY ? resp : answer;
            swapped = answer != ONE_WAY && comesAfter(origHigh, origLow, orig, respHigh, respLow, answer);
        }
        SHORT.set(hashed, 0, seed);
        int end = swapped
                ? ends(respHigh, respLow, upper, origHigh, origLow, orig, proto)
                : ends(origHigh, origLow, orig, respHigh, respLow, upper, proto);
        sha1.update(hashed, 0, end);
        try {
            sha1.digest(hash, 0, SHA1_LENGTH);
        } catch (DigestException e) {
            throw new IllegalStateException("a SHA-1 has 20 bytes", e);
        }
        return base64(out, at);
    }

    private static boolean comesAfter(long high, long low, int port, long otherHigh, long otherLow, int otherPort) {
        if (high != otherHigh) {
            return Long.compareUnsigned(high, otherHigh) > 0;
        }
        return low == otherLow ? port > otherPort : Long.compareUnsigned(low, otherLow) > 0;
    }

    private int ends(long high, long low, int port, long otherHigh, long otherLow, int otherPort, int proto) {
        int end = address(address(2, high, low), otherHigh, otherLow);
        SHORT.set(hashed, end, (short) (proto << 8));
        end += 2;
        if (proto == TCP || proto == UDP || proto == SCTP || proto == ICMP || proto == ICMP6) {
            SHORT.set(hashed, end, (short) port);
            SHORT.set(hashed, end + 2, (short) otherPort);
            end += 4;
        }
        return end;
    }

    private int address(int at, long high, long low) {
        if (IpAddress.isIpv4(high, low)) {
            INT.set(hashed, at, (int) low);
            return at + 4;
        }
        LONG.set(hashed, at, high);
        LONG.set(hashed, at + 8, low);
        return at + 16;
    }

    private int base64(byte[] out, int at) {
        out[at] = '1';
        out[at + 1] = ':';
        int end = at + 2;
        for (int i = 0; i <= SHA1_LENGTH - 2; i += 3) {
            int bits = (hash[i] & 0xFF) << 16 | (hash[i + 1] & 0xFF) << 8 | hash[i + 2] & 0xFF;
            out[end] = BASE64[bits >>> 18];
            out[end + 1] = BASE64[bits >>> 12 & 0x3F];
            out[end + 2] = BASE64[bits >>> 6 & 0x3F];
            out[end + 3] = BASE64[bits & 0x3F];
            end += 4;
        }
        out[end - 1] = '='; // 20 bytes are one short of a multiple of three
        return end;
    }

    /** The type that answers this one or is answered by it. */
    private static int icmpCounterpart(int type) {
        return switch (type) {
            case 8 -> 0; // echo
            case 0 -> 8;
            case 13 -> 14; // time stamp
            case 14 -> 13;
            case 15 -> 16; // information
            case 16 -> 15;
            case 10 -> 9; // router solicitation, advertisement
            case 9 -> 10;
            case 17 -> 18; // address mask
            case 18 -> 17;
            default -> ONE_WAY;
        };
    }

    private static int icmp6Counterpart(int type) {
        return switch (type) {
            case 128 -> 129; // echo
            case 129 -> 128;
            case 130 -> 131; // multicast listener query, report
            case 131 -> 130;
            case 133 -> 134; // router solicitation, advertisement
            case 134 -> 133;
            case 135 -> 136; // neighbor solicitation, advertisement
            case 136 -> 135;
            case 139 -> 140; // node information
            case 140 -> 139;
            case 144 -> 145; // home agent address discovery
            case 145 -> 144;
            default -> ONE_WAY;
        };
    }
}
