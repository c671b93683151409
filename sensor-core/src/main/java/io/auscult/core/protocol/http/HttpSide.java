package io.auscult.core.protocol.http;

import io.auscult.core.event.EventWriter;
import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.TextSlot;
import org.jspecify.annotations.Nullable;

/**
 * How far one direction of HTTP/1 has come, and the framing of its message's body (RFC 9112 section 6). Two per parser, reused. Bodies
 * are never kept; a gap inside a body is part of it.
 */
final class HttpSide {
    static final int MAX_LINE = 1 << 16; // bytes

    private static final int GZIP = 0x1F8B08; // magic and the only method
    private static final int TRAILER = 8; // bytes of CRC and length
    private static final int LEAST_GZIP = 18; // bytes of a header without options, and the trailer
    private static final int MAX_GZIP_HEADER = 1 << 10; // bytes of file name and comment that are believed
    private static final int STORED_BLOCK = 1 << 14; // bytes; what cannot be compressed grows by five for each
    private static final int MAX_DEFLATE_RATIO = 1032;

    static final String[] FRAMING_HEADERS = {
        "content-length",
        "transfer-encoding",
        "content-encoding",
        "content-type",
        "content-range",
        "content-disposition"
    };

    /** What comes next. */
    enum State {
        START_LINE,
        HEADERS,
        BODY,
        BODY_TO_THE_END,
        CHUNK_SIZE,
        CHUNK,
        CHUNK_END,
        TRAILER,
        /** After bytes that made no sense or were missing: looking for a start line. */
        LOST
    }

    final HttpBody body = new HttpBody();
    State state;
    /** Bytes of the body so far, as they are transferred. */
    long bodyLength;

    /** Header lines so far. */
    int headerLines;

    /** The text that a folded line goes on. */
    @Nullable
    TextSlot folding;

    /** The header about the body that a folded line goes on. */
    @Nullable
    String foldingFraming;

    /** Whether the body is announced as one gzip member. */
    boolean gzip;

    boolean chunked;
    private boolean sawChunk;
    /** -1: none was announced. */
    long contentLength;

    private long tail; // the last eight bytes of the body
    private int tailLength; // bytes of the body since its begin or its last gap, at most eight
    private int head; // its first three bytes
    private long remaining;
    private int scanned; // of the bytes not eaten yet, how many hold no line feed
    private boolean cutting; // inside a line that is too long

    void reset() {
        state = State.START_LINE;
        scanned = 0;
        cutting = false;
        beginMessage();
    }

    /** What tells where the body ends and what it is. */
    void framing(String name, HttpLine line) {
        switch (name) {
            case "content-length" -> contentLength = line.decimal();
            case "transfer-encoding" -> chunked |= line.valueHas("chunked");
            case "content-encoding" -> {
                body.coding(line);
                gzip |= line.valueHas("gzip") || line.valueHas("x-gzip");
            }
            case "content-range" -> body.range(line);
            case "content-disposition" -> body.disposition(line);
            default -> line.valueTo(body.contentType);
        }
    }

    void beginMessage() {
        body.reset();
        bodyLength = 0;
        headerLines = 0;
        folding = null;
        foldingFraming = null;
        gzip = false;
        tail = 0;
        tailLength = 0;
        head = 0;
        chunked = false;
        sawChunk = false;
        contentLength = -1;
        remaining = 0;
    }

    void lose() {
        state = State.LOST;
        scanned = 0;
        cutting = false;
    }

    /** Place of the line feed that ends the line at {@code at}; -1 when it has not come. */
    int lineEnd(StreamView in, int at) {
        int found = in.indexOf('\n', at + scanned, in.length());
        scanned = found < 0 ? in.length() - at : 0;
        return found;
    }

    /** Whether a line of this many bytes, ended or not, is over the limit: it can be eaten, and is no line to anybody. */
    boolean isTooLong(int length) {
        cutting |= length > MAX_LINE;
        if (cutting) {
            scanned = 0;
        }
        return cutting;
    }

