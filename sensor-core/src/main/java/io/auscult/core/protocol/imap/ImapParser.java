package io.auscult.core.protocol.imap;

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
import io.auscult.core.protocol.mime.MimeReader;
import io.auscult.core.protocol.sasl.SaslExchange;
import java.util.List;

/**
 * IMAP, RFC 9051: one {@code identity} event for each LOGIN and AUTHENTICATE, one {@code imap} event when the connection ends. Literals of both
 * sides are counted and passed over, all but a user's name. Passwords are never kept. After STARTTLS the rest is TLS's.
 */
public final class ImapParser implements ProtocolParser {
    public static final EventType IMAP = EventType.of("imap", "An IMAP connection.");
    static final Field USER = IMAP.text("user", "Who tried to log in last.");
    static final Field SUCCESS = IMAP.bool("success", "Whether somebody was let in.");
    static final Field TRIES = IMAP.count("tries", "How often somebody tried to log in.");
    static final Field MAILBOX = IMAP.text("mailbox", "The mailbox that was opened first.");
    static final Field TLS = IMAP.bool("tls", "Whether the connection went over to TLS.");

    static final int PORT = 143;

    public static final Protocol PROTOCOL = new Protocol(
            "imap",
            true,
            false,
            List.of(PORT),
            ImapProbe::probe,
            ImapParser::new,
            List.of(IMAP, FileStream.FILES, IdentityUse.IDENTITY));

    private static final int MAX_LINE = 1 << 14; // bytes
    private static final int MAX_TEXT = 256;
    private static final int MAX_TAG = 64;
    private static final long MAX_LITERAL = 1L << 32;

    private final LineReader[] lines = {new LineReader(MAX_LINE), new LineReader(MAX_LINE)};
    private final long[] literal = new long[2]; // bytes to come of each direction
    private final MimeReader[] messages = new MimeReader[2]; // of each direction; made with its first
    private final Line line = new Line();
    private final SaslExchange sasl = new SaslExchange("imap");
    private final IdentityUse identity = new IdentityUse();
    private final TextSlot user = new TextSlot(MAX_TEXT);
    private final TextSlot mailbox = new TextSlot(MAX_TEXT);
    private final TextSlot text = new TextSlot(MAX_TEXT);
    private final TextSlot tryTag = new TextSlot(MAX_TAG); // of LOGIN or AUTHENTICATE; unset when none is open
    private final TextSlot tlsTag = new TextSlot(MAX_TAG);
    private boolean userIsLiteral; // the literal at hand is LOGIN's name
    private boolean continues; // the next line goes on a command
    private boolean inLogin; // a LOGIN without its answer
    private boolean challenged;
    private boolean confirmed;
    private boolean success;
    private boolean tls;
    private long tries;

    public ImapParser() {
        reset();
    }

    @Override
    public int onData(StreamView in, EventWriter out) {
        int d = in.direction().ordinal();
        int at = 0;
        while (at < in.length()) {
            if (literal[d] > 0) {
                at += literal(in, at, d);
                continue;
            }
            int next = lines[d].next(in, at, line);
            if (next == at) {
                break;
            }
            at = next;
            if (line.isSet()) {
                if (in.isOrig()) {
                    onRequest(in, out);
                } else {
                    onReply(in, out);
                }
                literal[d] = literalBehind();
                if (literal[d] > 0) {
                    beginLiteral(in, d, out);
                }
                if (in.isHandedOver()) {
                    break;
                }
            }
        }
        return at;
    }

    private int literal(StreamView in, int at, int d) {
        int size = (int) Math.min(literal[d], in.length() - at);
        if (in.isOrig() && userIsLiteral) {
            user.append(in, at, size);
        }
        literal[d] -= size;
        MimeReader message = messages[d];
        if (message != null && message.isOpen()) {
            message.data(in, at, size);
            if (literal[d] == 0) {
                message.end();
            }
        }
        return size;
    }

    /** A literal begins: a whole message, when that is what the line says (RFC 9051 sections 6.3.12 and 7.5.2). */
    private void beginLiteral(StreamView in, int d, EventWriter out) {
        int open = line.to() - 1;
        while (open > line.from() && line.at(open) != '{') {
            open--;
        }
        int end = line.trimEnd(line.from(), open);
        boolean whole;
        if (in.isOrig()) {
            int word = line.skipSpace(line.wordEnd(line.from()));
            whole = line.is("APPEND", word, line.wordEnd(word));
        } else {
            whole = ends("BODY[]", end) || ends("RFC822", end);
        }
        if (!whole) {
            return;
        }
        if (messages[d] == null) {
            messages[d] = new MimeReader("IMAP", file -> {});
        }
        messages[d].beginMessage(in, out);
    }

    private boolean ends(String upperCase, int end) {
        int from = end - upperCase.length();
        return from > line.from() && line.is(upperCase, from, end);
    }

    /** Length of the literal that the line ends with, {@code {12}} or {@code {12+}}; 0 for none. */
    private long literalBehind() {
        int at = line.to() - 1;
        if (line.isCut() || line.at(at) != '}') {
            return 0;
        }
        at--;
        if (line.at(at) == '+') {
            at--;
        }
        int end = at;
        long number = 0;
        long place = 1;
        for (; line.digit(at) >= 0 && end - at < 11; at--) {
            number += line.digit(at) * place;
            place *= 10;
        }
        return line.at(at) == '{' && at < end ? Math.min(number, MAX_LITERAL) : 0;
    }

    // ---- the client ----

    private void onRequest(StreamView in, EventWriter out) {
        if (sasl.isOpen() && challenged) {
            challenged = false;
            sasl.client(in, line, line.from(), out);
            return;
        }
        if (continues) {
            userIsLiteral = false; // what follows is a password, or nothing for us
            continues = literalBehind() > 0;
            return;
        }
        if (line.length() > 0) {
            onCommand(in, out);
            continues = literalBehind() > 0;
        }
    }

