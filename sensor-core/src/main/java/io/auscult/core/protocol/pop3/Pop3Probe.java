package io.auscult.core.protocol.pop3;

import io.auscult.core.protocol.Probe;
import io.auscult.core.protocol.Probe.Verdict;
import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.line.Letters;

/** Tells POP3 by the server's {@code +OK} with its name, or by commands that no other protocol has; on its port by {@code +OK} alone. */
final class Pop3Probe {
    private static final String[] COMMANDS = {
        "USER", "PASS", "CAPA", "APOP", "AUTH", "STLS", "STAT", "LIST", "UIDL", "RETR", "DELE", "TOP", "NOOP", "QUIT",
        "RSET"
    };
    private static final String[] OPENINGS = {"CAPA", "APOP", "STLS"};
    private static final String[] FOLLOWERS = {"STAT", "UIDL", "LIST", "RETR"};
    private static final String[] LOGIN = {"USER", "PASS"};

    private Pop3Probe() {}

    static Verdict probe(StreamView first) {
        boolean usual = first.connection().respPort == Pop3Parser.PORT;
        if (!first.isOrig()) {
            return server(first, usual);
        }
        return usual ? Letters.firstLines(first, COMMANDS) : client(first);
    }

    private static Verdict server(StreamView first, boolean usual) {
        if (Letters.mayBecome(first, 0, "+OK ")) {
            return Verdict.UNSURE;
        }
        boolean refused = usual && Letters.at(first, 0, "-ERR");
        if (!Letters.at(first, 0, "+OK ") && !(usual && Letters.at(first, 0, "+OK")) && !refused) {
            return Letters.mayBecome(first, 0, "-ERR") ? Verdict.UNSURE : Verdict.NO;
        }
        if (usual) {
            return Verdict.YES;
        }
        int lineFeed = first.indexOf('\n', 0, Probe.MAX_BYTES);
        int end = lineFeed < 0 ? first.length() : lineFeed;
        for (int at = 4; at < end; at++) {
            if (Letters.at(first, at, "POP")) {
                return Verdict.YES;
            }
        }
        return Verdict.UNSURE; // until the client speaks
    }

    private static Verdict client(StreamView first) {
        if (Letters.wordAt(first, 0, OPENINGS)) {
            return Verdict.YES;
        }
        int at = 0;
        while (true) {
            if (at > 0 && Letters.wordAt(first, at, FOLLOWERS)) {
                return Verdict.YES;
            }
            boolean open = Letters.mayBecomeWord(first, at, LOGIN)
                    || Letters.mayBecomeWord(first, at, at == 0 ? OPENINGS : FOLLOWERS);
            if (open) {
                return Verdict.UNSURE;
            }
            int lineFeed = first.indexOf('\n', at, Probe.MAX_BYTES);
            if (!Letters.wordAt(first, at, LOGIN)) {
                return Verdict.NO;
            }
            if (lineFeed < 0) {
                return Verdict.UNSURE;
            }
            at = lineFeed + 1;
        }
    }
}
