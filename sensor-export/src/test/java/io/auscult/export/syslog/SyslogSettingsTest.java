package io.auscult.export.syslog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.auscult.export.Origin;
import io.auscult.export.TlsSettings;
import io.auscult.export.syslog.SyslogSettings.Facility;
import io.auscult.export.syslog.SyslogSettings.Form;
import io.auscult.export.syslog.SyslogSettings.Transport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SyslogSettingsTest {
    @Test
    void shouldNumberTheFacilities() {
        assertThat(Facility.values()).hasSize(24);
        assertThat(Facility.AUTHPRIV.number()).isEqualTo(10);
        assertThat(Facility.LOCAL0.number()).isEqualTo(16);
        assertThat(Facility.LOCAL7.number()).isEqualTo(23);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "siem host", "siem\nhost", "siem/path", "user@siem"})
    void shouldRefuseWhatIsNoHost(String host) {
        assertThatThrownBy(() -> SyslogSettings.of("siem", Transport.TCP, host, 601, null, Form.CEF))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("host: ")
                .hasMessageContaining("(expected: ");
    }

    @Test
    void shouldWantTlsSettingsWithTlsOnly() {
        assertThatThrownBy(() -> SyslogSettings.of("siem", Transport.TLS, "siem", 6514, null, Form.CEF))
                .hasMessageStartingWith("transport: ");
        assertThatThrownBy(() -> SyslogSettings.of("siem", Transport.UDP, "siem", 514, TlsSettings.DEFAULT, Form.CEF))
                .hasMessageStartingWith("transport: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "ward\n", "x\u00e9"})
    void shouldRefuseAHostNameThatNoHeaderCanHold(String sensor) {
        assertThatThrownBy(() -> new Origin(sensor, "1.0", index -> null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("sensor: ");
    }
}
