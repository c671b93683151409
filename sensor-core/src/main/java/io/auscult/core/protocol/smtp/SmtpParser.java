package io.auscult.core.protocol.smtp;

import io.auscult.core.event.EventType;
import io.auscult.core.event.EventWriter;
import io.auscult.core.event.Field;
import io.auscult.core.protocol.Direction;
import io.auscult.core.protocol.Protocol;
import io.auscult.core.protocol.ProtocolParser;
import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.TextSlot;
import io.auscult.core.protocol.file.FileStream;
import io.auscult.core.protocol.identity.IdentityUse;
import io.auscult.core.protocol.identity.IdentityUse.Outcome;
import io.auscult.core.protocol.line.Line;
import io.auscult.core.protocol.line.LineReader;
import io.auscult.core.protocol.mime.DottedMessage;
import io.auscult.core.protocol.mime.MimeReader;
import io.auscult.core.protocol.sasl.SaslExchange;
import java.util.List;

/**
 * SMTP, RFC 5321: one {@code smtp} event for each mail transaction, when its message is answered, the next begins or the connection ends; one
 * {@code files} event for each part of a message; one {@code identity} event for each try to log in (RFC 4954). After STARTTLS the rest is TLS's.
 * Bodies and passwords are never written.
 */
public final class SmtpParser implements ProtocolParser {
    public static final EventType SMTP = EventType.of("smtp", "A mail transaction.");
    static final Field TRANS_DEPTH = SMTP.count("trans_depth", "Which transaction of its connection, from 1.");
    static final Field HELO = SMTP.text("helo", "What the client calls itself.");
    static final Field MAILFROM = SMTP.text("mailfrom", "The sender in the envelope.");
    static final Field RCPTTO = SMTP.textList("rcptto", "The recipients in the envelope.");
    static final Field DATE = SMTP.text("date", "The Date header.");
    static final Field FROM = SMTP.text("from", "The From header.");
    static final Field TO = SMTP.textList("to", "The To header.");
    static final Field CC = SMTP.textList("cc", "The Cc header.");
    static final Field REPLY_TO = SMTP.text("reply_to", "The Reply-To header.");
    static final Field MSG_ID = SMTP.text("msg_id", "The Message-ID header.");
    static final Field IN_REPLY_TO = SMTP.text("in_reply_to", "The In-Reply-To header.");
    static final Field SUBJECT = SMTP.text("subject", "The Subject header.");
    static final Field X_ORIGINATING_IP = SMTP.address("x_originating_ip", "The X-Originating-IP header.");
    static final Field FIRST_RECEIVED = SMTP.text("first_received", "The first station's Received header.");
    static final Field SECOND_RECEIVED = SMTP.text("second_received", "The second station's Received header.");
    static final Field LAST_REPLY = SMTP.text("last_reply", "The server's last reply.");
    static final Field PATH = SMTP.addressList("path", "The stations of the mail, the last first.");
    static final Field USER_AGENT = SMTP.text("user_agent", "The program that wrote the mail.");
    static final Field TLS = SMTP.bool("tls", "Whether the connection went over to TLS.");
    static final Field FUIDS = SMTP.textList("fuids", "The files in the message.");

    public static final Protocol PROTOCOL = new Protocol(
            "smtp",
            true,
            false,
            List.of(25, 587, 2525),
            SmtpProbe::probe,
            SmtpParser::new,
            List.of(SMTP, FileStream.FILES, IdentityUse.IDENTITY));

    static final int MAX_LINE = 1 << 14; // bytes; RFC 4954 section 4 demands 12,288
    static final int MAX_BAD_LINES = 16; // of the server, in a row

    private static final int MAX_NAME = 512;

    private final LineReader commands = new LineReader(MAX_LINE);
    private final LineReader replies = new LineReader(MAX_LINE);
    private final Line line = new Line();
    private final SmtpReplies waiting = new SmtpReplies();
    private final SmtpMail mail = new SmtpMail();
    private final MimeReader message = new MimeReader("SMTP", mail);
    private final DottedMessage data = new DottedMessage(message);
    private final SaslExchange sasl = new SaslExchange("smtp");
    private final TextSlot helo = new TextSlot(MAX_NAME);
    private final TextSlot server = new TextSlot(MAX_NAME);
    private final TextSlot text = new TextSlot(MAX_NAME);
    private SmtpCommand answered = SmtpCommand.UNKNOWN; // by the reply at work
    private long chunk; // bytes of BDAT to come
    private boolean lastChunk;
    private boolean messageSent; // the mail's message is complete, and its reply has not come
    private boolean challenged; // the next line answers AUTH
    private int openReply; // code of a reply of several lines that has not ended
    private int transferred;
    private int badLines;

