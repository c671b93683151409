package io.auscult.export.syslog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.auscult.export.Exporter;
import io.auscult.export.SampleAlerts;
import io.auscult.export.TestAuthority;
import io.auscult.export.TlsSettings;
import io.auscult.export.syslog.SyslogSettings.Form;
import io.auscult.export.syslog.SyslogSettings.Transport;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many alerts a second a real rsyslog on the same machine takes, in batches as they come from the journal. Only with {@code -Dauscult.speed=true}. */
@EnabledIfSystemProperty(named = "auscult.speed", matches = "true")
class SyslogSpeedTest {
    private static final int BATCH = 256;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"TCP,CEF", "TCP,LEEF", "TCP,JSON", "TLS,CEF", "TLS,JSON", "UDP,CEF"})
    void shouldKeepUp(Transport transport, Form form) throws Exception {
        assumeTrue(Rsyslog.isInstalled(transport == Transport.TLS ? "ossl" : ""), "rsyslog is installed");
        TestAuthority authority = new TestAuthority(folder.resolve("ca"));
        TlsSettings authorityOnly = new TlsSettings(authority.ca(), null, null, "siem.test", false);
        @Nullable TlsSettings tls = transport == Transport.TLS ? authorityOnly : null;
        int count = 50_000;
        try (Rsyslog rsyslog = switch (transport) {
                    case TCP -> Rsyslog.tcp(folder);
                    case TLS -> Rsyslog.tls(folder, authority, "ossl", false);
                    case UDP -> Rsyslog.udp(folder);
                };
                Exporter exporter = new SyslogExporter(
                        SyslogSettings.of("siem", transport, "127.0.0.1", rsyslog.port(), tls, form),
                        SyslogTcpTest.ORIGIN)) {
            rsyslog.start();
            exporter.resume(null);
            long began = System.nanoTime();
            for (int i = 1; i <= count; i++) {
                exporter.deliver(SampleAlerts.full(i));
                if (i % BATCH == 0) {
                    exporter.flush();
                }
            }
            exporter.flush();
            double seconds = (System.nanoTime() - began) / 1e9;
            System.out.printf(
                    "%s %s: %,d alerts in %.2f s: %,.0f a second%n", transport, form, count, seconds, count / seconds);
            assertThat(rsyslog.messages()).hasSize(count);
            assertThat(count / seconds).isGreaterThan(2000);
        }
    }
}
