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
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a hub shows and believes over TLS. Its files are read every {@link #RENEW_S} seconds: what they say anew counts for new connections; what cannot be used is told, and what was known stays.
 * {@link #renew} is called once at a time, the rest on any thread.
 */
final class HubTls {
    static final int RENEW_S = 5;
    private static final Logger LOG = LoggerFactory.getLogger(HubTls.class);
    private static final Duration SOON = Duration.ofDays(14);
    private static final Duration REMIND = Duration.ofDays(1);

    private final Path certificate;
    private final Secret key;
    private final @Nullable Path clientAuthority;
    private final Clock clock;
    private Material known;
    private volatile SslContext context;
    private String trouble = ""; // what was told last
    private Instant warned = Instant.EPOCH;

    /** What the files say. */
    private record Material(List<X509Certificate> chain, PrivateKey key, List<X509Certificate> clientAuthorities) {}

    private HubTls(Path certificate, Secret key, @Nullable Path clientAuthority, Clock clock) throws IOException {
        this.certificate = certificate;
        this.key = key;
        this.clientAuthority = clientAuthority;
        this.clock = clock;
        known = read();
        context = context(known);
        warn();
    }

    /** Null for plain HTTP. */
    static @Nullable HubTls of(HubSettings settings, Clock clock) throws IOException {
        Path certificate = settings.certificate();
        Secret key = settings.key();
        return certificate == null || key == null
                ? null
                : new HubTls(certificate, key, settings.clientAuthority(), clock);
    }

    /** For the next connection. */
    SslContext context() {
        return context;
    }

    /** Reads the files anew. @return what is wrong with them; empty when nothing is */
    String renew() {
        try {
            Material now = read();
            if (!now.equals(known)) {
                requireValid(now);
                context = context(now);
                known = now;
                warned = Instant.EPOCH;
                LOG.info("hub: {}: counts from now on, until {}", certificate, end());
            }
            trouble = "";
        } catch (IOException | RuntimeException e) { // what was known stays in force
            String said = String.valueOf(e.getMessage());
            if (!said.equals(trouble)) {
                LOG.warn("hub: {}; the certificate that was read before stays, until {}", said, end());
                trouble = said;
            }
        }
        warn();
        return trouble;
    }

    private Material read() throws IOException {
        List<X509Certificate> chain = Pem.certificates(certificate);
        try {
            PrivateKey own = Pem.privateKey(key);
            if (!Pem.belongs(own, chain.getFirst())) {
                throw new IOException(key + ": of another certificate than " + certificate);
            }
            return new Material(chain, own, clientAuthority == null ? List.of() : Pem.certificates(clientAuthority));
        } catch (GeneralSecurityException e) {
            throw new IOException(certificate + ", " + key + ": TLS: " + e.getMessage(), e);
        }
    }

    private void requireValid(Material files) throws IOException {
        try {
            files.chain().getFirst().checkValidity(Date.from(clock.instant()));
        } catch (CertificateException e) {
            throw new IOException(certificate + ": not valid now: " + e.getMessage(), e);
        }
    }

    private SslContext context(Material files) throws IOException {
        try {
            SslContextBuilder builder = SslContextBuilder.forServer(files.key(), files.chain())
                    .sslProvider(SslProvider.JDK)
                    .protocols("TLSv1.3", "TLSv1.2");
            if (!files.clientAuthorities().isEmpty()) {
                builder.trustManager(files.clientAuthorities()).clientAuth(ClientAuth.REQUIRE);
            }
            return builder.build();
        } catch (SSLException | IllegalArgumentException e) {
            throw new IOException(certificate + ", " + key + ": TLS: " + e.getMessage(), e);
        }
    }

    private Instant end() {
        return known.chain().getFirst().getNotAfter().toInstant();
    }

    /** Once a day. */
    private void warn() {
        Instant now = clock.instant();
        if (end().isAfter(now.plus(SOON)) || now.isBefore(warned.plus(REMIND))) {
            return;
        }
        warned = now;
        if (end().isBefore(now)) {
            LOG.warn("hub: {}: has expired, {}: members will refuse it", certificate, end());
        } else {
            LOG.warn("hub: {}: expires {}", certificate, end());
        }
    }
}