    public SmtpParser() {
        reset();
    }

    @Override
    public int onData(StreamView in, EventWriter out) {
        return in.isOrig() ? onClient(in, out) : onServer(in, out);
    }

    // ---- the client ----

    private int onClient(StreamView in, EventWriter out) {
        int at = 0;
        while (at < in.length()) {
            int next;
            if (chunk > 0) {
                next = onChunk(in, at, out);
            } else if (data.isOpen()) {
                next = data.take(in, at, out);
                if (!data.isOpen()) {
                    endData();
                }
            } else {
                next = commands.next(in, at, line);
                if (line.isSet() && line.length() > 0) {
                    onCommand(in, out);
                }
            }
            if (next == at) {
                break;
            }
            at = next;
        }
        return at;
    }

    private int onChunk(StreamView in, int at, EventWriter out) {
        beginMessage(in, out);
        int size = (int) Math.min(chunk, in.length() - at);
        message.data(in, at, size);
        chunk -= size;
        if (chunk == 0 && lastChunk) {
            message.end();
        }
        return at + size;
    }

    private void beginData() {
        data.begin();
        commands.reset(); // a line at hand is the message's
    }

    private void beginMessage(StreamView in, EventWriter out) {
        if (!message.isOpen()) {
            message.beginMessage(in, out);
        }
    }

    private void endData() {
        messageSent = true;
        waiting.add(SmtpCommand.END_OF_DATA);
    }

    private void onCommand(StreamView in, EventWriter out) {
        int word = line.skipSpace(line.from());
        int wordEnd = line.wordEnd(word);
        SmtpCommand command = SmtpCommand.of(line, word, wordEnd);
        if (sasl.isOpen() && (challenged || command == SmtpCommand.UNKNOWN)) {
            challenged = false;
            waiting.add(SmtpCommand.AUTH_ANSWER);
            sasl.client(in, line, line.from(), out);
            return;
        }
        int from = line.skipSpace(wordEnd);
        waiting.add(command == SmtpCommand.BDAT && isLastChunk(from) ? SmtpCommand.LAST_BDAT : command);
        if (command == SmtpCommand.UNKNOWN) {
            return;
        }
        in.confirm();
        open(in, out);
        switch (command) {
            case EHLO, HELO, LHLO -> {
                line.copy(from, line.to(), helo);
                mail.helo(helo);
            }
            case MAIL -> onMail(in, from, out);
            case RCPT -> {
                if (line.has("TO:", from)) {
                    mail.active = true;
                    mail.rcptTo.addMailAddresses(in.array(), in.arrayOffset() + from, in.arrayOffset() + line.to());
                }
            }
            case DATA -> beginData();
            case BDAT -> onBdat(from);
            case AUTH -> onAuth(in, from, out);
            default -> {}
        }
    }

    private void onMail(StreamView in, int from, EventWriter out) {
        if (line.has("FROM:", from)) {
            flush(in, out);
            SmtpAddresses.first(in.array(), in.arrayOffset() + from, in.arrayOffset() + line.to(), mail.mailFrom);
            mail.active = true;
        }
    }

    private boolean isLastChunk(int from) {
        return line.digit(from) >= 0
                && line.is("LAST", line.skipSpace(line.wordEnd(from)), line.trimEnd(from, line.to()));
    }

    private void onBdat(int from) {
        long size = 0;
        int at = from;
        for (; line.digit(at) >= 0; at++) {
            size = Math.min(size * 10 + line.digit(at), Integer.MAX_VALUE);
        }
        boolean last = isLastChunk(from);
        if (at == from || !last && line.trimEnd(from, line.to()) != at) {
            return; // refused, and nothing follows
        }
        chunk = size;
        lastChunk = last;
        messageSent = lastChunk;
    }

    private void onAuth(StreamView in, int from, EventWriter out) {
        sasl.begin(in, line, from, out);
        challenged = false;
        name(sasl.identity());
    }

    private void name(IdentityUse identity) {
        if (helo.length() > 0) {
            identity.clientName().append(helo);
        }
        if (server.length() > 0) {
            identity.serverName().append(server);
        }
    }

    // ---- the server ----

