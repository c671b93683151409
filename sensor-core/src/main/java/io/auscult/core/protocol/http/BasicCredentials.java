package io.auscult.core.protocol.http;

import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.TextSlot;

/** Reads the user name of Basic authentication, RFC 7617, and never the password: decoding ends at the colon. Stateless. */
final class BasicCredentials {
    private BasicCredentials() {}

    /** Sets {@code username} when the Base64 at {@code from} holds one before a colon. */
    static void username(StreamView in, int from, int to, TextSlot username) {
        username.set(in, from, 0);
        int held = 0;
        int bits = 0;
        for (int at = from; at < to; at++) {
            int digit = digit(in.u8(at));
            if (digit < 0) {
                break;
            }
            held = held << 6 | digit;
            bits += 6;
            if (bits >= 8) {
                bits -= 8;
                int c = held >>> bits & 0xFF;
                if (c == ':') {
                    return;
                }
                username.append((byte) c);
            }
        }
        username.clear(); // without a colon it might as well be a secret
    }

    /** Appends what the Base64 at {@code from} holds; padding, or anything else, ends it. */
    static void decode(StreamView in, int from, int to, TextSlot into) {
        decode(in.array(), in.arrayOffset() + from, in.arrayOffset() + to, into);
    }

    static void decode(byte[] bytes, int from, int to, TextSlot into) {
        int held = 0;
        int bits = 0;
        for (int at = from; at < to; at++) {
            int digit = digit(bytes[at]);
            if (digit < 0) {
                return;
            }
            held = held << 6 | digit;
            bits += 6;
            if (bits >= 8) {
                bits -= 8;
                into.append((byte) (held >>> bits));
            }
        }
    }

    private static int digit(int c) {
        if (c >= 'A' && c <= 'Z') {
            return c - 'A';
        } else if (c >= 'a' && c <= 'z') {
            return c - 'a' + 26;
        } else if (c >= '0' && c <= '9') {
            return c - '0' + 52;
        }
        return c == '+' ? 62 : c == '/' ? 63 : -1;
    }
}
