package io.auscult.core.protocol.tds;

import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.TextSlot;

/** What a client says in PRELOGIN and LOGIN7, [MS-TDS] sections 2.2.6.5 and 2.2.6.4. One per parser. */
final class TdsLogin {
    static final int MAX_NAME = 512; // bytes of a name, 128 characters in the protocol

    /** Values of the encryption option. */
    static final int ENCRYPT_OFF = 0;

    static final int ENCRYPT_ON = 1;
    static final int ENCRYPT_NOT_SUPPORTED = 2;
    static final int ENCRYPT_REQUIRED = 3;
    static final int UNKNOWN = -1;

    private static final int OPTION = 5; // bytes: token, offset, length
    private static final int ENCRYPTION = 1;
    private static final int END = 0xFF;
    private static final int MIN_LENGTH = 86; // bytes of the fixed part of TDS 7.0 and 7.1
    private static final int SSPI = 78;
    private static final int SSPI_LONG = 90;
    private static final int SSPI_IS_LONG = 0xFFFF;

    final TextSlot client = new TextSlot(MAX_NAME);
    final TextSlot user = new TextSlot(MAX_NAME);
    final TextSlot application = new TextSlot(MAX_NAME);
    final TextSlot server = new TextSlot(MAX_NAME);
    final TextSlot library = new TextSlot(MAX_NAME);
    final TextSlot database = new TextSlot(MAX_NAME);
    int version;
    boolean hasPassword;
    int sspiAt;
    int sspiLength;
    private boolean seen;

    boolean isSeen() {
        return seen;
    }

    /** The encryption option of a PRELOGIN message; {@link #UNKNOWN} when there is none. */
    static int encryption(StreamView message) {
        for (int at = 0; at + OPTION <= message.length() && message.u8(at) != END; at += OPTION) {
            int value = message.u16(at + 1);
            if (message.u8(at) == ENCRYPTION && message.u16(at + 3) > 0 && value < message.length()) {
                return message.u8(value) & 3; // higher bits ask for a client's certificate
            }
        }
        return UNKNOWN;
    }

    /** A LOGIN7 message. @return whether it is one */
    boolean read(StreamView message) {
        if (message.length() < MIN_LENGTH) {
            return false;
        }
        seen = true;
        version = message.u8(4) | message.u8(5) << 8 | message.u8(6) << 16 | message.u8(7) << 24;
        text(message, 36, client);
        text(message, 40, user);
        text(message, 48, application);
        text(message, 52, server);
        text(message, 60, library);
        text(message, 68, database);
        hasPassword = message.u16le(46) > 0;
        sspiAt = message.u16le(SSPI);
        long length = message.u16le(SSPI + 2);
        if (length == SSPI_IS_LONG && message.length() >= SSPI_LONG + 4 && message.u32le(SSPI_LONG) > 0) {
            length = message.u32le(SSPI_LONG);
        }
        boolean inside = sspiAt >= MIN_LENGTH && length > 0 && sspiAt + length <= message.length();
        sspiLength = inside ? (int) length : 0;
        return true;
    }

    private static void text(StreamView message, int field, TextSlot into) {
        int at = message.u16le(field);
        int size = 2 * message.u16le(field + 2);
        into.clear();
        if (size > 0 && at + size <= message.length()) {
            into.appendUtf16le(message, at, size);
        }
    }

    void reset() {
        client.clear();
        user.clear();
        application.clear();
        server.clear();
        library.clear();
        database.clear();
        version = 0;
        hasPassword = false;
        sspiAt = 0;
        sspiLength = 0;
        seen = false;
    }
}
