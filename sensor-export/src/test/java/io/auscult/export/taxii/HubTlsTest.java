package io.auscult.export.taxii;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.auscult.core.event.LocalNets;
import io.auscult.core.indicator.Tlp;
import io.auscult.export.SampleIncidents;
import io.auscult.export.Secret;
import io.auscult.export.TestAuthority;
import io.auscult.export.TlsSettings;
import io.auscult.export.hub.TestHub;
import io.auscult.export.stix.StixSettings;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hub over TLS and its members, certificates verified. */
class HubTlsTest {
    private static final String NAMES = "DNS:localhost,IP:127.0.0.1";

    @TempDir
    Path folder;

    private TestAuthority authority;

    @BeforeEach
    void issue() throws IOException {
        authority = new TestAuthority(folder.resolve("ca"));
    }

    private TestHub hub(Path certificate, String name, @Nullable Path clientAuthority) throws IOException {
        return new TestHub(
                folder.resolve("hub-" + name), certificate, Secret.ofFile(authority.key(name)), clientAuthority);
    }

    private TlsSettings believing(Path ca) {
        return new TlsSettings(ca, null, null, null, false);
    }

    private static TaxiiAccess access(TestHub hub, Secret secret, TlsSettings tls) {
        return new TaxiiAccess("hub", hub.root(), TestHub.COLLECTION, null, secret, tls, Duration.ofSeconds(10));
    }

    private static TaxiiExporter exporter(TaxiiAccess access) {
        return new TaxiiExporter(new TaxiiSettings(
                access, new StixSettings("Hospital A", Tlp.AMBER, LocalNets.DEFAULT, "en", 30, "hub"), 500, 1 << 20));
    }

    private static void tell(TaxiiAccess access) throws IOException {
        try (TaxiiExporter exporter = exporter(access)) {
            exporter.resume(null);
            exporter.deliver(SampleIncidents.full(1, 1));
            exporter.flush();
        }
    }

    @Test
    void shouldShareOverTlsByTheRightsOfTokens() throws Exception {
        try (TestHub hub = hub(authority.issue("hub", NAMES), "hub", null)) {
            assertThat(hub.root().getScheme()).isEqualTo("https");
            TlsSettings tls = believing(authority.ca());
            tell(access(hub, hub.secret("a", Set.of(), Set.of("shared")), tls));
            Secret reader = hub.secret("b", Set.of("shared"), Set.of());
            try (TaxiiClient client = new TaxiiClient(access(hub, reader, tls), Clock.systemUTC())) {
                assertThat(client.get(client.collection("objects/")).json().path("objects"))
                        .hasSizeGreaterThan(5);
            }
            assertThatThrownBy(() -> tell(access(hub, reader, tls))).hasMessageContaining("rights");
            try (TaxiiClient client = new TaxiiClient(
                    access(hub, Secret.ofFile(folder.resolve("hub-hub/a.token")), tls), Clock.systemUTC())) {
                assertThatThrownBy(() -> client.get(client.collection("objects/")))
                        .hasMessageContaining("HTTP 403");
            }
        }
    }

    @Test
    void shouldSayWhatIsWrongWithACertificate() throws Exception {
        TestAuthority other = new TestAuthority(folder.resolve("other"));
        try (TestHub hub = hub(authority.issueExpired("old", NAMES), "old", null)) {
            Secret secret = hub.secret("a", Set.of("*"), Set.of("*"));
            assertThatThrownBy(() -> tell(access(hub, secret, believing(authority.ca()))))
                    .hasMessageMatching(
                            "hub: 127\\.0\\.0\\.1:\\d+: TLS: its certificate has expired \\(NotAfter: .*\\)");
        }
        try (TestHub hub = hub(authority.issue("elsewhere", "DNS:elsewhere.test"), "elsewhere", null)) {
            Secret secret = hub.secret("a", Set.of("*"), Set.of("*"));
            assertThatThrownBy(() -> tell(access(hub, secret, believing(authority.ca()))))
                    .hasMessageContaining("certificate is for another name")
                    .hasMessageContaining("look at server_name");
            assertThatThrownBy(() -> tell(access(hub, secret, believing(other.ca()))))
                    .hasMessageContaining("by no authority that is believed (look at ca_file)");
            assertThatThrownBy(() -> tell(access(hub, secret, TlsSettings.DEFAULT)))
                    .hasMessageContaining("by no authority that is believed (look at ca_file)");
        }
    }

    @Test
    void shouldAskMembersForACertificateWhenToldTo() throws Exception {
        TestAuthority members = new TestAuthority(folder.resolve("members"));
        try (TestHub hub = hub(authority.issue("hub", NAMES), "hub", members.ca())) {
            Secret secret = hub.secret("a", Set.of("*"), Set.of("*"));
            Path own = members.issue("a", "DNS:a.test");
            tell(access(
                    hub, secret, new TlsSettings(authority.ca(), own, Secret.ofFile(members.key("a")), null, false)));
            assertThatThrownBy(() -> tell(access(hub, secret, believing(authority.ca()))))
                    .hasMessageContaining("look at client_certificate");
            Path foreign = authority.issue("b", "DNS:b.test");
            assertThatThrownBy(() -> tell(access(
                            hub,
                            secret,
                            new TlsSettings(authority.ca(), foreign, Secret.ofFile(authority.key("b")), null, false))))
                    .hasMessageContaining("look at client_certificate");
        }
    }

    @Test
    void shouldNotSpeakWithoutTls() throws Exception {
        try (TestHub hub = hub(authority.issue("hub", NAMES), "hub", null);
                Socket plain = new Socket("127.0.0.1", hub.url().getPort())) {
            plain.setSoTimeout(10_000);
            plain.getOutputStream().write("GET /taxii2/ HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(plain.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
                    .doesNotContain("HTTP/1.1");
        }
        try (TestHub plain = new TestHub(folder.resolve("plain"))) {
            Secret secret = plain.secret("a", Set.of("*"), Set.of("*"));
            TaxiiAccess wrong = new TaxiiAccess(
                    "hub",
                    URI.create(plain.root().toString().replace("http:", "https:")),
                    TestHub.COLLECTION,
                    null,
                    secret,
                    believing(authority.ca()),
                    Duration.ofSeconds(10));
            assertThatThrownBy(() -> tell(wrong)).hasMessageContaining("does not speak TLS");
        }
    }

    @Test
    void shouldNotBeginWithACertificateThatIsNone() throws IOException {
        Path certificate = authority.issue("hub", NAMES);
        authority.issue("other", NAMES);
        assertThatThrownBy(() -> hub(certificate, "other", null))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("of another certificate than");
    }
}
