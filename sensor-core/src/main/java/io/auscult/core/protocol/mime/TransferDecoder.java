package io.auscult.core.protocol.mime;

import io.auscult.core.protocol.file.FileStream;
import io.auscult.core.protocol.line.Base64Text;
import io.auscult.core.protocol.mime.MimeHeader.Coding;

/** Undoes Base64 and quoted-printable (RFC 2045 section 6) on the way to a file, in any segmentation. Reused; {@link #BUFFER} bytes. */
final class TransferDecoder {
    private static final int BUFFER = 1024;

    private final FileStream file;
    private byte[] buffer = new byte[0];
    private int filled;
    private Coding coding = Coding.IDENTITY;
    private int bits;
    private int held;
    private int escape; // quoted-printable: 0 none, 1 behind =, 2 behind = and CR, 3 behind = and a digit

    TransferDecoder(FileStream file) {
        this.file = file;
    }

    void begin(Coding coding) {
        this.coding = coding;
        filled = 0;
        bits = 0;
        held = 0;
        escape = 0;
        if (coding != Coding.IDENTITY && buffer.length == 0) {
            buffer = new byte[BUFFER];
        }
    }

    void content(byte[] bytes, int offset, int length) {
        if (coding == Coding.IDENTITY) {
            file.content(bytes, offset, length);
            return;
        }
        for (int at = offset; at < offset + length; at++) {
            if (coding == Coding.BASE64) {
                base64(bytes[at]);
            } else {
                quotedPrintable(bytes[at]);
            }
        }
        flush();
    }

    private void base64(int c) {
        int digit = Base64Text.digit(c);
        if (digit < 0) {
            if (c == '=') {
                bits = 0; // what is left of the last group is padding
            }
            return;
        }
        held = held << 6 | digit;
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            put(held >>> bits);
        }
    }

    private void quotedPrintable(int c) {
        switch (escape) {
            case 0 -> {
                if (c == '=') {
                    escape = 1;
                } else {
                    put(c);
                }
            }
            case 1 -> {
                int hex = Character.digit(c, 16);
                if (c == '\r') {
                    escape = 2;
                } else if (c == '\n') {
                    escape = 0; // a soft line end
                } else if (hex >= 0) {
                    held = hex;
                    escape = 3;
                } else {
                    escape = 0;
                    put('=');
                    put(c);
                }
            }
            case 2 -> {
                escape = 0;
                if (c != '\n') {
                    put(c);
                }
            }
            default -> {
                int hex = Character.digit(c, 16);
                escape = 0;
                put(hex >= 0 ? held << 4 | hex : c);
            }
        }
    }

    private void put(int value) {
        buffer[filled++] = (byte) value;
        if (filled == BUFFER) {
            flush();
        }
    }

    private void flush() {
        file.content(buffer, 0, filled);
        filled = 0;
    }

    /** So many bytes of the coded content are missing. */
    void gap(long length) {
        bits = 0;
        escape = 0;
        file.gap(coding == Coding.BASE64 ? Math.max(1, length / 4 * 3) : length);
    }
}
