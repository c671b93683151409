package io.auscult.core.protocol.mime;

import io.auscult.core.event.EventWriter;
import io.auscult.core.protocol.StreamView;

/**
 * A message on its way to a {@link MimeReader} that ends with a dot alone on a line, dots that begin lines doubled (RFC 5321 section 4.5.2, RFC 1939
 * section 3). Part of a parser, reused. Waits for {@link #MAX_LINE} bytes of a line at most; more are given on as they come.
 */
public final class DottedMessage {
    static final int MAX_LINE = 1 << 12; // bytes that are waited for

    private final MimeReader message;
    private boolean open;
    private boolean inLongLine; // its beginning was given on
    private int scanned; // bytes of a line without its end

    public DottedMessage(MimeReader message) {
        this.message = message;
    }

    /** The next byte is the message's first. */
    public void begin() {
        open = true;
        inLongLine = false;
        scanned = 0;
    }

    public boolean isOpen() {
        return open;
    }

    /** Takes one line, or a part of it. @return the place behind; {@code at} itself: wait for more */
    public int take(StreamView in, int at, EventWriter out) {
        int lineFeed = in.indexOf('\n', at + scanned, at + MAX_LINE);
        boolean whole = lineFeed >= 0;
        if (!whole && in.length() - at < MAX_LINE) {
            scanned = in.length() - at;
            return at;
        }
        if (!message.isOpen()) {
            message.beginMessage(in, out);
        }
        scanned = 0;
        int end = whole ? lineFeed + 1 : at + MAX_LINE;
        int from = at;
        if (!inLongLine && in.u8(at) == '.') {
            if (whole && isDotAlone(in, at, lineFeed)) {
                end();
                return end;
            }
            from++;
        }
        message.data(in, from, end - from);
        inLongLine = !whole;
        return end;
    }

    private static boolean isDotAlone(StreamView in, int at, int lineFeed) {
        int end = lineFeed;
        while (end > at && in.u8(end - 1) == '\r') {
            end--;
        }
        return end == at + 1;
    }

    /** Bytes are missing. */
    public void gap(long length) {
        inLongLine = false;
        scanned = 0;
        message.gap(length);
    }

    /** The message is over, or will not come. */
    public void end() {
        open = false;
        message.end();
    }

    public void reset() {
        open = false;
        inLongLine = false;
        scanned = 0;
    }
}
