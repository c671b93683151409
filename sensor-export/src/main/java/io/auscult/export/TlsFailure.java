package io.auscult.export;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.PKIXReason;
import java.util.Locale;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Why a TLS handshake failed, in words that say which setting to look at. Any thread. */
public final class TlsFailure {
    private static final int MOST_CAUSES = 16;
    private static final String BY_NOBODY = "its certificate is by no authority that is believed (look at ca_file)";

    private TlsFailure() {}

    /** Null when it was something else. */
    public static @Nullable String reason(Throwable failure) {
        boolean isTls = false;
        boolean isCertificate = false;
        String said = "";
        Throwable cause = failure;
        for (int i = 0; cause != null && i < MOST_CAUSES; i++, cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            switch (cause) {
                case CertificateExpiredException e -> {
                    return "its certificate has expired (" + message + ")";
                }
                case CertificateNotYetValidException e -> {
                    return "its certificate is not valid yet (" + message + "; look at this machine's clock too)";
                }
                case CertPathBuilderException e -> {
                    return BY_NOBODY;
                }
                case CertPathValidatorException e
                when e.getReason() == PKIXReason.NO_TRUST_ANCHOR -> {
                    return BY_NOBODY;
                }
                case CertificateException e -> isCertificate = true;
                case SSLException e -> {
                    isTls = true;
                    said = message;
                }
                default -> {}
            }
            if (isCertificate && message.startsWith("No ")) { // subject alternative names, or none that match
                return "its certificate is for another name (" + message + "; look at server_name)";
            }
        }
        String lower = said.toLowerCase(Locale.ROOT);
        if (lower.contains("certificate_required")
                || lower.contains("bad_certificate")
                || lower.contains("unknown_ca")
                || lower.contains("certificate_unknown") && !isCertificate) {
            return "it wants another certificate of ours, or one at all (look at client_certificate; it says: " + said
                    + ")";
        }
        if (lower.contains("plaintext") || lower.contains("unsupported or unrecognized")) {
            return "it does not speak TLS (look at host and port)";
        }
        return isTls ? said : null;
    }
}
