package io.auscult.core.protocol.secret;

import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.TextSlot;

/**
 * A URI as an event may show it: {@code http://user:<hidden>@host/path?name=value&password=<hidden>} (RFC 3986 sections 3.2.1 and 3.4). Parameters are known
 * behind any of {@code ? & ; # /}, also inside another URI or JSON that is a parameter itself, however often it is escaped. A secret ends with
 * its parameter. Stateless; time linear.
 */
public final class UriText {
    private static final int HEX_ESCAPE = 3; // bytes of %2F

    private UriText() {}

    /** Appends the URI as it is. */
    public static void append(StreamView in, int from, int to, TextSlot into) {
        if (in.indexOf('=', from, to) < 0 && in.indexOf('%', from, to) < 0 && in.indexOf('@', from, to) < 0) {
            into.append(in, from, to - from);
        } else {
            append(in, from, to, false, into);
        }
    }

    /** Appends the URI with its percent escapes undone, as Zeek logs it. */
    public static void appendUnescaped(StreamView in, int from, int to, TextSlot into) {
        append(in, from, to, true, into);
    }

    private static void append(StreamView in, int from, int to, boolean unescape, TextSlot into) {
        into.append("");
        int name = into.length();
        boolean query = false;
        int slashes = 0; // of what an authority begins with, as the last characters
        int last = 0;
        int at = from;
        while (at < to && !into.isFull()) {
            int c = meant(in, at, to);
            int next = at + width(in, at, to);
            boolean assigns = c == '=' || c == ':' && (last == '"' || last == '\'');
            boolean secret = assigns && SecretNames.isSecret(into.bytes(), name, into.length());
            copy(in, at, next, unescape, into);
            at = next;
            query |= c == '?';
            if (secret) {
                at = valueEnd(in, next, to, query);
                if (at > next) {
                    into.append(SecretNames.HIDDEN);
                }
            }
            if (assigns || isDivider(c)) {
                name = into.length();
            }
            slashes = c == ':' ? 1 : c == '/' && slashes > 0 ? slashes + 1 : 0;
            if (slashes == 3) {
                at = authority(in, at, to, unescape, into);
                name = into.length();
            }
            last = c;
        }
    }

    /** In a path a parameter also ends with its segment. */
    private static int valueEnd(StreamView in, int from, int to, boolean query) {
        for (int at = from; at < to; at++) {
            int c = in.u8(at);
            if (c == '&' || !query && (c == '/' || c == ';' || c == '?')) {
                return at;
            }
        }
        return to;
    }

    /** Passes a user's name on, and hides the password behind it. @return where to go on */
    private static int authority(StreamView in, int from, int to, boolean unescape, TextSlot into) {
        int colon = -1;
        int last = -1; // the last @ of the authority
        for (int at = from; at < to; at += width(in, at, to)) {
            int c = meant(in, at, to);
            if (c == '/' || c == '?' || c == '#' || c == ' ') {
                break;
            } else if (c == ':' && colon < 0) {
                colon = at;
            } else if (c == '@') {
                last = at;
            }
        }
        if (colon < 0 || last < colon) {
            return from;
        }
        int behind = colon + width(in, colon, to);
        for (int at = from; at < behind; ) {
            int next = at + width(in, at, to);
            copy(in, at, next, unescape, into);
            at = next;
        }
        into.append(SecretNames.HIDDEN);
        return last;
    }

    private static boolean isDivider(int c) {
        return c == '?' || c == '&' || c == ';' || c == '#' || c == '/' || c == ' ' || c == '{' || c == ',';
    }

    /** The character that stands at this place when all escapes are undone. */
    private static int meant(StreamView in, int at, int to) {
        int width = width(in, at, to);
        if (width == 1) {
            return in.u8(at);
        }
        if (width == 2) {
            return '%';
        }
        int digits = at + width - 2;
        return Character.digit(in.u8(digits), 16) << 4 | Character.digit(in.u8(digits + 1), 16);
    }

    /** Bytes of the character at this place: 1, 2 for %%, 3 when it is escaped, 5 when the escape is (%252F), and so on. */
    private static int width(StreamView in, int at, int to) {
        if (in.u8(at) != '%') {
            return 1;
        }
        if (at + 1 < to && in.u8(at + 1) == '%') {
            return 2;
        }
        int digits = at + 1;
        while (digits + 3 < to && in.u8(digits) == '2' && in.u8(digits + 1) == '5' && isHex(in, digits + 2)) {
            digits += 2;
        }
        return digits + 1 < to && isHex(in, digits) ? digits + 2 - at : 1;
    }

    private static boolean isHex(StreamView in, int at) {
        return Character.digit(in.u8(at), 16) >= 0 && Character.digit(in.u8(at + 1), 16) >= 0;
    }

    private static void copy(StreamView in, int from, int to, boolean unescape, TextSlot into) {
        if (!unescape) {
            into.append(in, from, to - from);
        } else if (to - from < HEX_ESCAPE) {
            into.append((byte) in.u8(from));
        } else {
            into.append((byte) (Character.digit(in.u8(from + 1), 16) << 4 | Character.digit(in.u8(from + 2), 16)));
            into.append(in, from + HEX_ESCAPE, to - from - HEX_ESCAPE);
        }
    }
}
