package io.auscult.export.syslog;

import static io.auscult.export.SampleAlerts.deliver;
import static io.auscult.export.SampleAlerts.ids;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.auscult.export.Exporter;
import io.auscult.export.HostileTexts;
import io.auscult.export.Receipt;
import io.auscult.export.SampleAlerts;
import io.auscult.export.SampleIncidents;
import io.auscult.export.Secret;
import io.auscult.export.TestAuthority;
import io.auscult.export.TlsSettings;
import io.auscult.export.syslog.SyslogSettings.Form;
import io.auscult.export.syslog.SyslogSettings.Transport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a real rsyslog makes of it. */
class RsyslogTest {
    @TempDir
    Path folder;

    @BeforeEach
    void needsRsyslog() {
        assumeTrue(Rsyslog.isInstalled(""), "rsyslog is installed");
    }

    private SyslogExporter exporter(
            Transport transport, String host, Rsyslog rsyslog, @Nullable TlsSettings tls, Form form) {
        return new SyslogExporter(
                SyslogSettings.of("siem", transport, host, rsyslog.port(), tls, form), SyslogTcpTest.ORIGIN, folder);
    }

    @ParameterizedTest
    @EnumSource
    void shouldTakeEveryFormOverTcp(Form form) throws IOException {
        try (Rsyslog rsyslog = Rsyslog.tcp(folder);
                Exporter exporter = exporter(Transport.TCP, "127.0.0.1", rsyslog, null, form)) {
            rsyslog.start();
            exporter.resume(null);
            deliver(exporter, 1, 500);
            int number = 500;
            for (String text : HostileTexts.ALL) {
                exporter.deliver(SampleAlerts.hostile(++number, text));
            }
            exporter.flush();
            assertThat(told(rsyslog)).isEqualTo(ids(1, number));
            ParsedMessage first = rsyslog.messages().getFirst();
            switch (form) {
                case CEF -> assertThat(first.cef()).containsEntry("externalId", "alert-1");
                case LEEF -> assertThat(first.leef()).containsEntry("alertId", "alert-1");
                case JSON -> assertThat(first.text()).startsWith("{\"timestamp\":");
            }
        }
    }

    @Test
    void shouldTakeDatagrams() throws IOException {
        try (Rsyslog rsyslog = Rsyslog.udp(folder);
                Exporter exporter = exporter(Transport.UDP, "127.0.0.1", rsyslog, null, Form.CEF)) {
            rsyslog.start();
            exporter.resume(null);
            deliver(exporter, 1, 300);
            exporter.flush();
            assertThat(told(rsyslog)).isEqualTo(ids(1, 300));
        }
    }

