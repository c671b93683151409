package io.auscult.core.protocol.ssl;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.protocol.TextSlot;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CertificateNamesTest {
    private final CertificateNames names = new CertificateNames();

    private @Nullable String host(@Nullable String commonName, String... alternatives) {
        names.clear();
        if (commonName != null) {
            byte[] bytes = commonName.getBytes(StandardCharsets.UTF_8);
            names.commonName(bytes, 0, bytes.length);
        }
        for (String alternative : alternatives) {
            byte[] bytes = alternative.getBytes(StandardCharsets.UTF_8);
            names.alternative(bytes, 0, bytes.length);
        }
        TextSlot host = names.host();
        return host == null ? null : new String(host.bytes(), 0, host.length(), StandardCharsets.UTF_8);
    }

    @Test
    void shouldTakeTheCommonNameOrTheFirstAlternative() {
        assertThat(host("pacs.hospital.example")).isEqualTo("pacs.hospital.example");
        assertThat(host("WARD-PC-07")).isEqualTo("WARD-PC-07");
        assertThat(host("pacs.hospital.example", "pacs", "pacs.hospital.example"))
                .isEqualTo("pacs.hospital.example");
        assertThat(host(null, "dc01.hospital.example", "hospital.example", "HOSPITAL"))
                .isEqualTo("dc01.hospital.example");
        assertThat(host("Our web portal", "portal.hospital.example")).isEqualTo("portal.hospital.example");
    }

    @Test
    void shouldTakeNoneOfACertificateForManyHosts() {
        assertThat(host("*.hospital.example", "*.hospital.example", "hospital.example"))
                .isNull();
        assertThat(host("www.hospital.example", "www.hospital.example", "*.hospital.example"))
                .isNull();
        assertThat(host("a.example", "a.example", "b.example", "c.example", "d.example"))
                .isEqualTo("a.example");
        assertThat(host("a.example", "a.example", "b.example", "c.example", "d.example", "e.example"))
                .isNull();
    }

    @Test
    void shouldTakeNothingThatIsNoHost() {
        assertThat(host("Philips IntelliVue")).isNull();
        assertThat(host("10.20.30.40")).isNull();
        assertThat(host("a..b")).isNull();
        assertThat(host(".example")).isNull();
        assertThat(host("-x")).isNull();
        assertThat(host("h\u00f4pital")).isNull();
        assertThat(host("MySQL_Server_5.7.12_Auto_Generated_Server_Certificate"))
                .isNull();
        assertThat(host("SplunkServerDefaultCert")).isNull();
        assertThat(host("x".repeat(254))).isNull();
        assertThat(host(null)).isNull();
    }
}
