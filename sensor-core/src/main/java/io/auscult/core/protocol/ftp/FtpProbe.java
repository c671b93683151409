package io.auscult.core.protocol.ftp;

import io.auscult.core.protocol.Probe;
import io.auscult.core.protocol.Probe.Verdict;
import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.line.Letters;

/**
 * Tells FTP by the client's first command, or by what the server says. A greeting 220 might be SMTP's and USER might be POP3's: then the port
 * tells, or what follows.
 */
final class FtpProbe {
    /** Said first by clients of FTP alone. */
    private static final String[] OPENINGS = {"FEAT", "SYST", "CLNT", "HOST", "PASV", "EPSV", "EPRT"};

    /** Taken for FTP on its ports. */
    private static final String[] COMMANDS = {
        "USER", "PASS", "AUTH", "FEAT", "SYST", "CLNT", "HOST", "OPTS", "QUIT", "NOOP", "HELP", "STAT", "SITE", "PASV",
        "EPSV", "PORT", "EPRT", "TYPE", "MODE", "RETR", "STOR", "APPE", "LIST", "NLST", "MLSD", "CWD", "PWD", "SIZE",
        "MDTM", "DELE"
    };

    /** What comes behind USER and PASS where it is not POP3. */
    private static final String[] FOLLOWERS = {
        "SYST", "TYPE", "PASV", "EPSV", "PORT", "EPRT", "FEAT", "CWD", "PWD", "STOR", "OPTS", "ACCT"
    };

    private static final String[] USER = {"USER"};
    private static final String[] PASS = {"PASS"};
    private static final String[] AUTH_TYPES = {"TLS", "SSL", "TLS-C", "TLS-P", "GSSAPI", "KERBEROS_V4"};

    private FtpProbe() {}

    static Verdict probe(StreamView first) {
        boolean usual = FtpParser.PROTOCOL.isUsualPort(first.connection().respPort);
        if (!first.isOrig()) {
            return server(first, usual);
        }
        return usual ? Letters.firstLines(first, COMMANDS) : client(first);
    }

    private static Verdict server(StreamView first, boolean usual) {
        Verdict reply = Letters.reply(first);
        if (usual || reply != Verdict.YES) {
            return reply;
        }
        if (!Letters.at(first, 0, "220") && !Letters.at(first, 0, "120")) {
            return Verdict.NO;
        }
        int lineFeed = first.indexOf('\n', 0, Probe.MAX_BYTES);
        int end = lineFeed < 0 ? first.length() : lineFeed;
        for (int at = 4; at < end; at++) {
            if (Letters.at(first, at, "FTP") && first.u8(at - 1) != 'T' && first.u8(at - 1) != 't') { // no TFTP
                return Verdict.YES;
            }
        }
        while (lineFeed >= 0) {
            if (Letters.at(first, lineFeed + 1, "331 ") || Letters.at(first, lineFeed + 1, "230 ")) {
                return Verdict.YES;
            }
            lineFeed = first.indexOf('\n', lineFeed + 1, Probe.MAX_BYTES);
        }
        return Verdict.UNSURE; // until the client speaks
    }

    private static Verdict client(StreamView first) {
        if (Letters.wordAt(first, 0, OPENINGS)) {
            return Verdict.YES;
        }
        if (Letters.mayBecomeWord(first, 0, OPENINGS) || Letters.mayBecome(first, 0, "USER ")) {
            return Verdict.UNSURE;
        }
        if (Letters.at(first, 0, "AUTH ")) {
            return Letters.wordAt(first, 5, AUTH_TYPES)
                    ? Verdict.YES
                    : Letters.mayBecomeWord(first, 5, AUTH_TYPES) ? Verdict.UNSURE : Verdict.NO;
        }
        if (Letters.mayBecome(first, 0, "AUTH ")) {
            return Verdict.UNSURE;
        }
        return Letters.wordAt(first, 0, USER) ? behindUser(first) : Verdict.NO;
    }

    private static Verdict behindUser(StreamView first) {
        int at = first.indexOf('\n', 0, Probe.MAX_BYTES) + 1;
        while (at > 0) {
            if (Letters.wordAt(first, at, FOLLOWERS)) {
                return Verdict.YES;
            }
            if (Letters.mayBecomeWord(first, at, FOLLOWERS)
                    || Letters.mayBecomeWord(first, at, USER)
                    || Letters.mayBecomeWord(first, at, PASS)) {
                return Verdict.UNSURE;
            }
            if (!Letters.wordAt(first, at, USER) && !Letters.wordAt(first, at, PASS)) {
                return Verdict.NO;
            }
            at = first.indexOf('\n', at, Probe.MAX_BYTES) + 1;
        }
        return Verdict.UNSURE;
    }
}
