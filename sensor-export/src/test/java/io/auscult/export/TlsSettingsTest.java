package io.auscult.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.Principal;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a TLS server of Java's own on loopback. */
class TlsSettingsTest {
    @TempDir
    Path folder;

    private TestAuthority authority;
    private @Nullable SSLServerSocket server;
    private volatile @Nullable Principal seen;

    @BeforeEach
    void makeAuthority() throws IOException {
        authority = new TestAuthority(folder.resolve("ca"));
    }

    @AfterEach
    void stop() throws IOException {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void shouldVerifyTheNameItIsReachedBy() throws IOException {
        int port = serve("DNS:localhost", false);
        TlsSettings settings = new TlsSettings(authority.ca(), null, null, null, false);
        assertThat(talk(settings, "localhost", port)).isEqualTo('!');
        assertThatThrownBy(() -> talk(settings, "127.0.0.1", port)).isInstanceOf(SSLException.class);
    }

    @Test
    void shouldVerifyAnotherNameWhenTold() throws IOException {
        int port = serve("DNS:siem.ward.test", false);
        assertThat(talk(new TlsSettings(authority.ca(), null, null, "siem.ward.test", false), "127.0.0.1", port))
                .isEqualTo('!');
        TlsSettings wrong = new TlsSettings(authority.ca(), null, null, "other.ward.test", false);
        assertThatThrownBy(() -> talk(wrong, "127.0.0.1", port)).isInstanceOf(SSLException.class);
    }

    @Test
    void shouldRefuseAnotherAuthority() throws IOException {
        int port = serve("DNS:localhost", false);
        TestAuthority other = new TestAuthority(folder.resolve("other"));
        TlsSettings settings = new TlsSettings(other.ca(), null, null, null, false);
        assertThatThrownBy(() -> talk(settings, "localhost", port)).isInstanceOf(SSLException.class);
        assertThatThrownBy(() -> talk(TlsSettings.DEFAULT, "localhost", port)).isInstanceOf(SSLException.class);
    }

    @Test
    void shouldBelieveAnybodyWhenTold() throws IOException {
        int port = serve("DNS:elsewhere.test", false);
        assertThat(talk(new TlsSettings(null, null, null, null, true), "localhost", port))
                .isEqualTo('!');
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa:2048", "ec -pkeyopt ec_paramgen_curve:P-384", "ed25519"})
    void shouldShowItsOwnCertificate(String algorithm) throws IOException {
        int port = serve("DNS:localhost", true);
        Path certificate = authority.issue("sensor", "DNS:sensor.test", algorithm);
        TlsSettings settings =
                new TlsSettings(authority.ca(), certificate, Secret.ofFile(authority.key("sensor")), null, false);
        assertThat(talk(settings, "localhost", port)).isEqualTo('!');
        assertThat(seen).hasToString("CN=sensor");
        assertThatThrownBy(() -> talk(new TlsSettings(authority.ca(), null, null, null, false), "localhost", port))
                .isInstanceOf(IOException.class);
    }

    @Test
    void shouldSayWhichFileIsWrong() throws IOException {
        Path text = Files.writeString(folder.resolve("text"), "no certificate");
        Files.setPosixFilePermissions(text, PosixFilePermissions.fromString("rw-------"));
        Path none = folder.resolve("none");
        assertThatThrownBy(() -> new TlsSettings(text, null, null, null, false).context("siem"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(text + ": ")
                .hasMessageContaining("PEM");
        assertThatThrownBy(() -> new TlsSettings(none, null, null, null, false).context("siem"))
                .isInstanceOf(IOException.class)
                .hasMessage(none + ": no such file");
        Path certificate = authority.issue("sensor", "DNS:sensor.test");
        assertThatThrownBy(() -> new TlsSettings(null, certificate, Secret.ofFile(text), null, false).context("siem"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("file:" + text)
                .hasMessageContaining("PKCS#8");
        Files.setPosixFilePermissions(authority.key("sensor"), PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> new TlsSettings(null, certificate, Secret.ofFile(authority.key("sensor")), null, false)
                        .context("siem"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("chmod 600");
    }

    @Test
    void shouldRefuseHalfASetting() {
        Path file = folder.resolve("x");
        assertThatThrownBy(() -> new TlsSettings(null, file, null, null, false))
                .hasMessageStartingWith("key: none (expected:");
        assertThatThrownBy(() -> new TlsSettings(null, null, Secret.ofFile(file), null, false))
                .hasMessageStartingWith("certificate: none (expected:");
        assertThatThrownBy(() -> new TlsSettings(file, null, null, null, true))
                .hasMessageStartingWith("insecure: true (expected:");
        assertThatThrownBy(() -> new TlsSettings(null, null, null, "a b", false))
                .hasMessageStartingWith("server name: a b (expected:");
    }

    /** Answers one byte to everybody whom TLS lets through. */
    private int serve(String names, boolean asksForCertificate) throws IOException {
        SSLServerSocket listening = (SSLServerSocket) authority
                .settings("server", names)
                .context("server")
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        listening.setNeedClientAuth(asksForCertificate);
        server = listening;
        Thread.ofVirtual().start(() -> {
            while (!listening.isClosed()) {
                try (SSLSocket socket = (SSLSocket) listening.accept()) {
                    socket.setSoTimeout(10_000);
                    socket.startHandshake();
                    if (asksForCertificate) {
                        seen = socket.getSession().getPeerPrincipal();
                    }
                    socket.getOutputStream().write('!');
                } catch (IOException e) {
                    continue; // a client that was refused or that refuses
                }
            }
        });
        return listening.getLocalPort();
    }

    private static int talk(TlsSettings settings, String host, int port) throws IOException {
        try (Socket plain = new Socket("127.0.0.1", port)) {
            plain.setSoTimeout(10_000);
            try (SSLSocket socket = settings.over(plain, "siem", host, port)) {
                return socket.getInputStream().read();
            }
        }
    }
}