    private void onCommand(StreamView in, EventWriter out) {
        int tagEnd = line.wordEnd(line.from());
        int word = line.skipSpace(tagEnd);
        int wordEnd = line.wordEnd(word);
        int from = line.skipSpace(wordEnd);
        if (line.is("LOGIN", word, wordEnd)) {
            beginTry(tagEnd, out);
            inLogin = true;
            userIsLiteral = line.at(from) == '{';
            if (!userIsLiteral) {
                copyString(from, user);
            }
        } else if (line.is("AUTHENTICATE", word, wordEnd)) {
            beginTry(tagEnd, out);
            sasl.begin(in, line, from, out);
        } else if (line.is("STARTTLS", word, wordEnd)) {
            line.copy(line.from(), tagEnd, tlsTag);
        } else if (line.is("SELECT", word, wordEnd) || line.is("EXAMINE", word, wordEnd)) {
            if (!mailbox.isSet()) {
                copyString(from, mailbox);
            }
        } else if (!line.is("CAPABILITY", word, wordEnd)
                && !line.is("LOGOUT", word, wordEnd)
                && !line.is("ID", word, wordEnd)
                && !line.is("NOOP", word, wordEnd)) {
            return;
        }
        in.confirm();
        confirmed = true;
    }

    private void beginTry(int tagEnd, EventWriter out) {
        endTry(Outcome.UNKNOWN, out);
        tries++;
        line.copy(line.from(), tagEnd, tryTag);
        user.clear();
    }

    /** An atom or a string in quotes, RFC 9051 section 9. */
    private void copyString(int from, TextSlot into) {
        if (line.at(from) != '"') {
            line.copy(from, line.wordEnd(from), into);
            return;
        }
        into.clear();
        into.append("");
        for (int at = from + 1; at < line.to() && line.at(at) != '"'; at++) {
            if (line.at(at) == '\\' && at + 1 < line.to()) {
                at++;
            }
            into.append((byte) line.at(at));
        }
    }

    // ---- the server ----

    private void onReply(StreamView in, EventWriter out) {
        int from = line.from();
        if (line.at(from) == '+') {
            if (sasl.isOpen()) {
                challenged = true;
                sasl.server(in, line.skipSpace(from + 1), line.to(), out);
            }
            return;
        }
        if (line.at(from) == '*') {
            return;
        }
        int tagEnd = line.wordEnd(from);
        int word = line.skipSpace(tagEnd);
        int wordEnd = line.wordEnd(word);
        boolean ok = line.is("OK", word, wordEnd);
        if (isTag(tryTag, tagEnd)) {
            success |= ok;
            line.copy(line.skipSpace(wordEnd), line.to(), text);
            endTry(ok ? Outcome.SUCCESS : Outcome.FAILURE, out);
        } else if (isTag(tlsTag, tagEnd)) {
            tlsTag.clear();
            if (ok) {
                tls = true;
                in.handOver();
            }
        }
    }

    private boolean isTag(TextSlot tag, int end) {
        if (!tag.isSet()) {
            return false;
        }
        line.copy(line.from(), Math.min(end, line.from() + MAX_TAG), text);
        return text.textEquals(tag);
    }

    private void endTry(Outcome outcome, EventWriter out) {
        if (sasl.isOpen()) {
            user.clear();
            user.append(sasl.identity().user());
            if (outcome == Outcome.UNKNOWN) {
                sasl.end(out);
            } else {
                sasl.outcome(outcome, text, out);
            }
        } else if (inLogin) {
            identity.user().append(user);
            identity.cleartext(true);
            if (outcome == Outcome.FAILURE) {
                identity.reason().append(text);
            }
            identity.write(out, "imap", "login", "", outcome);
        }
        inLogin = false;
        challenged = false;
        userIsLiteral = false;
        tryTag.clear();
    }

    @Override
    public boolean onGap(Direction direction, long length, EventWriter out) {
        int d = direction.ordinal();
        MimeReader message = messages[d];
        if (message != null && message.isOpen()) {
            message.gap(Math.min(length, literal[d]));
            if (length >= literal[d]) {
                message.end();
            }
        }
        lines[d].reset();
        if (length < literal[d]) {
            literal[d] -= length;
        } else {
            literal[d] = 0;
            continues &= direction != Direction.ORIG;
        }
        return true;
    }

    @Override
    public void onEnd(EventWriter out) {
        endTry(Outcome.UNKNOWN, out);
        for (MimeReader message : messages) {
            if (message != null) {
                message.end();
            }
        }
        if (!confirmed) {
            return;
        }
        out.begin(IMAP);
        if (user.length() > 0) {
            user.to(out, USER);
        }
        out.set(SUCCESS, success);
        out.set(TRIES, tries);
        mailbox.to(out, MAILBOX);
        out.set(TLS, tls);
        out.end();
        confirmed = false;
    }

    @Override
    public int kept() {
        int kept = sasl.kept();
        for (MimeReader message : messages) {
            kept += message == null ? 0 : message.kept();
        }
        return kept;
    }

    @Override
    public void reset() {
        for (int d = 0; d < 2; d++) {
            lines[d].reset();
            literal[d] = 0;
            if (messages[d] != null) {
                messages[d].reset();
            }
        }
        sasl.reset();
        identity.clear();
        user.clear();
        mailbox.clear();
        text.clear();
        tryTag.clear();
        tlsTag.clear();
        userIsLiteral = false;
        continues = false;
        inLogin = false;
        challenged = false;
        confirmed = false;
        success = false;
        tls = false;
        tries = 0;
    }
}
