package io.auscult.core.indicator;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.event.LocalNets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WarningListTest {
    private final WarningList warnings =
            new WarningList(LocalNets.parse(List.of("10.0.0.0/8", "203.0.113.0/24")), List.of("8.8.8.8"));

    @ParameterizedTest
    @CsvSource({
        "ADDRESS, 192.168.1.1",
        "ADDRESS, 203.0.113.9",
        "ADDRESS, 1.1.1.1",
        "ADDRESS, fe80::1",
        "ADDRESS, 0.0.0.0",
        "NETWORK, 0.0.0.0/0",
        "NETWORK, 0.0.0.0/1",
        "NETWORK, ::/0",
        "NETWORK, 192.0.0.0/8",
        "NETWORK, 8.8.8.0/24",
        "NETWORK, 10.1.2.0/24",
        "DOMAIN, google.com",
        "DOMAIN, co.uk",
        "URL, https://www.google.com/",
        "MD5, d41d8cd98f00b204e9800998ecf8427e",
        "USER, administrator"
    })
    void shouldKeepOutWhatWouldMatchEverywhere(IndicatorType type, String value) {
        String normal = type.normal(value);
        assertThat(normal).isNotNull();
        assertThat(warnings.objection(type, normal)).isNotBlank();
    }

    @ParameterizedTest
    @CsvSource({
        "ADDRESS, 198.51.100.7",
        "NETWORK, 198.51.100.0/24",
        "NETWORK, 2001:db8::/32",
        "DOMAIN, evil.google.com",
        "DOMAIN, evil.co.uk",
        "URL, https://docs.google.com/forms/evil",
        "MD5, e7d705a3286e19ea42f587b344ee6865",
        "USER, nurse7"
    })
    void shouldLetThroughWhatIsNarrow(IndicatorType type, String value) {
        assertThat(warnings.objection(type, value)).isNull();
    }

    @Test
    void shouldLetThroughWhatTheHospitalMeans() {
        assertThat(warnings.objection(IndicatorType.ADDRESS, "8.8.8.8")).isNull();
    }
}
