package io.auscult.core.protocol.ldap;

import io.auscult.core.protocol.Probe.Verdict;
import io.auscult.core.protocol.StreamView;

/**
 * Tells LDAP by its first message: a sequence of a message id and a known operation, RFC 4511 section 4.1.1, whose lengths agree. On its
 * own ports also by a buffer of a SASL security layer that was agreed on before.
 */
final class LdapProbe {
    static final int PORT = 389;
    static final int GLOBAL_CATALOG_PORT = 3268;

    private static final int SEQUENCE = 0x30;
    private static final int INTEGER = 0x02;
    private static final int MAX_ID_BYTES = 5; // 2^31 - 1, with a zero before it in the encodings of some
    private static final int MAX_HEAD = 6 + 2 + MAX_ID_BYTES + 6; // bytes up to where the operation begins
    private static final int MAX_BUFFER = 1 << 20; // bytes of a SASL buffer that is believed without more

    private static final long WAIT = -1;
    private static final long BROKEN = -2;

    private LdapProbe() {}

    static Verdict probe(StreamView first) {
        if (first.length() < 1) {
            return Verdict.UNSURE;
        }
        if (first.u8(0) == 0 && !first.isDatagram()) {
            return probeBuffer(first);
        }
        Verdict verdict = probe(first, 0, first.length());
        return verdict == Verdict.UNSURE && first.isDatagram() ? Verdict.NO : verdict;
    }

    private static Verdict probeBuffer(StreamView first) {
        int port = first.connection().respPort;
        if (port != PORT && port != GLOBAL_CATALOG_PORT) {
            return Verdict.NO;
        }
        if (first.length() < 8) {
            return Verdict.UNSURE;
        }
        int length = first.i32(0);
        boolean known = first.u16(4) == 0x0504 || first.u8(4) == 0x60 || first.i32(4) == 0x0100_0000;
        return known && length > 8 && length <= MAX_BUFFER ? Verdict.YES : Verdict.NO;
    }

    /** Whether a message begins here, judged by the bytes before {@code limit}. */
    static boolean isMessage(StreamView in, int at, int limit) {
        return probe(in, at, limit) == Verdict.YES;
    }

    private static Verdict probe(StreamView in, int at, int limit) {
        int available = limit - at;
        if (available < 1) {
            return Verdict.UNSURE;
        }
        if (in.u8(at) != SEQUENCE) {
            return Verdict.NO;
        }
        int next = at + 1;
        long content = length(in, next, limit);
        if (content < 0) {
            return content == WAIT ? Verdict.UNSURE : Verdict.NO;
        }
        next += lengthBytes(in, next);
        long end = next + content;
        if (limit < next + 2) {
            return Verdict.UNSURE;
        }
        int idBytes = in.u8(next + 1);
        if (in.u8(next) != INTEGER || idBytes == 0 || idBytes > MAX_ID_BYTES) {
            return Verdict.NO;
        }
        if (limit > next + 2 && in.u8(next + 2) >= 0x80) {
            return Verdict.NO; // ids are not negative
        }
        next += 2 + idBytes;
        if (limit < next + 2) {
            return available < MAX_HEAD && next < end ? Verdict.UNSURE : Verdict.NO;
        }
        if (!LdapOpcode.isOperation(in.u8(next))) {
            return Verdict.NO;
        }
        long operation = length(in, next + 1, limit);
        if (operation < 0) {
            return operation == WAIT ? Verdict.UNSURE : Verdict.NO;
        }
        long operationEnd = next + 1 + lengthBytes(in, next + 1) + operation;
        return operationEnd == end || operationEnd + 2 < end ? Verdict.YES : Verdict.NO; // controls may follow
    }

    private static long length(StreamView in, int at, int limit) {
        if (at >= limit) {
            return WAIT;
        }
        int first = in.u8(at);
        if (first < 0x80) {
            return first;
        }
        int size = first & 0x7F;
        if (size == 0 || size > 4) {
            return BROKEN;
        }
        if (at + size >= limit) {
            return WAIT;
        }
        long length = 0;
        for (int i = 1; i <= size; i++) {
            length = length << 8 | in.u8(at + i);
        }
        return length;
    }

    private static int lengthBytes(StreamView in, int at) {
        return in.u8(at) < 0x80 ? 1 : 1 + (in.u8(at) & 0x7F);
    }
}
