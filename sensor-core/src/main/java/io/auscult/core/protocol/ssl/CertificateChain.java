package io.auscult.core.protocol.ssl;

import io.auscult.core.counter.Anomaly;
import io.auscult.core.event.EventWriter;
import io.auscult.core.event.Field;
import io.auscult.core.protocol.Fingerprint;
import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.TextSlot;

/**
 * The certificates one side showed in a connection, by fingerprint. Two per parser, reused. At most {@link #MAX_CERTIFICATES} are read;
 * one that was shown before in the same connection is not written again.
 */
final class CertificateChain {
    static final int MAX_CERTIFICATES = 32;

    private static final int DIGITS = 64; // of a SHA-256

    private final TextSlot fingerprints = new TextSlot(MAX_CERTIFICATES * DIGITS);
    private final TextSlot fingerprint = new TextSlot(DIGITS);

    void clear() {
        fingerprints.clear();
    }

    boolean isEmpty() {
        return fingerprints.length() == 0;
    }

    /**
     * Reads a Certificate message up to TLS 1.2, RFC 5246 section 7.4.2: each certificate behind three bytes of length.
     *
     * @return whether the message adds up
     */
    boolean read(
            StreamView in,
            int at,
            int length,
            boolean isClient,
            X509Writer certificates,
            Fingerprint sha256,
            EventWriter out) {
        if (length < 3 || in.u24(at) > length - 3) {
            return false;
        }
        int end = at + 3 + in.u24(at);
        int next = at + 3;
        for (int count = 0; next + 3 <= end && count < MAX_CERTIFICATES; count++) {
            int size = in.u24(next);
            if (next + 3 + size > end) {
                return false;
            }
            int place = in.arrayOffset() + next + 3;
            sha256.update(in.array(), place, size);
            fingerprint.cut(0);
            sha256.appendHex(fingerprint);
            if (!contains()) {
                boolean own = fingerprints.length() == 0;
                fingerprints.append(fingerprint.bytes(), 0, DIGITS);
                if (!certificates.write(in.array(), place, size, fingerprint, own && !isClient, own && isClient, out)) {
                    out.weird(Anomaly.CERTIFICATE_INVALID, "ssl");
                }
            }
            next += 3 + size;
        }
        return true;
    }

    private boolean contains() {
        for (int i = 0; i < fingerprints.length(); i += DIGITS) {
            if (java.util.Arrays.equals(fingerprints.bytes(), i, i + DIGITS, fingerprint.bytes(), 0, DIGITS)) {
                return true;
            }
        }
        return false;
    }

    void to(EventWriter out, Field field) {
        out.beginList(field);
        for (int i = 0; i < fingerprints.length(); i += DIGITS) {
            out.add(fingerprints.bytes(), i, DIGITS);
        }
        out.endList();
    }
}