    private int onServer(StreamView in, EventWriter out) {
        int at = 0;
        while (at < in.length()) {
            int next = replies.next(in, at, line);
            if (next == at) {
                break;
            }
            at = next;
            if (line.isSet() && !onReply(in, out)) {
                return DONE;
            }
            if (in.isHandedOver()) {
                break;
            }
        }
        return at;
    }

    /** @return whether this may still be SMTP */
    private boolean onReply(StreamView in, EventWriter out) {
        int code = line.replyCode();
        if (code < 100 || code > 599) {
            return line.length() == 0 || ++badLines < MAX_BAD_LINES;
        }
        badLines = 0;
        boolean more = line.at(line.from() + 3) == '-';
        if (openReply != code) {
            answered = waiting.take(code);
        }
        openReply = more ? code : 0;
        int from = line.skipSpace(Math.min(line.from() + (more ? 4 : 3), line.to()));
        boolean ofMessage = answered == SmtpCommand.END_OF_DATA || answered == SmtpCommand.LAST_BDAT;
        open(in, out);
        if (!ofMessage || messageSent) {
            boolean unknown = answered
                    == SmtpCommand.UNKNOWN; // some servers repeat what they do not understand: it may be a password
            mail.reply(code, in.array(), in.arrayOffset() + from, unknown && code >= 500 ? 0 : line.to() - from);
        }
        if (!more) {
            onAnswer(in, code, from, ofMessage, out);
        }
        return true;
    }

    private void onAnswer(StreamView in, int code, int from, boolean ofMessage, EventWriter out) {
        if (ofMessage) {
            transferred++;
            if (messageSent) {
                flush(in, out);
            }
            return;
        }
        switch (answered) {
            case GREETING -> line.copy(from, line.wordEnd(from), server);
            case DATA -> {
                if (code != 354 && data.isOpen()) {
                    data.end();
                }
            }
            case STARTTLS -> {
                if (code == 220) {
                    mail.tls = true;
                    mail.active = true;
                    in.handOver();
                }
            }
            case AUTH, AUTH_ANSWER -> onAuthReply(in, code, from, out);
            default -> {
                if (code == 354 && !data.isOpen()) {
                    beginData(); // the command was not seen
                }
            }
        }
    }

    private void onAuthReply(StreamView in, int code, int from, EventWriter out) {
        if (code == 334) {
            challenged = true;
            sasl.server(in, from, line.to(), out);
        } else if (code == 235 || code >= 400) {
            line.copy(from, line.to(), text);
            sasl.outcome(code == 235 ? Outcome.SUCCESS : Outcome.FAILURE, text, out);
            challenged = false;
        }
    }

    // ---- transactions ----

    private void open(StreamView in, EventWriter out) {
        if (!mail.isOpen()) {
            mail.begin(out.nowNs(), transferred + 1, helo, in.connection());
        }
    }

    /** The transaction is over: its event is written, and the next begins. */
    private void flush(StreamView in, EventWriter out) {
        if (mail.active) {
            mail.write(out);
        }
        if (mail.active || messageSent) {
            mail.begin(out.nowNs(), transferred + 1, helo, in.connection());
        }
        messageSent = false;
    }

    @Override
    public boolean onGap(Direction direction, long length, EventWriter out) {
        if (direction == Direction.RESP) {
            replies.reset();
            openReply = 0;
            return true;
        }
        commands.reset();
        if (chunk > 0) {
            long missing = Math.min(chunk, length);
            message.gap(missing);
            chunk -= missing;
            if (chunk == 0 && lastChunk) {
                message.end();
            }
        } else if (data.isOpen()) {
            data.gap(length);
        }
        return true;
    }

    @Override
    public void onEnd(EventWriter out) {
        message.brokenOff();
        message.end();
        if (mail.isOpen() && mail.active) {
            mail.write(out);
        }
        mail.reset();
        sasl.end(out);
    }

    @Override
    public int kept() {
        return message.kept() + mail.kept() + sasl.kept();
    }

    @Override
    public void reset() {
        commands.reset();
        replies.reset();
        waiting.clear();
        waiting.add(SmtpCommand.GREETING);
        mail.reset();
        message.reset();
        sasl.reset();
        helo.clear();
        server.clear();
        text.clear();
        answered = SmtpCommand.UNKNOWN;
        data.reset();
        chunk = 0;
        lastChunk = false;
        messageSent = false;
        challenged = false;
        openReply = 0;
        transferred = 0;
        badLines = 0;
    }
}
