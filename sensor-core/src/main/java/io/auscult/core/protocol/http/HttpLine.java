package io.auscult.core.protocol.http;

import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.TextSlot;
import io.auscult.core.protocol.secret.UriText;

/**
 * One line of a message, RFC 9112 sections 3 to 5, read in place: start line or header. One per parser, reused; after a method answered
 * {@code true} its parts are set, as places in the view.
 */
final class HttpLine {
    private static final int VERSION = 8; // bytes of HTTP/1.1
    private static final long MAX_NUMBER = Long.MAX_VALUE / 16;
    private static final byte[] HTTP = {'H', 'T', 'T', 'P', '/'};

    private StreamView in;
    int from;
    int to;

    /** Method or header name. */
    int nameEnd;

    /** URI, reason phrase or header value. */
    int valueFrom;

    int valueTo;
    boolean hasValue;
    int major;
    int minor;
    int code;
    long rangeFrom;
    long rangeTo;
    /** -1: not told. */
    long rangeTotal;

    /** The line without its end. */
    void wrap(StreamView in, int from, int lineFeed) {
        this.in = in;
        this.from = from;
        to = lineFeed > from && in.u8(lineFeed - 1) == '\r' ? lineFeed - 1 : lineFeed;
    }

    /** Goes on with a part of the line. */
    void narrow(int from, int to) {
        this.from = from;
        this.to = to;
    }

    void skipReturns() {
        while (from < to && in.u8(from) == '\r') {
            from++;
        }
    }

    /** Takes the whole line as a name without a value. */
    void takeName() {
        nameEnd = trimEnd(from, to);
        valueFrom = nameEnd;
        valueTo = nameEnd;
    }

    boolean isEmpty() {
        return to == from;
    }

    boolean isFolded() {
        return to > from && isSpace(in.u8(from));
    }

    /** A request line. Without a version it is HTTP/0.9, and both {@link #major} and {@link #minor} tell so. */
    boolean isRequest() {
        nameEnd = from;
        while (nameEnd < to && isToken(in.u8(nameEnd))) {
            nameEnd++;
        }
        valueFrom = skipSpace(nameEnd);
        if (nameEnd == from || valueFrom == nameEnd) {
            return false;
        }
        int version = findVersion(valueFrom);
        if (version < 0) {
            major = 0;
            minor = 9;
            valueTo = trimEnd(valueFrom, to);
            return nameEnd - from >= 3 && valueTo > valueFrom;
        }
        valueTo = trimEnd(valueFrom, version);
        return readVersion(version);
    }

    /** A status line. */
    boolean isStatus() {
        if (!isHttp(from) || to - from < VERSION || !readVersion(from)) {
            return false;
        }
        int at = from + VERSION;
        while (at < to && !isSpace(in.u8(at))) {
            at++;
        }
        at = skipSpace(at);
        if (to - at < 3) {
            return false;
        }
        code = isDigit(in.u8(at)) && isDigit(in.u8(at + 1)) && isDigit(in.u8(at + 2))
                ? (in.u8(at) - '0') * 100 + (in.u8(at + 1) - '0') * 10 + in.u8(at + 2) - '0'
                : 0;
        at += 3;
        while (at < to && !isSpace(in.u8(at))) {
            at++;
        }
        hasValue = at < to;
        valueFrom = skipSpace(at);
        valueTo = to;
        return true;
    }

    /** Place of a status line that begins inside this line, as after a gap in a body; -1 for none. */
    int findStatus() {
        int whole = from;
        for (int at = in.indexOf('H', from, to); at >= 0; at = in.indexOf('H', at + 1, to)) {
            from = at;
            if (isHttp(at) && isStatus() && code >= 100 && code < 600) {
                from = whole;
                return at;
            }
        }
        from = whole;
        return -1;
    }

    boolean isHeader() {
        nameEnd = in.indexOf(':', from, to);
        if (nameEnd <= from) {
            return false;
        }
        valueFrom = skipSpace(nameEnd + 1);
        valueTo = trimEnd(valueFrom, to);
        nameEnd = trimEnd(from, nameEnd);
        return true;
    }

    /** @param lowerCase the name looked for */
    boolean nameIs(String lowerCase) {
        return equalsIgnoringCase(from, nameEnd, lowerCase);
    }

    boolean valueIs(String lowerCase) {
        return equalsIgnoringCase(valueFrom, valueTo, lowerCase);
    }

    /**
     * Whether the list in the value has this element. What is no letter, digit or dash parts the elements, because receivers differ in what they
     * overlook and attackers know it.
     */
    boolean valueHas(String lowerCase) {
        int at = valueFrom;
        while (at < valueTo) {
            int start = at;
            while (at < valueTo && isWord(in.u8(at))) {
                at++;
            }
            if (equalsIgnoringCase(start, at, lowerCase)) {
                return true;
            }
            at++;
        }
        return false;
    }

    private static boolean isWord(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || isDigit(c) || c == '-' || c == '_';
    }

