package io.auscult.core.protocol.irc;

import io.auscult.core.event.EventWriter;
import io.auscult.core.protocol.Direction;
import io.auscult.core.protocol.Protocol;
import io.auscult.core.protocol.ProtocolParser;
import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.TextSlot;
import io.auscult.core.protocol.identity.IdentityUse;
import io.auscult.core.protocol.identity.IdentityUse.Outcome;
import io.auscult.core.protocol.line.Line;
import io.auscult.core.protocol.line.LineReader;
import io.auscult.core.protocol.sasl.SaslExchange;
import java.util.List;

/**
 * IRC, RFC 2812, up to the server's welcome: one {@code identity} event for each login by SASL (IRCv3). After STARTTLS and the server's 670 the
 * rest is TLS's.
 */
public final class IrcParser implements ProtocolParser {
    public static final Protocol PROTOCOL = new Protocol(
            "irc",
            true,
            false,
            List.of(6667, 6666, 6668, 6669),
            IrcProbe::probe,
            IrcParser::new,
            List.of(IdentityUse.IDENTITY));

    static final int MAX_LINES = 128; // before the welcome, of both sides

    private static final int MAX_LINE = 1024; // bytes; RFC 2812 allows 512, tags make it more
    private static final int MAX_REASON = 128; // bytes
    private static final int WELCOME = 1;
    private static final int TLS_FOLLOWS = 670;
    private static final int SASL_SUCCESS = 903;
    private static final int SASL_FIRST_FAILURE = 904, SASL_LAST_FAILURE = 907;

    private final LineReader[] lines = {new LineReader(MAX_LINE), new LineReader(MAX_LINE)};
    private final Line line = new Line();
    private final SaslExchange sasl = new SaslExchange("irc");
    private final TextSlot reason = new TextSlot(MAX_REASON);
    private int seen;

    @Override
    public int onData(StreamView in, EventWriter out) {
        LineReader reader = lines[in.direction().ordinal()];
        int at = 0;
        while (at < in.length()) {
            int next = reader.next(in, at, line);
            if (next == at) {
                break;
            }
            at = next;
            if (!line.isSet()) {
                continue;
            }
            in.confirm();
            boolean goesOn = in.isOrig() ? onRequest(in, out) : onReply(in, out);
            if (in.isHandedOver()) {
                return at;
            }
            if (!goesOn || ++seen >= MAX_LINES) {
                return DONE;
            }
        }
        return at;
    }

    private boolean onRequest(StreamView in, EventWriter out) {
        int word = line.skipSpace(line.from());
        int end = line.wordEnd(word);
        if (line.is("AUTHENTICATE", word, end)) {
            int from = line.skipSpace(end);
            int to = line.wordEnd(from);
            if (!sasl.isOpen()) {
                sasl.begin(line, from, to, out);
            } else {
                sasl.client(in, from, to, out);
            }
        }
        return true;
    }

    /** @return whether anything more is of interest */
    private boolean onReply(StreamView in, EventWriter out) {
        int word = line.skipSpace(line.from());
        if (line.at(word) == ':') {
            word = line.skipSpace(line.wordEnd(word)); // behind the server's name
        }
        int end = line.wordEnd(word);
        if (line.is("AUTHENTICATE", word, end)) {
            int from = line.skipSpace(end);
            sasl.server(in, from, line.wordEnd(from), out);
            return true;
        }
        int number = end - word == 3 ? number(word) : 0;
        if (number == TLS_FOLLOWS) {
            in.handOver();
        } else if (number == SASL_SUCCESS) {
            reason.clear();
            sasl.outcome(Outcome.SUCCESS, reason, out);
        } else if (number >= SASL_FIRST_FAILURE && number <= SASL_LAST_FAILURE) {
            int text = line.indexOf(':', end);
            reason.clear();
            line.copy(text < 0 ? end : text + 1, line.to(), reason);
            sasl.outcome(Outcome.FAILURE, reason, out);
        }
        return number != WELCOME;
    }

    private int number(int at) {
        int number = 0;
        for (int i = at; i < at + 3; i++) {
            if (line.digit(i) < 0) {
                return 0;
            }
            number = number * 10 + line.digit(i);
        }
        return number;
    }

    @Override
    public boolean onGap(Direction direction, long length, EventWriter out) {
        lines[direction.ordinal()].reset();
        return true;
    }

    @Override
    public void onEnd(EventWriter out) {
        sasl.end(out);
    }

    @Override
    public int kept() {
        return sasl.kept();
    }

    @Override
    public void reset() {
        lines[0].reset();
        lines[1].reset();
        sasl.reset();
        reason.clear();
        seen = 0;
    }
}