    @Test
    void shouldNoticeThatNobodyTakesDatagrams() throws IOException {
        try (Rsyslog rsyslog = Rsyslog.udp(folder);
                Exporter exporter = exporter(Transport.UDP, "127.0.0.1", rsyslog, null, Form.CEF)) {
            exporter.resume(null);
            assertThatThrownBy(() -> {
                        deliver(exporter, 1, 1);
                        exporter.flush();
                    })
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("nobody listens");
            rsyslog.start();
            exporter.resume(null);
            deliver(exporter, 1, 2);
            exporter.flush();
            assertThat(told(rsyslog)).isEqualTo(ids(1, 2));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gtls", "ossl"})
    void shouldTalkTls(String driver) throws IOException {
        assumeTrue(Rsyslog.isInstalled(driver), driver + " is installed");
        TestAuthority authority = new TestAuthority(folder.resolve("ca"));
        TlsSettings tls = new TlsSettings(authority.ca(), null, null, "siem.test", false);
        try (Rsyslog rsyslog = Rsyslog.tls(folder, authority, driver, false)) {
            rsyslog.start();
            try (Exporter exporter = exporter(Transport.TLS, "127.0.0.1", rsyslog, tls, Form.CEF)) {
                exporter.resume(null);
                deliver(exporter, 1, 2000);
                exporter.flush();
                exporter.deliver(SampleIncidents.full(1, 1));
                exporter.flush();
            }
            assertThat(told(rsyslog)).isEqualTo(ids(1, 2000));
            TestAuthority other = new TestAuthority(folder.resolve("other"));
            TlsSettings wrong = new TlsSettings(other.ca(), null, null, "siem.test", false);
            try (Exporter exporter = exporter(Transport.TLS, "127.0.0.1", rsyslog, wrong, Form.CEF)) {
                assertThatThrownBy(() -> exporter.resume(null))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("TLS: ")
                        .hasMessageContaining("look at ca_file");
            }
            TlsSettings nameless = new TlsSettings(authority.ca(), null, null, null, false);
            try (Exporter exporter = exporter(Transport.TLS, "127.0.0.1", rsyslog, nameless, Form.CEF)) {
                assertThatThrownBy(() -> exporter.resume(null))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("127.0.0.1");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gtls", "ossl"})
    void shouldShowWhoItIsWhereAsked(String driver) throws IOException {
        assumeTrue(Rsyslog.isInstalled(driver), driver + " is installed");
        TestAuthority authority = new TestAuthority(folder.resolve("ca"));
        Path certificate = authority.issue("sensor", "DNS:sensor.test");
        authority.issue("stranger", "DNS:stranger.test");
        try (Rsyslog rsyslog = Rsyslog.tls(folder, authority, driver, true)) {
            rsyslog.start();
            TlsSettings tls = new TlsSettings(
                    authority.ca(), certificate, Secret.ofFile(authority.key("sensor")), "siem.test", false);
            try (Exporter exporter = exporter(Transport.TLS, "127.0.0.1", rsyslog, tls, Form.JSON)) {
                exporter.resume(null);
                deliver(exporter, 1, 100);
                exporter.flush();
            }
            assertThat(told(rsyslog)).isEqualTo(ids(1, 100));
            TlsSettings nobody = new TlsSettings(authority.ca(), null, null, "siem.test", false);
            try (Exporter exporter = exporter(Transport.TLS, "127.0.0.1", rsyslog, nobody, Form.JSON)) {
                assertThatThrownBy(() -> {
                            exporter.resume(null);
                            for (int i = 0; i < 100; i++) {
                                deliver(exporter, 101, 101);
                                exporter.flush();
                                Thread.sleep(10);
                            }
                        })
                        .isInstanceOf(IOException.class);
            }
            assertThat(new LinkedHashSet<>(told(rsyslog))).doesNotContain("alert-101");
        }
    }

    /** Whatever way it goes, and whatever it had taken without reading it. */
    @ParameterizedTest
    @ValueSource(strings = {"stop", "kill", "hang and kill"})
    void shouldLoseNothingWhenTheReceiverGoes(String way) throws IOException {
        try (Rsyslog rsyslog = Rsyslog.tcp(folder);
                Exporter exporter = exporter(Transport.TCP, "127.0.0.1", rsyslog, null, Form.CEF)) {
            rsyslog.start();
            exporter.resume(null);
            Receipt receipt = null;
            int next = 1;
            for (int round = 0; round < 3; round++) {
                deliver(exporter, next, next + 99);
                receipt = exporter.flush();
                if (way.startsWith("hang")) {
                    rsyslog.pause(true);
                }
                deliver(exporter, next + 100, next + 199);
                receipt = exporter.flush();
                next += 200;
                if (way.equals("stop")) {
                    rsyslog.stop();
                } else {
                    rsyslog.kill();
                }
                assertThatThrownBy(() -> untilItFails(exporter)).isInstanceOf(IOException.class);
                rsyslog.start();
                exporter.resume(receipt);
                exporter.flush();
            }
            assertThat(List.copyOf(new LinkedHashSet<>(told(rsyslog))).stream()
                            .sorted(RsyslogTest::byNumber)
                            .toList())
                    .isEqualTo(ids(1, next - 1));
        }
    }

    private static int byNumber(String one, String other) {
        return Integer.compare(Integer.parseInt(one.substring(6)), Integer.parseInt(other.substring(6)));
    }

    private static void untilItFails(Exporter exporter) throws IOException, InterruptedException {
        for (int i = 0; i < 200; i++) {
            exporter.flush();
            Thread.sleep(10);
        }
    }

    private static List<String> told(Rsyslog rsyslog) throws IOException {
        return rsyslog.messages().stream()
                .filter(message -> message.messageId().equals("alert"))
                .map(message -> message.parameter("id"))
                .toList();
    }
}
