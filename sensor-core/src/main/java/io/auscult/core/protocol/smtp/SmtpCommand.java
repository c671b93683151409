package io.auscult.core.protocol.smtp;

import io.auscult.core.protocol.line.Line;

/** What a reply may answer, RFC 5321 section 4.1 and its extensions. */
enum SmtpCommand {
    GREETING(""),
    EHLO("EHLO"),
    HELO("HELO"),
    LHLO("LHLO"),
    MAIL("MAIL"),
    RCPT("RCPT"),
    DATA("DATA"),
    BDAT("BDAT"),
    RSET("RSET"),
    NOOP("NOOP"),
    QUIT("QUIT"),
    STARTTLS("STARTTLS"),
    AUTH("AUTH"),
    VRFY("VRFY"),
    EXPN("EXPN"),
    HELP("HELP"),
    ETRN("ETRN"),
    TURN("TURN"),
    SEND("SEND"),
    SOML("SOML"),
    SAML("SAML"),
    XCLIENT("XCLIENT"),
    XFORWARD("XFORWARD"),
    BURL("BURL"),
    LAST_BDAT(""),
    END_OF_DATA(""),
    AUTH_ANSWER(""),
    UNKNOWN("");

    private static final SmtpCommand[] ALL = values();

    private final String word;

    SmtpCommand(String word) {
        this.word = word;
    }

    static SmtpCommand of(Line line, int from, int to) {
        for (SmtpCommand command : ALL) {
            if (!command.word.isEmpty() && line.is(command.word, from, to)) {
                return command;
            }
        }
        return UNKNOWN;
    }
}