    /** The line feed of a line that was too long has come. */
    void endCut() {
        cutting = false;
    }

    /** The headers are over: how the body, if any, is framed. @return whether there is none */
    boolean beginBody(boolean toTheEnd) {
        body.announced(chunked ? -1 : contentLength);
        if (chunked) {
            state = State.CHUNK_SIZE;
        } else if (contentLength > 0) {
            state = State.BODY;
            remaining = contentLength;
        } else if (contentLength < 0 && toTheEnd) {
            state = State.BODY_TO_THE_END;
        } else {
            state = State.START_LINE;
            return true;
        }
        return false;
    }

    /** Whether the body is said to be chunked and is not: its first chunk does not begin with a number. */
    boolean isFirstChunkNone(StreamView in, int at) {
        return state == State.CHUNK_SIZE
                && bodyLength == 0
                && !sawChunk
                && !HttpLine.isSpace(in.u8(at))
                && Character.digit(in.u8(at), 16) < 0;
    }

    /** The body is framed as if nobody had said chunked. */
    void unchunk(boolean toTheEnd) {
        chunked = false;
        if (contentLength > 0) {
            state = State.BODY;
            remaining = contentLength;
        } else {
            state = toTheEnd ? State.BODY_TO_THE_END : State.LOST;
        }
    }

    void beginChunk(long size) {
        sawChunk = true;
        remaining = size;
        state = size > 0 ? State.CHUNK : State.TRAILER;
    }

    /** Takes what belongs to the body of the bytes at {@code at}. @return how many */
    int takeBody(StreamView in, int at, EventWriter out) {
        long before = bodyLength;
        int taken = (int) countBody(in.length() - at);
        if (gzip) {
            for (int i = 0; i < taken && before + i < 3; i++) {
                head = head << 8 | in.u8(at + i);
            }
            int kept = Math.min(taken, TRAILER);
            for (int i = at + taken - kept; i < at + taken; i++) {
                tail = tail << 8 | in.u8(i);
            }
            tailLength = Math.min(TRAILER, tailLength + taken);
        }
        body.content(in, at, taken, out);
        return taken;
    }

    /** As much of a gap as lies within the body. */
    long takeGap(long length) {
        tailLength = 0;
        long taken = countBody(length);
        body.gap(taken);
        return taken;
    }

    private long countBody(long available) {
        long taken = state == State.BODY_TO_THE_END ? available : Math.min(available, remaining);
        bodyLength += taken;
        if (state != State.BODY_TO_THE_END) {
            remaining -= taken;
            if (remaining == 0 && state == State.CHUNK) {
                state = State.CHUNK_END;
            }
        }
        return taken;
    }

    /**
     * Length of the body with its coding undone. Where it could not be undone, the trailer of gzip tells it when that can be true (RFC 1952 section
     * 2.3.1); otherwise it is as it was transferred.
     */
    long contentLengthOfBody() {
        if (body.isWhole()) {
            return body.length();
        }
        if (head != GZIP || tailLength < TRAILER || bodyLength < LEAST_GZIP) {
            return bodyLength;
        }
        long told = Integer.reverseBytes((int) tail) & 0xFFFF_FFFFL;
        long least = bodyLength - LEAST_GZIP - bodyLength / STORED_BLOCK * 5 - MAX_GZIP_HEADER;
        return told >= least && told <= bodyLength * MAX_DEFLATE_RATIO ? told : bodyLength;
    }

    boolean isInBody() {
        return state == State.BODY || state == State.CHUNK || state == State.BODY_TO_THE_END;
    }

    /** Nothing follows: a body that is not over is broken off. */
    void endUnfinished() {
        if (state == State.BODY || state == State.CHUNK || state == State.CHUNK_SIZE || state == State.CHUNK_END) {
            body.brokenOff();
        }
    }

    boolean isBodyOver() {
        return state == State.BODY && remaining == 0;
    }
}
