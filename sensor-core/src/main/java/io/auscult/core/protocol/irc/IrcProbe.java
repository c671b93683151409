package io.auscult.core.protocol.irc;

import io.auscult.core.protocol.Probe.Verdict;
import io.auscult.core.protocol.StreamView;
import java.nio.charset.StandardCharsets;

/**
 * Tells IRC (RFC 1459, 2812) by a whole line that no other protocol begins with: a client's {@code NICK}, {@code CAP}, {@code STARTTLS} or
 * {@code USER} with four parameters, behind {@code PASS} or not; a server's {@code :host 001} or notice. Stateless.
 */
final class IrcProbe {
    private static final int MAX_LINE = 512; // bytes, RFC 1459 section 2.3
    private static final byte[] NICK = ascii("NICK ");
    private static final byte[] USER = ascii("USER ");
    private static final byte[] PASS = ascii("PASS ");
    private static final byte[] CAP = ascii("CAP LS");
    private static final byte[] PRIVMSG = ascii("PRIVMSG ");
    private static final byte[] STARTTLS = ascii("STARTTLS");
    private static final byte[] AUTH = ascii("NOTICE AUTH :");
    private static final byte[] STAR = ascii("NOTICE * :");
    private static final byte[] NOTICE = ascii(" NOTICE ");
    private static final byte[] WELCOME = ascii(" 001 ");

    private IrcProbe() {}

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    static Verdict probe(StreamView in) {
        if (in.length() > 0 && "PNUCS:".indexOf(in.u8(0)) < 0) {
            return Verdict.NO;
        }
        int end = in.indexOf('\n', 0, MAX_LINE);
        if (end < 0) {
            return in.length() < MAX_LINE ? Verdict.UNSURE : Verdict.NO;
        }
        int from = 0;
        if (in.startsWith(PASS, 0)) {
            from = end + 1;
            end = in.indexOf('\n', from, from + MAX_LINE);
            if (end < 0) {
                return in.length() < from + MAX_LINE ? Verdict.UNSURE : Verdict.NO;
            }
        }
        return isLine(in, from, end) ? Verdict.YES : Verdict.NO;
    }

    private static boolean isLine(StreamView in, int from, int end) {
        if (in.u8(from) == ':') {
            int space = in.indexOf(' ', from, end);
            return space > from + 1 && (in.startsWith(NOTICE, space) || in.startsWith(WELCOME, space));
        }
        if (in.startsWith(USER, from)) {
            return spaces(in, from, end) >= 4;
        }
        return in.startsWith(NICK, from) && spaces(in, from, end) <= 2
                || in.startsWith(CAP, from)
                || in.startsWith(PRIVMSG, from)
                || in.startsWith(STARTTLS, from) && end - from <= STARTTLS.length + 1
                || in.startsWith(AUTH, from)
                || in.startsWith(STAR, from);
    }

    private static int spaces(StreamView in, int from, int end) {
        int spaces = 0;
        for (int i = from; i < end; i++) {
            spaces += in.u8(i) == ' ' ? 1 : 0;
        }
        return spaces;
    }
}
