package io.auscult.core.protocol.file;

import org.jspecify.annotations.Nullable;

/** Type of a file by its first bytes, in Zeek's names. Stateless. */
final class FileType {
    private static final int LEAST_TEXT = 10; // characters

    private FileType() {}

    /** The type, or null when these bytes are not telling. */
    static @Nullable String of(byte[] head, int length) {
        if (length >= 2 && head[0] == 'M' && head[1] == 'Z') {
            return "application/x-dosexec";
        }
        return isText(head, length) ? "text/plain" : null;
    }

    private static boolean isText(byte[] head, int length) {
        for (int i = 0; i < LEAST_TEXT; i++) {
            if (i >= length || (head[i] < ' ' || head[i] > '~') && (head[i] < '\t' || head[i] > '\r')) {
                return false;
            }
        }
        return true;
    }
}
