package io.auscult.core.protocol.smtp;

import io.auscult.core.protocol.Probe;
import io.auscult.core.protocol.Probe.Verdict;
import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.line.Letters;

/** Tells SMTP by the client's EHLO or HELO, or by a greeting that names it; on its ports by any greeting and any command. */
final class SmtpProbe {
    private static final String[] OPENINGS = {"EHLO", "HELO", "LHLO"};
    private static final String[] COMMANDS = {
        "EHLO",
        "HELO",
        "LHLO",
        "MAIL",
        "RCPT",
        "DATA",
        "RSET",
        "NOOP",
        "QUIT",
        "VRFY",
        "EXPN",
        "HELP",
        "AUTH",
        "STARTTLS",
        "BDAT"
    };

    private SmtpProbe() {}

    static Verdict probe(StreamView first) {
        boolean usual = SmtpParser.PROTOCOL.isUsualPort(first.connection().respPort);
        if (first.isOrig()) {
            if (usual) {
                return Letters.firstLines(first, COMMANDS);
            }
            return Letters.wordAt(first, 0, OPENINGS)
                    ? Verdict.YES
                    : Letters.mayBecomeWord(first, 0, OPENINGS) ? Verdict.UNSURE : Verdict.NO;
        }
        return server(first, usual);
    }

    private static Verdict server(StreamView first, boolean usual) {
        Verdict reply = Letters.reply(first);
        if (usual || reply != Verdict.YES) {
            return reply;
        }
        if (!Letters.at(first, 0, "220")) {
            return Verdict.NO;
        }
        int lineFeed = first.indexOf('\n', 0, Probe.MAX_BYTES);
        int end = lineFeed < 0 ? first.length() : lineFeed;
        for (int at = 4; at < end; at++) {
            if (Letters.at(first, at, "SMTP") || Letters.at(first, at, "LMTP")) {
                return Verdict.YES;
            }
        }
        return Verdict.UNSURE; // until the client speaks
    }
}
