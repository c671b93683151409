package io.auscult.core.protocol.line;

import io.auscult.core.protocol.StreamView;

/**
 * Cuts one direction into lines that end with a line feed. Part of a parser. Remembers how far it has looked, so that a line that comes
 * in many small pieces costs no more than one that comes whole. A line over the limit is shown cut; its rest is passed over.
 */
public final class LineReader {
    private final int limit;
    private int scanned;
    private boolean passingOver;

    /** @param limit most bytes of a line that are shown */
    public LineReader(int limit) {
        this.limit = limit;
    }

    /**
     * Sets {@code line} to the next line of the bytes at {@code at}, or to none while it is not whole or is the rest of one too long.
     *
     * @return the place behind what was read; {@code at} itself: wait for more
     */
    public int next(StreamView in, int at, Line line) {
        line.unset();
        if (passingOver) {
            int lineFeed = in.indexOf('\n', at, in.length());
            passingOver = lineFeed < 0;
            return lineFeed < 0 ? in.length() : lineFeed + 1;
        }
        int lineFeed = in.indexOf('\n', at + scanned, at + limit);
        if (lineFeed >= 0) {
            scanned = 0;
            line.wrap(in, at, lineFeed, false);
            return lineFeed + 1;
        }
        int length = in.length() - at;
        if (length < limit) {
            scanned = length;
            return at;
        }
        scanned = 0;
        passingOver = true;
        line.wrap(in, at, at + limit, true);
        return at + limit;
    }

    /** What was not eaten is gone: the next bytes begin a line. */
    public void reset() {
        scanned = 0;
        passingOver = false;
    }
}
