package io.auscult.core.protocol.telnet;

import io.auscult.core.protocol.Probe;
import io.auscult.core.protocol.Probe.Verdict;
import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.line.Letters;

/** Tells Telnet by its option negotiation, which either side begins with; on its port also by a login prompt. */
final class TelnetProbe {
    private static final int DONT = 254;
    private static final int MAX_OPTION = 50; // assigned ones go up to 49, and 138 and above
    private static final int EXTENDED = 255;

    private TelnetProbe() {}

    static Verdict probe(StreamView first) {
        if (first.length() == 0) {
            return Verdict.UNSURE;
        }
        if (first.u8(0) != TelnetText.IAC) {
            boolean mayPrompt = first.connection().respPort == TelnetParser.PORT && !first.isOrig();
            return mayPrompt ? prompt(first) : Verdict.NO;
        }
        if (first.length() < 3) {
            return first.length() < 2 || isNegotiation(first.u8(1)) ? Verdict.UNSURE : Verdict.NO;
        }
        int option = first.u8(2);
        return isNegotiation(first.u8(1)) && (option <= MAX_OPTION || option == EXTENDED) ? Verdict.YES : Verdict.NO;
    }

    private static boolean isNegotiation(int c) {
        return c >= TelnetText.WILL && c <= DONT;
    }

    private static Verdict prompt(StreamView first) {
        for (int at = first.indexOf(':', 0, Probe.MAX_BYTES);
                at >= 0;
                at = first.indexOf(':', at + 1, Probe.MAX_BYTES)) {
            if (at >= 5 && Letters.at(first, at - 5, "LOGIN")
                    || at >= 8 && (Letters.at(first, at - 8, "PASSWORD") || Letters.at(first, at - 8, "USERNAME"))) {
                return Verdict.YES;
            }
        }
        return Verdict.UNSURE;
    }
}
