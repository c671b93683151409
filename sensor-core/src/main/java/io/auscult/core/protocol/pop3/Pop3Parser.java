package io.auscult.core.protocol.pop3;

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
 * POP3, RFC 1939: one {@code identity} event for each try to log in (USER and PASS, APOP, AUTH), one {@code files} event for each part of a message that is
 * fetched, one {@code pop3} event when the connection ends. Messages and passwords are never kept. After STLS the rest is TLS's.
 */
public final class Pop3Parser implements ProtocolParser {
    public static final EventType POP3 = EventType.of("pop3", "A POP3 connection.");
    static final Field USER = POP3.text("user", "Who tried to log in last.");
    static final Field SUCCESS = POP3.bool("success", "Whether somebody was let in.");
    static final Field TRIES = POP3.count("tries", "How often somebody tried to log in.");
    static final Field RETRIEVED = POP3.count("retrieved", "How many messages were fetched.");
    static final Field DELETED = POP3.count("deleted", "How many messages were marked as deleted.");
    static final Field TLS = POP3.bool("tls", "Whether the connection went over to TLS.");

    static final int PORT = 110;

    public static final Protocol PROTOCOL = new Protocol(
            "pop3",
            true,
            false,
            List.of(PORT),
            Pop3Probe::probe,
            Pop3Parser::new,
            List.of(POP3, FileStream.FILES, IdentityUse.IDENTITY));

    static final int MAX_PENDING = 64; // a power of two

    private static final int MAX_LINE = 1 << 13; // bytes
    private static final int MAX_TEXT = 256;
    private static final int MAX_BAD_LINES = 16; // of the server, in a row

    /** What a reply may answer. */
    private enum Command {
        GREETING,
        USER,
        PASS,
        APOP,
        AUTH,
        AUTH_ANSWER,
        STLS,
        STAT,
        LIST,
        UIDL,
        RETR,
        TOP,
        DELE,
        CAPA,
        NOOP,
        RSET,
        QUIT,
        UNKNOWN;

        static final Command[] ALL = values();

        static Command of(Line line, int from, int to) {
            for (Command command : ALL) {
                if (line.is(command.name(), from, to)) {
                    return command;
                }
            }
            return UNKNOWN;
        }
    }

    private final LineReader requests = new LineReader(MAX_LINE);
    private final LineReader replies = new LineReader(MAX_LINE);
    private final Line line = new Line();
    private final Command[] pending = new Command[MAX_PENDING]; // a ring
    private final boolean[] many = new boolean[MAX_PENDING]; // whether the reply to it has several lines
    private int first;
    private int count;
    private final MimeReader mime = new MimeReader("POP3", file -> {});
    private final DottedMessage message = new DottedMessage(mime);
    private final SaslExchange sasl = new SaslExchange("pop3");
    private final IdentityUse identity = new IdentityUse();
    private final TextSlot user = new TextSlot(MAX_TEXT);
    private final TextSlot text = new TextSlot(MAX_TEXT);
    private String mechanism = ""; // of the try at work; empty for none
    private boolean inLines; // of a reply with several
    private boolean challenged;
    private boolean spoken;
    private boolean confirmed;
    private boolean success;
    private boolean tls;
    private long tries;
    private long retrieved;
    private long deleted;
    private int badLines;

    public Pop3Parser() {
        reset();
    }

    @Override
    public int onData(StreamView in, EventWriter out) {
        LineReader lines = in.isOrig() ? requests : replies;
        int at = 0;
        while (at < in.length()) {
            if (!in.isOrig() && message.isOpen()) {
                int next = message.take(in, at, out);
                if (next == at) {
                    break;
                }
                at = next;
                inLines = message.isOpen();
                continue;
            }
            int next = lines.next(in, at, line);
            if (next == at) {
                break;
            }
            at = next;
            if (line.isSet()) {
                if (in.isOrig()) {
                    onRequest(in, out);
                } else if (!onReply(in, out)) {
                    return DONE;
                }
                if (in.isHandedOver()) {
                    break;
                }
            }
        }
        return at;
    }

    private void onRequest(StreamView in, EventWriter out) {
        if (!spoken) {
            count = 0; // the greeting was missed
            spoken = true;
        }
        int word = line.skipSpace(line.from());
        int wordEnd = line.wordEnd(word);
        Command command = Command.of(line, word, wordEnd);
        if (sasl.isOpen() && (challenged || command == Command.UNKNOWN)) {
            challenged = false;
            add(Command.AUTH_ANSWER, false);
            sasl.client(in, line, line.from(), out);
            return;
        }
        if (word == wordEnd) {
            return;
        }
        int from = line.skipSpace(wordEnd);
        boolean alone = from == line.to();
        add(
                command,
                switch (command) {
                    case RETR, TOP, CAPA -> true;
                    case LIST, UIDL, AUTH -> alone;
                    default -> false;
                });
        if (command != Command.UNKNOWN) {
            in.confirm();
            confirmed = true;
        }
        switch (command) {
            case USER -> line.copy(from, line.trimEnd(from, line.to()), user);
            case PASS -> begin("password", true, out);
            case APOP -> {
                line.copy(from, line.wordEnd(from), user);
                begin("apop", false, out);
            }
            case AUTH -> {
                if (!alone) {
                    tries++;
                    sasl.begin(in, line, from, out);
                }
            }
            default -> {}
        }
    }

