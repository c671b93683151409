package io.auscult.core.protocol.http;

import io.auscult.core.event.EventWriter;
import io.auscult.core.protocol.StreamView;
import org.jspecify.annotations.Nullable;

/**
 * Header lines of a message: what frames the body, what the log shows, who logs in. One per parser, reused; continuation lines are joined, what follows
 * {@link #MAX_LINES} lines is not looked at.
 */
final class HttpHeaders {
    static final int MAX_LINES = 1000; // of one message

    private static final String[] BACK_TO_LOGIN = {"login", "logon", "signin", "sign_in", "error", "fail", "denied"};

    private final HttpLine line;
    private final HttpAuthentication authentication;
    private final JndiLookup lookups;

    HttpHeaders(HttpLine line, HttpAuthentication authentication, JndiLookup lookups) {
        this.line = line;
        this.authentication = authentication;
        this.lookups = lookups;
    }

    /**
     * Reads what the line holds. A carriage return alone ends a header too: some receivers take it so.
     *
     * @param transaction whose message this is, or null when it was written already
     * @return whether it was looked at; otherwise there were too many
     */
    boolean read(
            StreamView in, HttpSide side, boolean request, @Nullable HttpTransaction transaction, EventWriter out) {
        int end = line.to;
        int from = line.from;
        if (request) {
            lookups.look(in, from, end);
        }
        while (from < end) {
            int next = in.indexOf('\r', from, end);
            int to = next < 0 ? end : next;
            if (to > from) {
                if (++side.headerLines > MAX_LINES) {
                    return false;
                }
                line.narrow(from, to);
                if (line.isFolded()) {
                    onFolded(in, side, transaction != null);
                } else {
                    onHeader(in, side, request, transaction, out);
                }
            }
            from = to + 1;
        }
        return true;
    }

    private void onFolded(StreamView in, HttpSide side, boolean isShown) {
        if (side.foldingFraming != null) {
            line.takeFolded();
            side.framing(side.foldingFraming, line);
        }
        if (side.folding != null && isShown) {
            side.folding.append((byte) ' ');
            side.folding.append(in, line.from + 1, line.to - line.from - 1);
        }
    }

    private void onHeader(
            StreamView in, HttpSide side, boolean request, @Nullable HttpTransaction transaction, EventWriter out) {
        boolean isWhole = line.isHeader();
        side.folding = null;
        side.foldingFraming = null;
        if (!isWhole) {
            line.takeName(); // its colon and value may be on the next line
        }
        for (String name : HttpSide.FRAMING_HEADERS) {
            if (line.nameIs(name)) {
                side.foldingFraming = name;
                if (isWhole) {
                    side.framing(name, line);
                }
                return;
            }
        }
        if (!isWhole || transaction == null) {
            return;
        }
        if (!request) {
            onReply(in, transaction, out);
        } else if (line.nameIs("authorization") || line.nameIs("proxy-authorization")) {
            authentication.credentials(in, line, transaction, out);
        } else {
            side.folding = transaction.header(in, line);
        }
    }

    private void onReply(StreamView in, HttpTransaction transaction, EventWriter out) {
        if (line.nameIs("www-authenticate") || line.nameIs("proxy-authenticate")) {
            authentication.challenge(in, line, transaction, out);
        } else if (transaction.scheme == HttpAuthentication.Scheme.FORM && line.nameIs("location")) {
            transaction.sentBack = line.valueHasAny(BACK_TO_LOGIN);
        } else if (transaction.statusCode == 101 && line.nameIs("upgrade") && line.valueHas("websocket")) {
            in.confirm("websocket");
        }
    }
}
