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

    @Test
    void shouldKeepOutUrlsOfOurOwnAddressesUnlessTheyAreMeant() {
        WarningList strict = new WarningList(LocalNets.DEFAULT, List.of());
        WarningList meant = new WarningList(LocalNets.DEFAULT, List.of("10.0.0.7", "192.168.40.0/24"));

        for (String url : List.of(
                "http://10.0.0.7/a", "http://10.0.0.7:8080/a", "http://192.168.40.9/x", "http://[fd00::1]:81/a")) {
            assertThat(strict.objection(IndicatorType.URL, url)).as(url).contains("private");
        }
        assertThat(meant.objection(IndicatorType.URL, "http://10.0.0.7:8080/a")).isNull();
        assertThat(meant.objection(IndicatorType.URL, "http://192.168.40.9/x")).isNull();
        assertThat(meant.objection(IndicatorType.ADDRESS, "192.168.40.9")).isNull();
        assertThat(meant.objection(IndicatorType.ADDRESS, "192.168.41.9")).isNotNull();
    }

    @Test
    void shouldRefuseWhatNoTrafficCouldShow() {
        WarningList list = new WarningList(LocalNets.DEFAULT, List.of(), false);
        String ja4s = "t130200_1301_a56c5b993250";

        assertThat(list.objection(IndicatorType.URL, "ftp://evil.example/a")).contains("HTTP");
        assertThat(list.objection(
                        IndicatorType.URL, String.valueOf(IndicatorType.URL.normal("http://evil.example/%ff"))))
                .contains("UTF-8");
        assertThat(list.objection(IndicatorType.URL, "https://evil.example/a")).isNull();
        assertThat(list.objection(IndicatorType.JA4, ja4s)).contains("switched off");
        assertThat(list.objection(IndicatorType.JA4, "t13d1516h2_8daaf6152771_b186095e22b6"))
                .isNull();
        assertThat(new WarningList(LocalNets.DEFAULT, List.of()).objection(IndicatorType.JA4, ja4s))
                .isNull();
    }
}
