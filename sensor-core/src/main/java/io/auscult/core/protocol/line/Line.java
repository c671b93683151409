package io.auscult.core.protocol.line;

import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.TextSlot;

/** One line without its end, read in place; places are those of the view. One per parser, reused; valid as long as the view. */
public final class Line {
    private StreamView in = new StreamView();
    private int from;
    private int to;
    private boolean set;
    private boolean cut;

    void unset() {
        set = false;
    }

    void wrap(StreamView in, int from, int end, boolean cut) {
        this.in = in;
        this.from = from;
        this.cut = cut;
        to = end;
        if (!cut && to > from && in.u8(to - 1) == '\r') {
            to--;
        }
        set = true;
    }

    /** Makes this any piece of a view, for protocols that are no lines but carry what is read as such. */
    public Line over(StreamView in, int from, int to) {
        this.in = in;
        this.from = from;
        this.to = to;
        cut = false;
        set = true;
        return this;
    }

    /** Whether there is a line. */
    public boolean isSet() {
        return set;
    }

    /** Whether it was longer than shown. */
    public boolean isCut() {
        return cut;
    }

    public int from() {
        return from;
    }

    public int to() {
        return to;
    }

    public int length() {
        return to - from;
    }

    /** The byte at a place of this line; -1 behind its end. */
    public int at(int place) {
        return place >= from && place < to ? in.u8(place) : -1;
    }

    /** First place at or behind {@code at} that is no white space. */
    public int skipSpace(int at) {
        int next = at;
        while (next < to && isSpace(in.u8(next))) {
            next++;
        }
        return next;
    }

    /** First place at or behind {@code at} that is white space, or the end. */
    public int wordEnd(int at) {
        int next = at;
        while (next < to && !isSpace(in.u8(next))) {
            next++;
        }
        return next;
    }

    /** The end of {@code [start, end)} without white space behind. */
    public int trimEnd(int start, int end) {
        int last = end;
        while (last > start && isSpace(in.u8(last - 1))) {
            last--;
        }
        return last;
    }

    /** Place of a byte at or behind {@code at}, or -1. */
    public int indexOf(int value, int at) {
        return in.indexOf(value, at, to);
    }

    /** Whether these letters lie at {@code at}, in either case. @param upperCase what is looked for */
    public boolean has(String upperCase, int at) {
        if (at < from || at + upperCase.length() > to) {
            return false;
        }
        for (int i = 0; i < upperCase.length(); i++) {
            if (upper(in.u8(at + i)) != upperCase.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Whether {@code [start, end)} is this word, in either case. */
    public boolean is(String upperCase, int start, int end) {
        return end - start == upperCase.length() && has(upperCase, start);
    }

    /** Place of these letters, in either case, at or behind {@code at}; -1 for none. */
    public int find(String upperCase, int at) {
        for (int i = at; i + upperCase.length() <= to; i++) {
            if (has(upperCase, i)) {
                return i;
            }
        }
        return -1;
    }

    /** The three digits that a reply begins with; 0 for none. */
    public int replyCode() {
        return digit(from) < 0 || digit(from + 1) < 0 || digit(from + 2) < 0
                ? 0
                : digit(from) * 100 + digit(from + 1) * 10 + digit(from + 2);
    }

    /** The value of the digit at a place, or -1. */
    public int digit(int place) {
        int c = at(place);
        return c >= '0' && c <= '9' ? c - '0' : -1;
    }

    /** Sets the slot to {@code [start, end)}. */
    public void copy(int start, int end, TextSlot into) {
        into.set(in, start, Math.max(0, end - start));
    }

    /** Appends {@code [start, end)} in upper case. */
    public void copyUpper(int start, int end, TextSlot into) {
        into.set(in, start, 0);
        for (int i = start; i < end; i++) {
            into.append((byte) upper(in.u8(i)));
        }
    }

    /** Letters of ASCII in upper case. */
    public static int upper(int c) {
        return c >= 'a' && c <= 'z' ? c - 32 : c;
    }

    public static boolean isSpace(int c) {
        return c == ' ' || c >= '\t' && c <= '\r';
    }
}