    /** A folded line as a value that goes on. */
    void takeFolded() {
        nameEnd = from;
        valueFrom = skipSpace(from);
        valueTo = trimEnd(valueFrom, to);
    }

    /** Whether the value is {@code bytes FROM-TO/TOTAL}, RFC 9110 section 14.4. */
    boolean isRange() {
        if (!valueStartsWith("bytes ")) {
            return false;
        }
        int begin = valueFrom;
        valueFrom = skipSpace(begin + "bytes ".length());
        rangeFrom = decimal();
        int dash = in.indexOf('-', valueFrom, valueTo);
        int slash = in.indexOf('/', valueFrom, valueTo);
        if (rangeFrom >= 0 && dash > 0 && slash > dash) {
            valueFrom = dash + 1;
            rangeTo = decimal();
            valueFrom = slash + 1;
            rangeTotal = decimal();
        }
        valueFrom = begin;
        return rangeFrom >= 0 && dash > 0 && slash > dash && rangeTo >= rangeFrom;
    }

    boolean valueStartsWith(String lowerCase) {
        return valueTo - valueFrom >= lowerCase.length()
                && equalsIgnoringCase(valueFrom, valueFrom + lowerCase.length(), lowerCase);
    }

    /** Whether one of these stands anywhere in the value, whatever the case. */
    boolean valueHasAny(String[] lowerCase) {
        for (String text : lowerCase) {
            for (int at = valueFrom; at + text.length() <= valueTo; at++) {
                if (equalsIgnoringCase(at, at + text.length(), text)) {
                    return true;
                }
            }
        }
        return false;
    }

    void valueTo(TextSlot into) {
        into.set(in, valueFrom, valueTo - valueFrom);
    }

    /** The value as a decimal number; -1 when it is none, or greater than anything that could be sent. */
    long decimal() {
        long number = 0;
        int at = valueFrom;
        for (; at < valueTo && isDigit(in.u8(at)); at++) {
            number = Math.min(number * 10 + in.u8(at) - '0', MAX_NUMBER);
        }
        return at > valueFrom && number < MAX_NUMBER ? number : -1;
    }

    /** The hexadecimal number a chunk begins with; -1 when it is none. */
    long chunkSize() {
        long number = 0;
        int at = skipSpace(from);
        int first = at;
        for (; at < to && Character.digit(in.u8(at), 16) >= 0; at++) {
            if (number > Long.MAX_VALUE >>> 8) {
                return -1;
            }
            number = number << 4 | Character.digit(in.u8(at), 16);
        }
        return at > first ? number : -1; // what follows is for nobody; some receivers overlook even rubbish
    }

    /** The target of the request, escapes undone, secrets hidden. */
    void uriTo(TextSlot into) {
        into.clear();
        UriText.appendUnescaped(in, valueFrom, valueTo, into);
    }

    /** The value, a URI, with its secrets hidden. */
    void valueAsUriTo(TextSlot into) {
        into.clear();
        into.append("");
        UriText.append(in, valueFrom, valueTo, into);
    }

    /** Place of the first {@code HTTP/} behind white space; -1 for none. */
    private int findVersion(int start) {
        if (isHttp(start)) {
            return start; // the URI is missing
        }
        for (int at = start; at < to; at++) {
            if (isSpace(in.u8(at)) && isHttp(at + 1)) {
                return at + 1;
            }
        }
        return -1;
    }

    /** Some servers write it in lower case, and clients take it. */
    private boolean isHttp(int at) {
        if (to - at < HTTP.length) {
            return false;
        }
        for (int i = 0; i < HTTP.length; i++) {
            int c = in.u8(at + i);
            if (c != HTTP[i] && c != HTTP[i] + 32) {
                return false;
            }
        }
        return true;
    }

    private boolean readVersion(int at) {
        if (to - at < VERSION || !isDigit(in.u8(at + 5)) || in.u8(at + 6) != '.' || !isDigit(in.u8(at + 7))) {
            return false;
        }
        major = in.u8(at + 5) - '0';
        minor = in.u8(at + 7) - '0';
        return true;
    }

    private boolean equalsIgnoringCase(int start, int end, String lowerCase) {
        if (end - start != lowerCase.length()) {
            return false;
        }
        for (int i = 0; i < lowerCase.length(); i++) {
            int c = in.u8(start + i);
            if ((c >= 'A' && c <= 'Z' ? c + 32 : c) != lowerCase.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private int skipSpace(int start) {
        int at = start;
        while (at < to && isSpace(in.u8(at))) {
            at++;
        }
        return at;
    }

    private int trimEnd(int start, int end) {
        int at = end;
        while (at > start && isSpace(in.u8(at - 1))) {
            at--;
        }
        return at;
    }

    static boolean isSpace(int c) {
        return c == ' ' || c == '\t';
    }

    static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    /** RFC 9110 section 5.6.2. */
    static boolean isToken(int c) {
        return c > ' ' && c < 0x7F && "()<>@,;:\\\"/[]?={}".indexOf(c) < 0;
    }
}
