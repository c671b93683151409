package io.auscult.core.protocol.ssl;

import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.TextSlot;

/**
 * ClientHello or ServerHello, RFC 8446 section 4.1.2 and RFC 5246 section 7.4.1, read in place.
 * <pre>
 *  client | version (2) | random (32) | session id (1..) | ciphers (2..) | compression (1..) | extensions (2..) |
 *  server | version (2) | random (32) | session id (1..) | cipher (2) | compression (1) | extensions (2..) |
 * </pre>
 * Over datagrams the client's has a cookie (1..) behind the session id, RFC 6347 section 4.2.1.
 * One per parser and side, reused for the next message. After {@link #read} answered {@code true} its fields tell what was there.
 */
final class Hello {
    private static final int RANDOM = 32; // bytes
    private static final int MAX_NAME = 1 << 10; // bytes of a server name; DNS allows 255
    private static final int MAX_ALPN = 255;
    private static final int[]
            RETRY = { // random of a ServerHello that asks for another ClientHello, RFC 8446 section 4.1.3
        0xCF21AD74, 0xE59A6111, 0xBE1D8C02, 0x1E65B891, 0xC2A21116, 0x7ABB8C5E, 0x079E09E2, 0xC8A8339C
    };

    final CodeList ciphers = new CodeList();
    final CodeList extensions = new CodeList();
    final CodeList groups = new CodeList();
    final CodeList pointFormats = new CodeList();
    final CodeList signatures = new CodeList();
    final TextSlot serverName = new TextSlot(MAX_NAME);
    /** First protocol offered, or the one chosen. */
    final TextSlot alpn = new TextSlot(MAX_ALPN);

    final TextSlot sessionId = new TextSlot(RANDOM);

    /** As in the message's own version field. */
    int legacyVersion;
    /** Highest of the supported_versions extension, or the one chosen in it; 0 without. */
    int supportedVersion;

    /** Chosen group; 0 without. */
    int group;

    boolean hasServerName;
    boolean hasTicket;
    boolean hasPreSharedKey;
    boolean isRetry;

    private final boolean overDatagrams;
    private StreamView in;
    private int next;
    private int end;

    Hello(boolean overDatagrams) {
        this.overDatagrams = overDatagrams;
    }

    boolean isOverDatagrams() {
        return overDatagrams;
    }

    void clear() {
        ciphers.clear();
        extensions.clear();
        groups.clear();
        pointFormats.clear();
        signatures.clear();
        serverName.clear();
        alpn.clear();
        sessionId.clear();
        legacyVersion = 0;
        supportedVersion = 0;
        group = 0;
        hasServerName = false;
        hasTicket = false;
        hasPreSharedKey = false;
        isRetry = false;
    }

    int version() {
        return supportedVersion > 0 ? supportedVersion : legacyVersion;
    }

    /** @return whether the message adds up */
    boolean read(StreamView in, int at, int length, boolean isClient) {
        clear();
        this.in = in;
        next = at;
        end = at + length;
        if (length < 2 + RANDOM + 1) {
            return false;
        }
        legacyVersion = in.u16(at);
        isRetry = !isClient;
        for (int i = 0; i < RETRY.length; i++) {
            isRetry &= in.i32(at + 2 + 4 * i) == RETRY[i];
        }
        next = at + 2 + RANDOM;
        boolean isEarlyDraft = !isClient && isEarlyDraft13();
        if (!isEarlyDraft) {
            int idLength = in.u8(next++);
            if (idLength > RANDOM || next + idLength > end) {
                return false;
            }
            sessionId.set(in, next, idLength);
            next += idLength;
        }
        if (isClient && overDatagrams) {
            if (next >= end) {
                return false;
            }
            next += 1 + in.u8(next); // the cookie
        }
        return (isClient ? readClientCiphers() : readServerCipher(isEarlyDraft)) && readExtensions(isClient);
    }

    private boolean readClientCiphers() {
        if (next + 2 > end) {
            return false;
        }
        int stop = next + 2 + in.u16(next);
        if (stop > end) {
            return false;
        }
        for (next += 2; next + 2 <= stop; next += 2) {
            ciphers.add(in.u16(next));
        }
        next = stop;
        if (next >= end) {
            return true; // SSL 3 drafts had no compression methods
        }
        next += 1 + in.u8(next);
        return next <= end;
    }

    /** Up to draft 21 of TLS 1.3 the server's hello told its version directly, and had neither session id nor compression. */
    private boolean isEarlyDraft13() {
        return legacyVersion == TlsCodes.TLS13 || TlsCodes.isDraft13(legacyVersion) && (legacyVersion & 0xFF) < 22;
    }

    private boolean readServerCipher(boolean isEarlyDraft) {
        if (next + 2 > end) {
            return false;
        }
        ciphers.add(in.u16(next));
        next += isEarlyDraft ? 2 : 3;
        return next <= end;
    }

    private boolean readExtensions(boolean isClient) {
        if (next + 2 > end) {
            return true; // none, as before TLS 1.0
        }
        int stop = next + 2 + in.u16(next);
        if (stop > end) {
            return false;
        }
        next += 2;
        while (next + 4 <= stop) {
            int type = in.u16(next);
            int length = in.u16(next + 2);
            if (next + 4 + length > stop) {
                return false;
            }
            extensions.add(type);
            readExtension(type, next + 4, next + 4 + length, isClient);
            next += 4 + length;
        }
        return true;
    }

    private void readExtension(int type, int from, int to, boolean isClient) {
        switch (type) {
            case TlsCodes.SERVER_NAME -> {
                hasServerName = true;
                if (isClient && to - from >= 5 && in.u8(from + 2) == 0 && from + 5 + in.u16(from + 3) <= to) {
                    serverName.set(in, from + 5, in.u16(from + 3));
                }
            }
            case TlsCodes.ALPN -> {
                if (to - from >= 3 && from + 3 + in.u8(from + 2) <= to) {
                    alpn.set(in, from + 3, in.u8(from + 2));
                }
            }
            case TlsCodes.SUPPORTED_GROUPS -> readCodes(groups, from, to);
            case TlsCodes.SIGNATURE_ALGORITHMS -> readCodes(signatures, from, to);
            case TlsCodes.EC_POINT_FORMATS -> {
                for (int at = from + 1; at < to; at++) {
                    pointFormats.add(in.u8(at));
                }
            }
            case TlsCodes.SESSION_TICKET -> hasTicket = to > from;
            case TlsCodes.PRE_SHARED_KEY -> hasPreSharedKey = true;
            case TlsCodes.SUPPORTED_VERSIONS -> readVersions(from, to, isClient);
            case TlsCodes.KEY_SHARE, TlsCodes.EARLY_KEY_SHARE ->
                group = !isClient && to - from >= 2 ? in.u16(from) : group;
            default -> {}
        }
    }

    private void readCodes(CodeList into, int from, int to) {
        for (int at = from + 2; at + 2 <= to; at += 2) {
            into.add(in.u16(at));
        }
    }

    private void readVersions(int from, int to, boolean isClient) {
        if (!isClient) {
            supportedVersion = to - from >= 2 ? in.u16(from) : 0;
            return;
        }
        for (int at = from + 1; at + 2 <= to; at += 2) {
            int version = in.u16(at);
            if (overDatagrams) { // counted downwards
                if (version >= TlsCodes.DTLS13 && (supportedVersion == 0 || version < supportedVersion)) {
                    supportedVersion = version;
                }
            } else if (!TlsCodes.isGrease(version) && version <= TlsCodes.TLS13) {
                supportedVersion = Math.max(supportedVersion, version);
            }
        }
    }
}
