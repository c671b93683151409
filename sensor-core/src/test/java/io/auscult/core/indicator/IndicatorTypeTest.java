package io.auscult.core.indicator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class IndicatorTypeTest {
    @ParameterizedTest
    @CsvSource(textBlock = """
            address, 198.51.100.7, 198.51.100.7
            address, 198.51.100[.]7, 198.51.100.7
            address, 2001:DB8:0:0::1, 2001:db8::1
            address, ::ffff:198.51.100.7, 198.51.100.7
            network, 198.51.100.77/24, 198.51.100.0/24
            network, 2001:db8:ffff::/32, 2001:db8::/32
            domain, Evil.Example., evil.example
            domain, *.evil.example, evil.example
            domain, bücher.example, xn--bcher-kva.example
            url, HXXP://Evil[.]Example:80/A/b%41?c#d, http://evil.example/A/bA?c
            url, https://user:pw@evil.example:443, https://evil.example/
            url, http://198.51.100.7:8080/x, http://198.51.100.7:8080/x
            url, http://[2001:DB8::1]:8080/x, http://[2001:db8::1]:8080/x
            ja3, E7D705A3286E19EA42F587B344EE6865, e7d705a3286e19ea42f587b344ee6865
            ja4, t13d1516h2_8daaf6152771_b186095e22b6, t13d1516h2_8daaf6152771_b186095e22b6
            ja4, t130200_1301_a56c5b993250, t130200_1301_a56c5b993250
            certificate, AB:CD:EF:01:23:45:67:89:AB:CD:EF:01:23:45:67:89:AB:CD:EF:01, abcdef0123456789abcdef0123456789abcdef01
            user, CLINIC\\Nurse7, clinic\\nurse7
            email, <Billing@Evil.Example>, billing@evil.example
            """)
    void shouldBringEveryWayToWriteItIntoOneForm(String type, String written, String normal) {
        assertThat(type(type).normal(written)).isEqualTo(normal);
        assertThat(type(type).normal(normal)).isEqualTo(normal);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            address, 1.2.3
            address, example.org
            network, 1.2.3.4
            network, 1.2.3.4/33
            domain, com
            domain, 1.2.3.4
            domain, a..b
            domain, evil.example/path
            domain, 'evil example.org'
            url, evil.example/path
            url, http:///path
            url, http://evil.example:99999999/
            ja3, e7d705a3286e19ea42f587b344ee686
            ja4, t13d1516h2_8daaf6152771
            md5, g7d705a3286e19ea42f587b344ee6865
            sha1, e7d705a3286e19ea42f587b344ee6865
            certificate, abcd
            user, ''
            email, nobody
            email, @evil.example
            """)
    void shouldRefuseWhatIsNoSuchThing(String type, String written) {
        assertThat(type(type).normal(written)).isNull();
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseHostileValuesOfEveryType(IndicatorType type) {
        assertThat(type.normal("a".repeat(1_000_000))).isNull();
        assertThat(type.normal("evil.example\r\nX: y")).isNull();
        assertThat(type.normal("\u0000")).isNull();
        assertThat(type.normal("")).isNull();
        assertThat(IndicatorType.of(type.word())).isSameAs(type);
        assertThatThrownBy(() -> Indicator.of(type, "\n", "here", "1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(type.expected());
    }

    @ParameterizedTest
    @ValueSource(strings = {"tlp:clear", "tlp:green", "tlp:amber", "tlp:amber+strict", "tlp:red"})
    void shouldReadTheMarkingsItWrites(String tag) {
        assertThat(Tlp.parse(tag.toUpperCase(Locale.ROOT), Tlp.RED).tag()).isEqualTo(tag);
    }

    @Test
    void shouldTakeTheOlderWordForClear() {
        assertThat(Tlp.parse("tlp:white", Tlp.RED)).isEqualTo(Tlp.CLEAR);
        assertThat(Tlp.parse("purple", Tlp.AMBER)).isEqualTo(Tlp.AMBER);
    }

    private static IndicatorType type(String word) {
        IndicatorType type = IndicatorType.of(word);
        assertThat(type).isNotNull();
        return type;
    }
}
