package io.auscult.rules.indicator;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Lines of a stream, each at most {@code most} bytes; what is longer is passed over without being held, however long. Ends of lines are LF or CRLF. One thread.
 */
final class LineInput {
    private static final int BUFFER = 1 << 16;

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER];
    private final byte[] line;
    private int at;
    private int end;
    private int length;
    private boolean isTooLong;
    private long number;

    LineInput(InputStream in, int most) {
        this.in = in;
        this.line = new byte[most];
    }

    /** To the next line. @return whether there was one */
    boolean next() throws IOException {
        length = 0;
        isTooLong = false;
        boolean any = false;
        while (true) {
            if (at == end) {
                end = Math.max(0, in.read(buffer));
                at = 0;
                if (end == 0) {
                    number += any ? 1 : 0;
                    return any;
                }
            }
            any = true;
            int from = at;
            while (at < end && buffer[at] != '\n') {
                at++;
            }
            int count = Math.min(at - from, line.length - length);
            isTooLong |= count < at - from;
            System.arraycopy(buffer, from, line, length, count);
            length += count;
            if (at < end) {
                at++;
                number++;
                if (length > 0 && line[length - 1] == '\r') {
                    length--;
                }
                return true;
            }
        }
    }

    boolean isTooLong() {
        return isTooLong;
    }

    /** From 1. */
    long number() {
        return number;
    }

    byte[] bytes() {
        return line;
    }

    int length() {
        return length;
    }

    /** Null when it is no UTF-8. */
    @Nullable
    String text() {
        int from =
                number == 1 && length >= 3 && line[0] == (byte) 0xEF && line[1] == (byte) 0xBB && line[2] == (byte) 0xBF
                        ? 3 // a byte order mark
                        : 0;
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(line, from, length - from))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
