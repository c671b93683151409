package io.auscult.core.protocol.ssl;

import io.auscult.core.counter.Anomaly;
import io.auscult.core.event.ConnectionId;
import io.auscult.core.event.EventWriter;
import io.auscult.core.event.Field;
import io.auscult.core.event.LocalNets;
import io.auscult.core.protocol.Fingerprint;
import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.TextSlot;
import io.auscult.core.protocol.identity.HostNames;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The certificates one side showed in a connection, by fingerprint; an inside server's own also tells its name. Two per parser, reused. At most {@link #MAX_CERTIFICATES} are read;
 * one that was shown before in the same connection is not written again.
 */
final class CertificateChain {
    static final int MAX_CERTIFICATES = 32;

    private static final int DIGITS = 64; // of a SHA-256

    private final TextSlot fingerprints = new TextSlot(MAX_CERTIFICATES * DIGITS);
    private final TextSlot fingerprint = new TextSlot(DIGITS);

    /** Whether its name may be that of the host; calls between browsers have certificates with made-up names. */
    boolean namesHost;

    void clear() {
        fingerprints.clear();
        namesHost = false;
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
            show(in, next + 3, size, isClient, certificates, sha256, out);
            next += 3 + size;
        }
        return true;
    }

    /** One certificate, unless it was shown before. */
    void show(
            StreamView in,
            int at,
            int size,
            boolean isClient,
            X509Writer certificates,
            Fingerprint sha256,
            EventWriter out) {
        int place = in.arrayOffset() + at;
        sha256.update(in.array(), place, size);
        fingerprint.cut(0);
        sha256.appendHex(fingerprint);
        if (contains()) {
            return;
        }
        boolean own = fingerprints.length() == 0;
        fingerprints.append(fingerprint.bytes(), 0, DIGITS);
        if (!certificates.write(in.array(), place, size, fingerprint, own && !isClient, own && isClient, out)) {
            out.weird(Anomaly.CERTIFICATE_INVALID, "ssl");
        }
        if (own && !isClient) {
            learnHost(in, certificates.host(), out);
        }
    }

    /**
     * An inside server is what its certificate says, unless its bytes may be another's that came through it (a proxy).
     */
    private void learnHost(StreamView in, @Nullable TextSlot host, EventWriter out) {
        ConnectionId connection = in.connection();
        long high = in.isOrig() ? connection.origHigh : connection.respHigh;
        long low = in.isOrig() ? connection.origLow : connection.respLow;
        if (host != null
                && namesHost
                && !connection.hasService("http")
                && !connection.hasService("socks")
                && LocalNets.DEFAULT.contains(high, low)) {
            HostNames.learned(out, high, low, host, "certificate");
        }
    }

    private boolean contains() {
        for (int i = 0; i < fingerprints.length(); i += DIGITS) {
            if (Arrays.equals(fingerprints.bytes(), i, i + DIGITS, fingerprint.bytes(), 0, DIGITS)) {
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
