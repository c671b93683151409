package io.auscult.core.protocol.dns;

import io.auscult.core.protocol.Probe.Verdict;
import io.auscult.core.protocol.StreamView;

/**
 * Tells DNS by its first message. On its own ports a plausible header and question are enough; on any other port the whole message
 * must add up, to the last byte, and ask or answer one question of a known type about a name of ordinary letters.
 */
final class DnsProbe {
    private static final int MAX_RECORDS = 200; // in a message that is taken for DNS on an unusual port

    private DnsProbe() {}

    static Verdict probe(StreamView first) {
        boolean usual =
                DnsCodes.isUsualPort(first.connection().respPort) || DnsCodes.isUsualPort(first.connection().origPort);
        if (first.isDatagram()) {
            return isMessage(first, 0, first.length(), usual) ? Verdict.YES : Verdict.NO;
        }
        if (first.length() < 2) {
            return Verdict.UNSURE;
        }
        int length = first.u16(0);
        if (length < DnsMessage.HEADER + 5) { // a root question is the least
            return Verdict.NO;
        }
        if (first.length() < 2 + DnsMessage.HEADER || !usual && first.length() < 2 + length) {
            boolean hopeless = first.length() >= 8 && first.u16(6) > DnsMessage.MAX_QUESTIONS;
            return hopeless ? Verdict.NO : Verdict.UNSURE;
        }
        return !isTlsHello(first) && isMessage(first, 2, Math.min(length, first.length() - 2), usual)
                ? Verdict.YES
                : Verdict.NO;
    }

    /** TLS on DNS's own port: a handshake record that begins with a hello. */
    private static boolean isTlsHello(StreamView in) {
        return in.u16(0) == 0x1603 && (in.u8(5) == 1 || in.u8(5) == 2) && in.u8(6) == 0;
    }

    /** After a gap in a stream: whether the message's length and header, all there, make sense. */
    static boolean isMessageStart(StreamView in) {
        int flags = in.u16(4);
        return in.u16(0) >= DnsMessage.HEADER + 5
                && in.u16(6) == 1
                && (flags & 0x7840) == 0
                && DnsCodes.RCODES.has(flags & 0xF);
    }

    private static boolean isMessage(StreamView in, int start, int length, boolean usual) {
        if (length < DnsMessage.HEADER) {
            return false;
        }
        int flags = in.u16(start + 2);
        int opcode = flags >> 11 & 0xF;
        int questions = in.u16(start + 4);
        if (usual) {
            return questions <= DnsMessage.MAX_QUESTIONS;
        }
        boolean isReply = (flags & 0x8000) != 0;
        int answers = in.u16(start + 6);
        int authorities = in.u16(start + 8);
        int additionals = in.u16(start + 10);
        boolean plausible = questions == 1
                && (opcode == DnsCodes.OPCODE_QUERY)
                && (flags & 0x0040) == 0 // the one bit that must be zero
                && answers + authorities + additionals <= MAX_RECORDS
                && (isReply || (flags & 0x048F) == 0 && answers == 0 && authorities <= 1 && additionals <= 2);
        return plausible && addsUp(in, start, start + length, answers + authorities + additionals);
    }

    private static boolean addsUp(StreamView in, int start, int end, int records) {
        int next = ordinaryName(in, start + DnsMessage.HEADER, end);
        if (next < 0 || next + 4 > end || !DnsCodes.TYPES.has(in.u16(next)) || !isClass(in.u16(next + 2))) {
            return false;
        }
        next += 4;
        for (int n = records; n > 0; n--) {
            int at = DnsName.skip(in, end, next);
            if (at == DnsName.BROKEN || at + 10 > end) {
                return false;
            }
            next = at + 10 + in.u16(at + 8);
            if (next > end) {
                return false;
            }
        }
        return next == end;
    }

    /** Place behind a name of at least one label, without pointers and of printable characters only; -1 for anything else. */
    private static int ordinaryName(StreamView in, int from, int end) {
        int at = from;
        while (at < end) {
            int size = in.u8(at);
            if (size == 0) {
                return at > from ? at + 1 : -1;
            }
            if (size > 63 || at + 1 + size >= end || at - from > 254) {
                return -1;
            }
            for (int i = 1; i <= size; i++) {
                int c = in.u8(at + i);
                if (c <= ' ' || c >= 0x7F) {
                    return -1;
                }
            }
            at += 1 + size;
        }
        return -1;
    }

    private static boolean isClass(int code) {
        return DnsCodes.CLASSES.has(code & 0x7FFF); // the top bit asks for unicast in mDNS
    }
}
