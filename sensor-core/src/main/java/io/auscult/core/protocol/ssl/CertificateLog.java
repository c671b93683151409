package io.auscult.core.protocol.ssl;

import io.auscult.core.counter.Anomaly;
import io.auscult.core.event.EventType;
import io.auscult.core.event.EventWriter;
import io.auscult.core.protocol.Fingerprint;
import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.TextSlot;

/**
 * Writes an {@code x509} event for each certificate that a protocol shows (RDP's own encryption, PKINIT). Part of the showing parser, made with the
 * first certificate, reused. Remembers nothing: a certificate shown twice is written twice.
 */
public final class CertificateLog {
    public static final EventType X509 = X509Writer.X509;

    private static final int DIGITS = 64; // of a SHA-256

    private final X509Writer writer = new X509Writer();
    private final Fingerprint sha256 = Fingerprint.sha256();
    private final TextSlot fingerprint = new TextSlot(DIGITS);

    /**
     * Writes the certificate in DER at {@code at}.
     *
     * @param isHost whether it is the responder's own
     * @param isClient whether it is the originator's own
     */
    public void write(
            StreamView in, int at, int length, boolean isHost, boolean isClient, String protocol, EventWriter out) {
        if (at < 0 || length < 0 || length > in.length() - at) {
            throw new IndexOutOfBoundsException(at);
        }
        int place = in.arrayOffset() + at;
        sha256.update(in.array(), place, length);
        fingerprint.cut(0);
        sha256.appendHex(fingerprint);
        if (!writer.write(in.array(), place, length, fingerprint, isHost, isClient, out)) {
            out.weird(Anomaly.CERTIFICATE_INVALID, protocol);
        }
    }
}
