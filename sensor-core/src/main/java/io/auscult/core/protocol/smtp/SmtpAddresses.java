package io.auscult.core.protocol.smtp;

import io.auscult.core.event.EventWriter;
import io.auscult.core.event.Field;
import io.auscult.core.protocol.TextSlot;
import io.auscult.core.protocol.line.Line;

/** A bounded set of texts in the order they came, each followed by a line feed; what is over the bound is left out. Part of a mail. */
final class SmtpAddresses {
    private final TextSlot texts;
    private boolean set;

    SmtpAddresses(int limit) {
        texts = new TextSlot(limit);
    }

    void clear(int spare) {
        set = false;
        texts.clear();
        texts.trim(spare);
    }

    /** It is told of even when it is empty. */
    void set() {
        set = true;
    }

    int kept() {
        return texts.length();
    }

    /** Adds {@code [from, to)} of these bytes unless it is there. */
    void add(byte[] bytes, int from, int to) {
        set = true;
        int start = texts.length();
        texts.append(bytes, from, to - from);
        texts.append((byte) '\n');
        finish(start);
    }

    /** The text added behind {@code start} stays if it fits and is new. */
    private void finish(int start) {
        if (texts.isFull() || isKnown(start)) {
            texts.cut(start);
        }
    }

    private boolean isKnown(int start) {
        byte[] bytes = texts.bytes();
        int size = texts.length() - start;
        int at = 0;
        while (at < start) {
            int i = 0;
            while (i < size && at + i < start && bytes[at + i] == bytes[start + i]) {
                i++;
            }
            if (i == size) {
                return true;
            }
            while (bytes[at] != '\n') {
                at++;
            }
            at++;
        }
        return false;
    }

    /** Adds every mail address in a text, as {@code local@domain} between delimiters. */
    void addMailAddresses(byte[] bytes, int from, int to) {
        set = true;
        int at = from;
        while (at < to) {
            int next = addNext(bytes, at, from, to, texts);
            if (next < 0) {
                return;
            }
            at = next;
        }
    }

    /** Sets the slot to the first mail address in a text; leaves it unset when there is none. */
    static void first(byte[] bytes, int from, int to, TextSlot into) {
        into.clear();
        int at = find(bytes, from, to);
        if (at >= 0) {
            copy(bytes, localStart(bytes, at, from), domainEnd(bytes, at, to), into);
        }
    }

    private int addNext(byte[] bytes, int from, int first, int to, TextSlot into) {
        int at = find(bytes, from, to);
        if (at < 0) {
            return -1;
        }
        int start = into.length();
        int end = domainEnd(bytes, at, to);
        copy(bytes, localStart(bytes, at, Math.max(from, first)), end, into);
        dropOriginalRecipient(into, start);
        into.append((byte) '\n');
        finish(start);
        return end + 1;
    }

    /** Place of an at sign with something on both sides. */
    private static int find(byte[] bytes, int from, int to) {
        for (int at = from; at < to; at++) {
            if (bytes[at] == '@' && localStart(bytes, at, from) < at && domainEnd(bytes, at, to) > at + 1) {
                return at;
            }
        }
        return -1;
    }

    private static int localStart(byte[] bytes, int at, int from) {
        int start = at;
        while (start > from && !isDelimiter(bytes[start - 1]) && bytes[start - 1] != '@') {
            start--;
        }
        return start;
    }

    private static int domainEnd(byte[] bytes, int at, int to) {
        int end = at + 1;
        while (end < to && bytes[end] != '>' && bytes[end] != ',' && bytes[end] != ';' && !isBlank(bytes[end])) {
            end++;
        }
        return end;
    }

    private static void copy(byte[] bytes, int from, int to, TextSlot into) {
        for (int i = from; i < to; i++) {
            byte c = bytes[i];
            if (!isDelimiter(c) && c != '>' && c != ';') {
                into.append(c);
            }
        }
    }

    /** RFC 3461 section 4.2: {@code ORCPT=rfc822;address}. */
    private static void dropOriginalRecipient(TextSlot text, int start) {
        String sign = "ORCPT=RFC822";
        byte[] bytes = text.bytes();
        if (text.length() - start <= sign.length()) {
            return;
        }
        for (int i = 0; i < sign.length(); i++) {
            if (Line.upper(bytes[start + i]) != sign.charAt(i)) {
                return;
            }
        }
        int rest = text.length() - start - sign.length();
        System.arraycopy(bytes, start + sign.length(), bytes, start, rest);
        text.cut(start + rest);
    }

    private static boolean isDelimiter(byte c) {
        return c == '<' || c == ',' || c == ':' || isBlank(c);
    }

    private static boolean isBlank(byte c) {
        return c == ' ' || c == '\t';
    }

    /** Adds the parts between commas outside quotes, without white space around them. */
    void addParts(byte[] bytes, int from, int to) {
        set = true;
        boolean quoted = false;
        int start = from;
        for (int at = from; at <= to; at++) {
            if (at == to || bytes[at] == ',' && !quoted) {
                int first = start;
                int last = at;
                while (first < last && Line.isSpace(bytes[first])) {
                    first++;
                }
                while (last > first && Line.isSpace(bytes[last - 1])) {
                    last--;
                }
                if (last > first) {
                    add(bytes, first, last);
                }
                start = at + 1;
            } else if (bytes[at] == '"') {
                quoted = !quoted;
            }
        }
    }

    void to(EventWriter out, Field field) {
        if (!set) {
            return;
        }
        byte[] bytes = texts.bytes();
        out.beginList(field);
        int from = 0;
        for (int at = 0; at < texts.length(); at++) {
            if (bytes[at] == '\n') {
                out.add(bytes, from, at - from);
                from = at + 1;
            }
        }
        out.endList();
    }
}
