package io.auscult.core.protocol.ftp;

import io.auscult.core.protocol.TextSlot;

/** Paths as the client means them: the working directory and a file, with {@code .}, {@code ..} and double slashes taken out. Stateless. */
final class FtpPath {
    private FtpPath() {}

    /** Appends {@code file} in {@code directory} to {@code into}; what {@code into} held before is left alone. */
    static void append(TextSlot directory, TextSlot file, TextSlot into) {
        int start = into.length();
        boolean whole = isAbsolute(file.bytes(), 0, file.length()) || directory.length() == 0;
        boolean first = true;
        if (!whole) {
            first = components(directory, into, start, true);
        }
        components(file, into, start, first);
    }

    /** @return whether the next component is the first of its path */
    private static boolean components(TextSlot path, TextSlot into, int start, boolean firstOfAll) {
        byte[] bytes = path.bytes();
        int length = path.length();
        boolean first = firstOfAll;
        if (first && length > 0 && bytes[0] == '/') {
            into.append((byte) '/');
            first = false;
        }
        int at = 0;
        while (at < length) {
            int end = at;
            while (end < length && bytes[end] != '/') {
                end++;
            }
            component(bytes, at, end, into, start, first);
            first &= end == at;
            at = end + 1;
        }
        return first;
    }

    private static void component(byte[] bytes, int from, int to, TextSlot into, int start, boolean first) {
        int size = to - from;
        if (size == 0 || size == 1 && bytes[from] == '.' && !first) {
            return;
        }
        boolean up = size == 2 && bytes[from] == '.' && bytes[from + 1] == '.';
        if (up && removeLast(into, start)) {
            return;
        }
        if (into.length() > start && into.bytes()[into.length() - 1] != '/') {
            into.append((byte) '/');
        }
        into.append(bytes, from, size);
    }

    /** Takes the last component away for a {@code ..}. @return false when there is none to take, and the two dots must stay */
    private static boolean removeLast(TextSlot into, int start) {
        byte[] text = into.bytes();
        int end = into.length();
        int from = end;
        while (from > start && text[from - 1] != '/') {
            from--;
        }
        int size = end - from;
        if (size == 0 || size == 2 && text[from] == '.' && text[from + 1] == '.') {
            return false;
        }
        boolean dot = size == 1 && text[from] == '.';
        into.cut(from > start + 1 ? from - 1 : from);
        return !dot;
    }

    /** Sets {@code directory} to the path that a reply to PWD names: in quotes, or up to a space. Empty when there is none. */
    static void extract(TextSlot reply, TextSlot directory) {
        byte[] bytes = reply.bytes();
        int length = reply.length();
        directory.clear();
        directory.append("");
        for (int at = 0; at + 1 < length; at++) {
            if (bytes[at] == '"' && isAbsolute(bytes, at + 1, length)) {
                int end = at + 1;
                while (end < length && bytes[end] != '"') {
                    end++;
                }
                if (end < length) {
                    directory.append(bytes, at + 1, end - at - 1);
                    return;
                }
                break;
            }
        }
        for (int at = 0; at < length; at++) {
            if (isAbsolute(bytes, at, length)) {
                int end = at;
                while (end < length && bytes[end] != '"' && bytes[end] != ' ') {
                    end++;
                }
                directory.append(bytes, at, end - at);
                return;
            }
        }
    }

    private static boolean isAbsolute(byte[] bytes, int at, int length) {
        if (at < length && bytes[at] == '/') {
            return true;
        }
        return at + 2 < length
                && Character.isLetter(bytes[at])
                && bytes[at + 1] == ':'
                && (bytes[at + 2] == '/' || bytes[at + 2] == '\\');
    }
}
