package io.auscult.core.protocol.mime;

import io.auscult.core.protocol.TextSlot;

/**
 * What the headers of one part say about its content: type, boundary, coding, name (RFC 2045 section 5, RFC 2183). Reused; texts over their limits
 * are cut. A boundary that does not fit is none.
 */
final class MimeHeader {
    private static final int MAX_TYPE = 128; // bytes, as below
    private static final int MAX_NAME = 512;

    /** How content was made fit for mail, RFC 2045 section 6. */
    enum Coding {
        IDENTITY,
        BASE64,
        QUOTED_PRINTABLE
    }

    final TextSlot type = new TextSlot(MAX_TYPE);
    final TextSlot boundary = new TextSlot(MimeReader.MAX_BOUNDARY + 1);
    final TextSlot name = new TextSlot(MAX_NAME);
    Coding coding = Coding.IDENTITY;
    private boolean named; // by its disposition, which counts more

    void clear() {
        type.clear();
        boundary.clear();
        name.clear();
        coding = Coding.IDENTITY;
        named = false;
    }

    static boolean isMultipart(TextSlot type) {
        return startsWith(type.bytes(), 0, type.length(), "multipart/");
    }

    boolean isMultipart() {
        return isMultipart(type) && boundary.length() > 0 && boundary.length() <= MimeReader.MAX_BOUNDARY;
    }

    boolean isMessage() {
        return type.length() == "message/rfc822".length()
                && startsWith(type.bytes(), 0, type.length(), "message/rfc822");
    }

    /** One header, continuation lines joined. */
    void line(TextSlot line) {
        byte[] bytes = line.bytes();
        int end = line.length();
        int value = value(bytes, end, "content-type:");
        if (value >= 0) {
            contentType(bytes, value, end);
            return;
        }
        value = value(bytes, end, "content-disposition:");
        if (value >= 0) {
            disposition(bytes, value, end);
            return;
        }
        value = value(bytes, end, "content-transfer-encoding:");
        if (value >= 0) {
            coding = startsWith(bytes, value, end, "base64")
                    ? Coding.BASE64
                    : startsWith(bytes, value, end, "quoted-printable") ? Coding.QUOTED_PRINTABLE : Coding.IDENTITY;
        }
    }

    void contentType(TextSlot value) {
        contentType(value.bytes(), 0, value.length());
    }

    private void contentType(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && bytes[at] != ';' && bytes[at] != ' ' && bytes[at] != '\t') {
            at++;
        }
        type.clear();
        type.append(bytes, from, at - from);
        parameter(bytes, at, end, "boundary", boundary);
        if (!named) {
            parameter(bytes, at, end, "name", name);
        }
    }

    private void disposition(byte[] bytes, int from, int end) {
        named |= filename(bytes, from, end, name);
    }

    static boolean filename(byte[] bytes, int from, int end, TextSlot into) {
        return parameter(bytes, from, end, "filename", into);
    }

    /** Where the value of this header begins, or -1 when it is another. */
    private static int value(byte[] bytes, int end, String lowerCase) {
        if (!startsWith(bytes, 0, end, lowerCase)) {
            return -1;
        }
        int at = lowerCase.length();
        while (at < end && isSpace(bytes[at])) {
            at++;
        }
        return at;
    }

    /** Finds {@code ;name=value}, {@code ;name="value"} or pieces {@code ;name*0=...} (RFC 2231). @return whether it is there */
    private static boolean parameter(byte[] bytes, int from, int end, String lowerCase, TextSlot into) {
        boolean inPieces = false;
        int at = from;
        while (true) {
            at = skipValue(bytes, at, end);
            if (at == end) {
                return inPieces;
            }
            at++; // the semicolon
            while (at < end && isSpace(bytes[at])) {
                at++;
            }
            if (!startsWith(bytes, at, end, lowerCase)) {
                continue;
            }
            int value = at + lowerCase.length();
            boolean piece = value < end && bytes[value] == '*';
            while (piece && value < end && (bytes[value] == '*' || bytes[value] >= '0' && bytes[value] <= '9')) {
                value++;
            }
            boolean coded = piece && bytes[value - 1] == '*';
            while (value < end && isSpace(bytes[value])) {
                value++;
            }
            if (value == end || bytes[value] != '=') {
                continue;
            }
            if (!inPieces) {
                into.clear();
                into.append(bytes, value, 0);
            }
            int before = into.length();
            take(bytes, value + 1, end, into);
            if (!piece) {
                return true;
            }
            if (coded) {
                decode(into, before, !inPieces);
            }
            inPieces = true;
        }
    }

    /** Undoes percent escapes of what was appended; the first piece begins with {@code charset'language'}. */
    private static void decode(TextSlot text, int from, boolean first) {
        byte[] bytes = text.bytes();
        int end = text.length();
        int at = from;
        for (int quotes = first ? 2 : 0; quotes > 0 && at < end; at++) {
            quotes -= bytes[at] == '\'' ? 1 : 0;
        }
        int to = from;
        while (at < end) {
            int high = at + 2 < end && bytes[at] == '%' ? Character.digit(bytes[at + 1], 16) : -1;
            int low = high < 0 ? -1 : Character.digit(bytes[at + 2], 16);
            bytes[to++] = low < 0 ? bytes[at] : (byte) (high << 4 | low);
            at += low < 0 ? 1 : 3;
        }
        text.cut(to);
    }

    /** Place of the next semicolon outside quotes, or the end. */
    private static int skipValue(byte[] bytes, int from, int end) {
        boolean quoted = false;
        for (int at = from; at < end; at++) {
            if (bytes[at] == '"') {
                quoted = !quoted;
            } else if (bytes[at] == '\\' && quoted) {
                at++;
            } else if (bytes[at] == ';' && !quoted) {
                return at;
            }
        }
        return end;
    }

    /** Appends the value at {@code from}. */
    private static void take(byte[] bytes, int from, int end, TextSlot into) {
        int at = from;
        while (at < end && isSpace(bytes[at])) {
            at++;
        }
        if (at < end && bytes[at] == '"') {
            for (at++; at < end && bytes[at] != '"'; at++) {
                if (bytes[at] == '\\' && at + 1 < end && (bytes[at + 1] == '"' || bytes[at + 1] == '\\')) {
                    at++;
                }
                into.append(bytes[at]);
            }
            return;
        }
        for (; at < end && bytes[at] != ';' && !isSpace(bytes[at]); at++) {
            into.append(bytes[at]);
        }
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\t';
    }

    private static boolean startsWith(byte[] bytes, int from, int end, String lowerCase) {
        if (end - from < lowerCase.length()) {
            return false;
        }
        for (int i = 0; i < lowerCase.length(); i++) {
            int c = bytes[from + i];
            if ((c >= 'A' && c <= 'Z' ? c + 32 : c) != lowerCase.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
