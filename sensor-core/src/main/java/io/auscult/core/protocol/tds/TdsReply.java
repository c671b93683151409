package io.auscult.core.protocol.tds;

import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.TextSlot;

/** The server's answer to a login, [MS-TDS] section 2.2.7: an acknowledgement or an error, perhaps an SSPI token. One per parser. */
final class TdsReply {
    private static final int ERROR = 0xAA;
    private static final int INFO = 0xAB;
    private static final int LOGIN_ACK = 0xAD;
    private static final int ENVIRONMENT_CHANGE = 0xE3;
    private static final int SSPI = 0xED;
    private static final int DATABASE = 1; // of the environment

    final TextSlot program = new TextSlot(TdsLogin.MAX_NAME);
    final TextSlot message = new TextSlot(TdsLogin.MAX_NAME);
    final TextSlot server = new TextSlot(TdsLogin.MAX_NAME);
    final TextSlot database = new TextSlot(TdsLogin.MAX_NAME);
    boolean accepted;
    long error;
    int sspiAt;
    int sspiLength;

    /** The tokens of one message, up to the first that is no part of a login. */
    void read(StreamView in) {
        sspiLength = 0;
        int at = 0;
        while (at + 3 <= in.length()) {
            int size = in.u16le(at + 1);
            int content = at + 3;
            if (size > in.length() - content) {
                return;
            }
            switch (in.u8(at)) {
                case ERROR -> {
                    if (error == 0 && size >= 8) {
                        error = in.u32le(content);
                        readNames(in, content + 6, content + size);
                    }
                }
                case LOGIN_ACK -> {
                    accepted = true;
                    if (size > 6) {
                        shortText(in, content + 5, content + size, program);
                    }
                }
                case ENVIRONMENT_CHANGE -> {
                    if (size > 2 && in.u8(content) == DATABASE) {
                        shortText(in, content + 1, content + size, database);
                    }
                }
                case SSPI -> {
                    sspiAt = content;
                    sspiLength = size;
                }
                case INFO -> {
                    if (size > 8) {
                        skipMessage(in, content + 6, content + size);
                    }
                }
                default -> {
                    return;
                }
            }
            at = content + size;
        }
    }

    private void readNames(StreamView in, int at, int end) {
        int size = 2 * in.u16le(at);
        if (at + 2 + size > end) {
            return;
        }
        message.clear();
        message.appendUtf16le(in, at + 2, size);
        shortText(in, at + 2 + size, end, server);
    }

    /** An information carries the server's name like an error does. */
    private void skipMessage(StreamView in, int at, int end) {
        int size = 2 * in.u16le(at);
        if (at + 2 + size < end && !server.isSet()) {
            shortText(in, at + 2 + size, end, server);
        }
    }

    private static void shortText(StreamView in, int at, int end, TextSlot into) {
        if (at >= end) {
            return;
        }
        int size = 2 * in.u8(at);
        if (at + 1 + size <= end) {
            while (size > 0 && in.u16(at + size - 1) == 0) {
                size -= 2; // some names are filled up with zeros
            }
            into.clear();
            into.appendUtf16le(in, at + 1, size);
        }
    }

    void reset() {
        program.clear();
        message.clear();
        server.clear();
        database.clear();
        accepted = false;
        error = 0;
        sspiAt = 0;
        sspiLength = 0;
    }
}
