package io.auscult.export.hub;

import io.auscult.export.Pem;
import io.auscult.export.Secret;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads what a hub shows and believes over TLS. Files are read once: a renewed certificate counts from the next start on. Any thread. */
final class HubTls {
    private static final Logger LOG = LoggerFactory.getLogger(HubTls.class);
    private static final Duration SOON = Duration.ofDays(14);

    private HubTls() {}

    /** Null for plain HTTP. */
    static @Nullable SslContext context(HubSettings settings, Clock clock) throws IOException {
        Path certificate = settings.certificate();
        Secret key = settings.key();
        if (certificate == null || key == null) {
            return null;
        }
        List<X509Certificate> chain = Pem.certificates(certificate);
        try {
            PrivateKey own = Pem.privateKey(key);
            if (!Pem.belongs(own, chain.getFirst())) {
                throw new IOException(key + ": of another certificate than " + certificate);
            }
            SslContextBuilder builder = SslContextBuilder.forServer(own, chain)
                    .sslProvider(SslProvider.JDK)
                    .protocols("TLSv1.3", "TLSv1.2");
            if (settings.clientAuthority() != null) {
                builder.trustManager(Pem.certificates(settings.clientAuthority()))
                        .clientAuth(ClientAuth.REQUIRE);
            }
            warn(certificate, chain.getFirst(), clock.instant());
            return builder.build();
        } catch (GeneralSecurityException | SSLException | IllegalArgumentException e) {
            throw new IOException(certificate + ", " + key + ": TLS: " + e.getMessage(), e);
        }
    }

    private static void warn(Path file, X509Certificate certificate, Instant now) {
        Instant end = certificate.getNotAfter().toInstant();
        if (end.isBefore(now)) {
            LOG.warn("hub: {}: has expired, {}: members will refuse it", file, end);
        } else if (end.isBefore(now.plus(SOON))) {
            LOG.warn("hub: {}: expires {}", file, end);
        }
    }
}