    private void begin(String how, boolean cleartext, EventWriter out) {
        endTry(Outcome.UNKNOWN, out);
        tries++;
        mechanism = how;
        identity.cleartext(cleartext);
        identity.user().append(user);
    }

    private void endTry(Outcome outcome, EventWriter out) {
        if (!mechanism.isEmpty()) {
            if (outcome == Outcome.FAILURE) {
                identity.reason().append(text);
            }
            identity.write(out, "pop3", mechanism, "", outcome);
            mechanism = "";
        }
    }

    private void add(Command command, boolean severalLines) {
        if (count < MAX_PENDING) {
            int place = first + count++ & MAX_PENDING - 1;
            pending[place] = command;
            many[place] = severalLines;
        }
    }

    /** @return whether this may still be POP3 */
    private boolean onReply(StreamView in, EventWriter out) {
        spoken = true;
        int from = line.from();
        if (inLines) {
            inLines = line.length() != 1 || line.at(from) != '.';
            return true;
        }
        boolean ok = line.has("+OK", from);
        boolean refused = line.has("-ERR", from);
        if (!ok && !refused) {
            if (line.at(from) == '+' && sasl.isOpen()) {
                take();
                challenged = true;
                sasl.server(in, line.skipSpace(from + 1), line.to(), out);
                return true;
            }
            return ++badLines < MAX_BAD_LINES;
        }
        badLines = 0;
        line.copy(line.skipSpace(line.wordEnd(from)), line.to(), text);
        boolean severalLines = count > 0 && many[first];
        onAnswer(take(), ok, severalLines, in, out);
        return true;
    }

    private Command take() {
        if (count == 0) {
            return Command.UNKNOWN;
        }
        Command taken = pending[first];
        drop();
        return taken;
    }

    private void drop() {
        first = first + 1 & MAX_PENDING - 1;
        count--;
    }

    private void onAnswer(Command command, boolean ok, boolean severalLines, StreamView in, EventWriter out) {
        inLines = ok && severalLines;
        switch (command) {
            case PASS, APOP -> {
                success |= ok;
                endTry(ok ? Outcome.SUCCESS : Outcome.FAILURE, out);
            }
            case AUTH, AUTH_ANSWER -> {
                if (!inLines && sasl.isOpen()) {
                    success |= ok;
                    user.clear();
                    user.append(sasl.identity().user());
                    sasl.outcome(ok ? Outcome.SUCCESS : Outcome.FAILURE, text, out);
                }
            }
            case STLS -> {
                if (ok) {
                    tls = true;
                    in.handOver();
                }
            }
            case RETR -> {
                if (ok) {
                    retrieved++;
                    message.begin();
                }
            }
            case DELE -> deleted += ok ? 1 : 0;
            default -> {}
        }
    }

    @Override
    public boolean onGap(Direction direction, long length, EventWriter out) {
        (direction == Direction.ORIG ? requests : replies).reset();
        if (direction == Direction.RESP && message.isOpen()) {
            message.gap(length);
        }
        return true;
    }

    @Override
    public void onEnd(EventWriter out) {
        endTry(Outcome.UNKNOWN, out);
        sasl.end(out);
        message.end();
        if (!confirmed) {
            return;
        }
        out.begin(POP3);
        user.to(out, USER);
        out.set(SUCCESS, success);
        out.set(TRIES, tries);
        out.set(RETRIEVED, retrieved);
        out.set(DELETED, deleted);
        out.set(TLS, tls);
        out.end();
        confirmed = false;
    }

    @Override
    public int kept() {
        return sasl.kept() + mime.kept();
    }

    @Override
    public void reset() {
        requests.reset();
        replies.reset();
        first = 0;
        count = 0;
        add(Command.GREETING, false);
        sasl.reset();
        mime.reset();
        message.reset();
        identity.clear();
        user.clear();
        text.clear();
        mechanism = "";
        inLines = false;
        challenged = false;
        spoken = false;
        confirmed = false;
        success = false;
        tls = false;
        tries = 0;
        retrieved = 0;
        deleted = 0;
        badLines = 0;
    }
}
