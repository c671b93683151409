package io.auscult.core.protocol.http;

import io.auscult.core.event.EventWriter;
import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.TextSlot;
import io.auscult.core.protocol.oddity.Oddity;
import org.jspecify.annotations.Nullable;

/**
 * Looks for expressions of Log4j that fetch code over JNDI (CVE-2021-44228) in a request: its target, its headers, the first {@link #MAX_BODY} bytes of its body; percent-encoded or not, and
 * hidden in further expressions that give letters one by one. An expression is looked through for {@link #WINDOW} bytes. Told once a request. One per parser, reused.
 */
final class JndiLookup implements ContentWatcher {
    static final int MAX_BODY = 1 << 13; // bytes
    static final int WINDOW = 256; // bytes of an expression

    private static final String WORD = "jndi:";
    private static final String[] SAME_LETTER = {"lower:", "upper:"};

    private static final int OPENING = 6; // bytes of ${ at most
    private static final int MAX_JUDGED = 64; // expressions of a request

    private byte[] expression = {}; // as it passes; made, like those below, when something may be one
    private byte[] plain = {}; // percent-encoding undone
    private byte[] letters = {}; // what the expressions give
    private final TextSlot detail = new TextSlot(Oddity.MAX_DETAIL);
    private @Nullable ContentWatcher other;
    private int length; // of the expression
    private int judged;
    private int body;

    /** A request begins. */
    void begin() {
        detail.clear();
        length = 0;
        judged = 0;
        body = 0;
        other = null;
    }

    /** Hands the body on to who wants it as well. */
    JndiLookup with(@Nullable ContentWatcher watcher) {
        other = watcher;
        return this;
    }

    /** A line of the request. */
    void look(StreamView in, int from, int to) {
        look(in.array(), in.arrayOffset() + from, to - from);
        flush();
    }

    @Override
    public void content(byte[] bytes, int offset, int size) {
        int looked = Math.min(size, MAX_BODY - body);
        if (looked > 0) {
            look(bytes, offset, looked);
            body += looked;
        }
        if (other != null) {
            other.content(bytes, offset, size);
        }
    }

    @Override
    public void gap() {
        length = 0;
        if (other != null) {
            other.gap();
        }
    }

    private void look(byte[] bytes, int offset, int size) {
        for (int at = offset; at < offset + size && judged < MAX_JUDGED; at++) {
            byte c = bytes[at];
            if (length == 0 && c != '$' && c != '%') {
                continue;
            }
            if (expression.length == 0) {
                expression = new byte[WINDOW];
                plain = new byte[WINDOW];
                letters = new byte[WINDOW];
            }
            expression[length++] = c;
            if (length == OPENING && !opens()) {
                moveOn();
            } else if (length == WINDOW) {
                judge();
                moveOn();
            }
        }
    }

    /** Nothing more comes. */
    private void flush() {
        while (length > 0) {
            judge();
            moveOn();
        }
    }

    /** Goes on at the next place where an expression may begin. */
    private void moveOn() {
        do {
            int next = 1;
            while (next < length && expression[next] != '$' && expression[next] != '%') {
                next++;
            }
            length -= next;
            System.arraycopy(expression, next, expression, 0, length);
        } while (length >= OPENING && !opens());
    }

    private boolean opens() {
        return decode(Math.min(length, OPENING)) >= 2 && plain[0] == '$' && plain[1] == '{';
    }

    private void judge() {
        if (judged >= MAX_JUDGED || detail.isSet() || !opens()) {
            return;
        }
        judged++;
        if (contains(reveal(decode(length)))) {
            detail.append(expression, 0, end(Math.min(length, Oddity.MAX_DETAIL)));
        }
    }

    /** Where the expression itself ends; what follows is none of ours. */
    private int end(int most) {
        int open = 0;
        for (int at = 0; at < most; at++) {
            switch (expression[at]) {
                case '{' -> open++;
                case '}' -> {
                    if (--open == 0) {
                        return at + 1;
                    }
                }
                case '&', '"', ';', ' ', '\r', '\n', '<' -> {
                    return at;
                }
                default -> {}
            }
        }
        return most;
    }

    private int decode(int end) {
        int count = 0;
        for (int at = 0; at < end; at++) {
            int c = expression[at];
            if (c == '%' && at + 2 < end) {
                int high = Character.digit(expression[at + 1], 16);
                int low = Character.digit(expression[at + 2], 16);
                if (high >= 0 && low >= 0) {
                    c = high << 4 | low;
                    at += 2;
                }
            }
            plain[count++] = (byte) c;
        }
        return count;
    }

    /** What is left when expressions are taken for the letters they stand for. @return how many */
    private int reveal(int end) {
        int count = 0;
        int at = 0;
        while (at < end) {
            if (plain[at] == '}') {
                at++;
            } else if (plain[at] == '$' && at + 1 < end && plain[at + 1] == '{') {
                at = skip(at + 2, end);
            } else {
                int c = plain[at++];
                letters[count++] = (byte) (c >= 'A' && c <= 'Z' ? c + 32 : c);
            }
        }
        return count;
    }

    /** Where the letters of an expression begin: behind its last {@code :-}, or behind a change of case. */
    private int skip(int from, int end) {
        int to = from;
        int after = from;
        while (to < end && plain[to] != '}' && plain[to] != '$' && plain[to] != '{') {
            if (plain[to] == ':' && to + 1 < end && plain[to + 1] == '-') {
                after = to + 2;
            }
            to++;
        }
        for (String change : SAME_LETTER) {
            if (after == from && startsWith(from, to, change)) {
                return from + change.length();
            }
        }
        return after;
    }

    private boolean startsWith(int from, int to, String lowerCase) {
        if (to - from < lowerCase.length()) {
            return false;
        }
        for (int i = 0; i < lowerCase.length(); i++) {
            if ((plain[from + i] | 0x20) != lowerCase.charAt(i) && plain[from + i] != lowerCase.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private boolean contains(int count) {
        for (int at = 0; at + WORD.length() <= count; at++) {
            int i = 0;
            while (i < WORD.length() && letters[at + i] == WORD.charAt(i)) {
                i++;
            }
            if (i == WORD.length()) {
                return true;
            }
        }
        return false;
    }

    /** Tells what was found since the request began; its headers or its body are over. */
    void write(EventWriter out) {
        flush();
        if (detail.isSet()) {
            Oddity.LOOKUP.write(out, detail);
            detail.clear();
            judged = MAX_JUDGED; // once is enough
        }
    }
}
