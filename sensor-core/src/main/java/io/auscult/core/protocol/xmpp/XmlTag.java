package io.auscult.core.protocol.xmpp;

import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.TextSlot;

/**
 * The next tag of one direction of a stream of XML, and the text before it, read in place; no comments and no sections, which XMPP forbids (RFC 6120
 * section 11.1). Two per parser, reused. Remembers how far it has looked, so that a tag in many pieces costs no more.
 */
final class XmlTag {
    static final int MAX_BYTES = 1 << 13; // of a tag with the text before it

    /** What {@link #next} answers when the tag is longer than allowed. */
    static final int TOO_LONG = -1;

    private StreamView in = new StreamView();
    private int scanned; // bytes of the unfinished tag that were looked at
    private int tag; // where it begins, from the same place; -1 not yet
    private int quote; // that is open at that place; 0 for none
    private int textFrom;
    private int from; // of the name, behind an angle bracket, a slash and a prefix
    private int to; // of the tag, before its closing bracket
    private int nameEnd;
    private boolean closing;

    void reset() {
        scanned = 0;
        tag = -1;
        quote = 0;
    }

    /** @return the place behind the next tag, {@code at} to wait for more, or {@link #TOO_LONG} */
    int next(StreamView in, int at) {
        this.in = in;
        int end = Math.min(in.length(), at + MAX_BYTES);
        for (int i = at + scanned; i < end; i++) {
            int c = in.u8(i);
            if (tag < 0) {
                tag = c == '<' ? i - at : -1;
            } else if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (c == '>') {
                found(at, i);
                return i + 1;
            }
        }
        scanned = end - at;
        return end - at >= MAX_BYTES ? TOO_LONG : at;
    }

    private void found(int at, int end) {
        textFrom = at;
        from = at + tag + 1;
        to = end;
        reset();
        closing = from < to && in.u8(from) == '/';
        from += closing ? 1 : 0;
        nameEnd = from;
        while (nameEnd < to && in.u8(nameEnd) > ' ' && in.u8(nameEnd) != '/') {
            if (in.u8(nameEnd) == ':') {
                from = nameEnd + 1;
            }
            nameEnd++;
        }
    }

    boolean isClosing() {
        return closing;
    }

    /** Whether the tag has this name; its prefix does not matter. */
    boolean is(String name) {
        return nameEnd - from == name.length() && matches(name, from);
    }

    void nameTo(TextSlot into) {
        into.append(in, from, nameEnd - from);
    }

    /** Place of the text before the tag. */
    int textFrom() {
        return textFrom;
    }

    int textTo() {
        int end = (closing ? from - 1 : from) - 1;
        while (end > textFrom && in.u8(end) != '<') {
            end--;
        }
        return end;
    }

    /** Place of an attribute's value, -1 when it is missing; {@link #valueEnd} tells where it ends. */
    int value(String attribute) {
        for (int i = nameEnd; i + attribute.length() + 2 < to; i++) {
            int c = in.u8(i);
            if (c == '"' || c == '\'') {
                i = valueEnd(i + 1); // over another's value
            } else if (c <= ' ' && matches(attribute, i + 1)) {
                int behind = i + 1 + attribute.length();
                if (in.u8(behind) == '=' && (in.u8(behind + 1) == '"' || in.u8(behind + 1) == '\'')) {
                    return behind + 2;
                }
            }
        }
        return -1;
    }

    int valueEnd(int value) {
        int end = in.indexOf(in.u8(value - 1), value, to);
        return end < 0 ? to : end;
    }

    private boolean matches(String name, int at) {
        if (at + name.length() > to) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            if (in.u8(at + i) != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
