package io.auscult.core.protocol.http;

import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.TextSlot;
import io.auscult.core.protocol.line.Base64Text;

/** Reads the user name of Basic authentication, RFC 7617, and never the password: decoding ends at the colon. Stateless. */
final class BasicCredentials {
    private BasicCredentials() {}

    /** Sets {@code username} when the Base64 at {@code from} holds one before a colon. */
    static void username(StreamView in, int from, int to, TextSlot username) {
        username.set(in, from, 0);
        if (Base64Text.decode(in, from, to, ':', 1, username) == 0) {
            username.clear(); // without a colon it might as well be a secret
        }
    }
}
