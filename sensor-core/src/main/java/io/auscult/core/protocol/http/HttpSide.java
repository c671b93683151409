package io.auscult.core.protocol.http;

import io.auscult.core.protocol.StreamView;

/**
 * How far one direction of HTTP/1 has come, and the framing of its message's body (RFC 9112 section 6). Two per parser, reused. Bodies
 * are counted, never copied; a gap inside a body is part of it.
 */
final class HttpSide {
    static final int MAX_LINE = 1 << 16; // bytes

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

    State state;
    /** Bytes of the body so far. */
    long bodyLength;

    /** Header lines so far. */
    int headerLines;

    boolean chunked;
    /** -1: none was announced. */
    long contentLength;

    private long remaining;
    private int scanned; // of the bytes not eaten yet, how many hold no line feed
    private boolean cutting; // inside a line that is too long

    void reset() {
        state = State.START_LINE;
        scanned = 0;
        cutting = false;
        beginMessage();
    }

    void beginMessage() {
        bodyLength = 0;
        headerLines = 0;
        chunked = false;
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
        if (length > MAX_LINE) {
            scanned = 0;
            cutting = true;
        }
        return cutting;
    }

    /** The line feed of a line that was too long has come. */
    void endCut() {
        cutting = false;
    }

    /** The headers are over: how the body, if any, is framed. @return whether there is none */
    boolean beginBody(boolean toTheEnd) {
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

    void beginChunk(long size) {
        remaining = size;
        state = size > 0 ? State.CHUNK : State.TRAILER;
    }

    /** Takes up to {@code available} bytes of the body. @return how many; a body of known length is at its end when {@link #isBodyOver} */
    long takeBody(long available) {
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

    boolean isInBody() {
        return state == State.BODY || state == State.CHUNK || state == State.BODY_TO_THE_END;
    }

    boolean isBodyOver() {
        return state == State.BODY && remaining == 0;
    }
}
