package io.auscult.core.protocol.imap;

import io.auscult.core.protocol.Probe.Verdict;
import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.line.Letters;

/** Tells IMAP by the server's untagged greeting, or by a client's tag with a command of IMAP behind it. */
final class ImapProbe {
    private static final String[] GREETINGS = {"* OK", "* PREAUTH", "* BYE"};
    private static final String[] COMMANDS = {
        "CAPABILITY", "LOGIN", "AUTHENTICATE", "STARTTLS", "LOGOUT", "NOOP", "ID", "SELECT"
    };
    private static final int MAX_TAG = 16; // bytes

    private ImapProbe() {}

    static Verdict probe(StreamView first) {
        if (!first.isOrig()) {
            return Letters.wordAt(first, 0, GREETINGS)
                    ? Verdict.YES
                    : Letters.mayBecomeWord(first, 0, GREETINGS) ? Verdict.UNSURE : Verdict.NO;
        }
        int at = 0;
        while (at < first.length() && at <= MAX_TAG && isOfTag(first.u8(at))) {
            at++;
        }
        if (at > MAX_TAG) {
            return Verdict.NO;
        }
        if (at == first.length()) {
            return Verdict.UNSURE;
        }
        if (at == 0 || first.u8(at) != ' ') {
            return Verdict.NO;
        }
        if (Letters.wordAt(first, at + 1, COMMANDS)) {
            return Verdict.YES;
        }
        return Letters.mayBecomeWord(first, at + 1, COMMANDS) ? Verdict.UNSURE : Verdict.NO;
    }

    private static boolean isOfTag(int c) {
        return c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c == '.' || c == '_' || c == '-';
    }
}
