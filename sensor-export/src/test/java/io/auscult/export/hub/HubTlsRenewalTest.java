package io.auscult.export.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.export.Secret;
import io.auscult.export.TestAuthority;
import io.auscult.export.TlsSettings;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A running hub's certificate is renewed by writing its files anew. */
class HubTlsRenewalTest {
    private static final String NAMES = "DNS:localhost,IP:127.0.0.1";
    private static final Duration PATIENCE = Duration.ofSeconds(6L * HubTls.RENEW_S);

    @TempDir
    Path folder;

    private TestAuthority authority;
    private Path certificate;
    private Path key;
    private TestHub hub;

    @BeforeEach
    void start() throws IOException {
        authority = new TestAuthority(folder.resolve("ca"));
        certificate = folder.resolve("hub.pem");
        key = folder.resolve("hub.key");
        put(authority.issue("first", NAMES), authority.key("first"));
        hub = new TestHub(folder, certificate, Secret.ofFile(key), null);
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    private void put(Path newCertificate, Path newKey) throws IOException {
        for (Path[] each : new Path[][] {{newCertificate, certificate}, {newKey, key}}) {
            Path fresh = each[1].resolveSibling("fresh");
            Files.copy(each[0], fresh, StandardCopyOption.COPY_ATTRIBUTES);
            Files.move(fresh, each[1], StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private SSLSocket connect() throws Exception {
        int port = hub.url().getPort();
        Socket plain = new Socket("127.0.0.1", port);
        plain.setSoTimeout(30_000);
        TlsSettings tls = new TlsSettings(authority.ca(), null, null, null, false);
        return tls.over(plain, "member", "127.0.0.1", port); // with a context of its own: nothing is resumed
    }

    private String shown() throws Exception {
        try (SSLSocket socket = connect()) {
            return subject(socket);
        }
    }

    private static String subject(SSLSocket socket) throws Exception {
        return ((X509Certificate) socket.getSession().getPeerCertificates()[0])
                .getSubjectX500Principal()
                .getName();
    }

    private void awaitShown(String name) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!shown().equals(name) && System.nanoTime() < deadline) {
            Thread.sleep(200);
        }
        assertThat(shown()).isEqualTo(name);
    }

    @Test
    void shouldShowARenewedCertificateToNewConnections() throws Exception {
        try (SSLSocket old = connect()) {
            assertThat(subject(old)).isEqualTo("CN=first");
            put(authority.issue("second", NAMES, "rsa:2048"), authority.key("second"));
            awaitShown("CN=second");
            old.getOutputStream().write("GET /taxii2/ HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            byte[] answer = old.getInputStream().readNBytes(12);
            assertThat(new String(answer, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 401");
        }
    }

    @Test
    void shouldKeepWhatItHasWhenTheNewOneCannotBeUsed() throws Exception {
        HubTls tls = HubTls.of(hub.settings(0), Clock.systemUTC());
        var before = tls.context();
        Path second = authority.issue("second", NAMES);
        put(second, authority.key("first"));
        assertThat(tls.renew()).contains("of another certificate than");
        Files.writeString(certificate, "-----BEGIN CERTIFICATE-----\nhalf");
        assertThat(tls.renew()).contains("expected: certificates in PEM");
        Files.delete(certificate);
        assertThat(tls.renew()).contains("no such file");
        Files.setPosixFilePermissions(authority.key("second"), PosixFilePermissions.fromString("rw-r--r--"));
        put(second, authority.key("second")); // at no moment a pair that the running hub may take
        assertThat(tls.renew()).contains("chmod 600");
        Files.setPosixFilePermissions(authority.key("second"), PosixFilePermissions.fromString("rw-------"));
        put(authority.issueExpired("old", NAMES), authority.key("old"));
        assertThat(tls.renew()).contains("not valid now");
        assertThat(tls.context()).isSameAs(before);
        assertThat(shown()).isEqualTo("CN=first");
        put(second, authority.key("second"));
        assertThat(tls.renew()).isEmpty();
        assertThat(tls.context()).isNotSameAs(before);
        before = tls.context();
        assertThat(tls.renew()).isEmpty();
        assertThat(tls.context()).as("nothing has changed").isSameAs(before);
    }
}
