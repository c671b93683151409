package io.auscult.core.protocol.dcerpc;

import io.auscult.core.event.EventWriter;
import io.auscult.core.protocol.TextSlot;
import io.auscult.core.protocol.secret.CommandText;

/** What was read of a call's arguments. Belongs to a call, reused; texts over {@link #MAX_TEXT} bytes are cut. */
final class CallArguments {
    static final int MAX_TEXT = 1 << 10;

    private static final Argument[] ALL = Argument.values();

    private final TextSlot[] texts = new TextSlot[ALL.length];
    private final TextSlot shown = new TextSlot(MAX_TEXT);
    private boolean hasCredential;
    private boolean nullCredential;
    private long mappedPort;

    /** The text of this argument, to be appended to. */
    TextSlot at(Argument argument) {
        TextSlot text = texts[argument.ordinal()];
        if (text == null) {
            text = new TextSlot(MAX_TEXT);
            texts[argument.ordinal()] = text;
        }
        if (argument.isList() && text.isSet()) {
            text.append(Argument.SEPARATOR);
        }
        return text;
    }

    /** Whether this argument was read and is not empty. */
    boolean has(Argument argument) {
        TextSlot text = texts[argument.ordinal()];
        return text != null && text.length() > 0;
    }

    /** A Netlogon credential was seen. */
    void credential(boolean isNull) {
        hasCredential = true;
        nullCredential |= isNull;
    }

    void mappedPort(int port) {
        mappedPort = port;
    }

    void write(EventWriter out) {
        for (int i = 0; i < ALL.length; i++) {
            TextSlot text = texts[i];
            if (text == null || !text.isSet()) {
                continue;
            }
            if (ALL[i].isList()) {
                list(out, ALL[i], text);
            } else if (ALL[i].isCommand()) {
                shown.clear();
                CommandText.append(text.bytes(), 0, text.length(), shown);
                shown.to(out, ALL[i].field());
            } else {
                text.to(out, ALL[i].field());
            }
        }
        if (hasCredential) {
            out.set(DcerpcParser.NULL_CREDENTIAL, nullCredential);
        }
        if (mappedPort > 0) {
            out.set(DcerpcParser.MAPPED_PORT, mappedPort);
        }
    }

    private static void list(EventWriter out, Argument argument, TextSlot text) {
        out.beginList(argument.field());
        byte[] bytes = text.bytes();
        int from = 0;
        for (int at = 0; at <= text.length(); at++) {
            if (at == text.length() || bytes[at] == Argument.SEPARATOR) {
                out.add(bytes, from, at - from);
                from = at + 1;
            }
        }
        out.endList();
    }

    /** Bytes of text. */
    int kept() {
        int sum = 0;
        for (TextSlot text : texts) {
            sum += text == null ? 0 : text.length();
        }
        return sum;
    }

    void clear() {
        for (TextSlot text : texts) {
            if (text != null) {
                text.clear();
                text.trim(256);
            }
        }
        hasCredential = false;
        nullCredential = false;
        mappedPort = 0;
    }
}
