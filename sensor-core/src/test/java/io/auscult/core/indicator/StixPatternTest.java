package io.auscult.core.indicator;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.indicator.StixPattern.Term;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StixPatternTest {
    private static final String MD5 = "d2d5ef0f6b6c9ad2d5ef0f6b6c9a4a11";
    private static final String SHA256 = MD5 + MD5;

    @ParameterizedTest
    @CsvSource(textBlock = """
            "[ipv4-addr:value = '198.51.100.7']", ADDRESS, 198.51.100.7
            "[ipv4-addr:value = '198.51.100.0/24']", NETWORK, 198.51.100.0/24
            "[ipv4-addr:value ISSUBSET '198.51.100.0/24']", NETWORK, 198.51.100.0/24
            "[ipv6-addr:value='2001:db8::7']", ADDRESS, 2001:db8::7
            "[domain-name:value = 'Evil.Example']", DOMAIN, evil.example
            "[domain-name:value LIKE '%.evil.example']", DOMAIN, evil.example
            "[url:value = 'http://evil.example/a?b=''c''']", URL, http://evil.example/a?b=
            "[email-message:from_ref.value = 'a@evil.example']", EMAIL, a@evil.example
            "[user-account:account_login = 'Nurse7']", USER, nurse7
            "[network-traffic:dst_ref.value = '198.51.100.7']", ADDRESS, 198.51.100.7
            "[x509-certificate:hashes.'SHA-1' = 'abcdef0123456789abcdef0123456789abcdef01']", CERTIFICATE, abcdef0123456789abcdef0123456789abcdef01
            "[network-traffic:extensions.'x-tls'.ja3 = 'e7d705a3286e19ea42f587b344ee6865']", JA3, e7d705a3286e19ea42f587b344ee6865
            """, quoteCharacter = '"')
    void shouldReadWhatIsCompared(String pattern, IndicatorType type, String value) {
        StixPattern read = StixPattern.read(pattern);
        assertThat(read.terms()).contains(new Term(type, value));
        assertThat(read.isPartial()).isFalse();
        assertThat(read.refusal()).isNull();
    }

    @Test
    void shouldReadEveryAlternative() {
        StixPattern read = StixPattern.read("[ipv4-addr:value IN ('198.51.100.7', '198.51.100.8')] OR"
                + " [file:hashes.'SHA-256' = '" + SHA256 + "' OR file:hashes.MD5 = '" + MD5 + "']");
        assertThat(read.terms())
                .containsExactly(
                        new Term(IndicatorType.ADDRESS, "198.51.100.7"),
                        new Term(IndicatorType.ADDRESS, "198.51.100.8"),
                        new Term(IndicatorType.SHA256, SHA256),
                        new Term(IndicatorType.MD5, MD5));
        assertThat(read.isPartial()).isFalse();
    }

    @Test
    void shouldTakeTheHashesOfOneFileAsOneAsGoodAsTheOther() {
        StixPattern read = StixPattern.read("[file:hashes.MD5 = '" + MD5 + "' AND file:hashes.'SHA-256' = '" + SHA256
                + "' AND file:name = 'a.exe' AND file:size = 17]");
        assertThat(read.terms()).hasSize(2);
        assertThat(read.isPartial()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[ipv4-addr:value = '198.51.100.7' AND network-traffic:dst_port = 443]",
                "[ipv4-addr:value = '198.51.100.7'] FOLLOWEDBY [domain-name:value = 'evil.example']",
                "([ipv4-addr:value = '198.51.100.7'] AND [url:value = 'http://evil.example/']) WITHIN 300 SECONDS",
                "[ipv4-addr:value = '198.51.100.7' AND ipv4-addr:value != '198.51.100.8']",
            })
    void shouldSayThatSomethingWasLeftAway(String pattern) {
        StixPattern read = StixPattern.read(pattern);
        assertThat(read.terms()).contains(new Term(IndicatorType.ADDRESS, "198.51.100.7"));
        assertThat(read.terms()).doesNotContain(new Term(IndicatorType.ADDRESS, "198.51.100.8"));
        assertThat(read.isPartial()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[",
                "[process:command_line = 'x']",
                "[domain-name:value MATCHES '.*']",
                "[domain-name:value NOT = 'evil.example']",
                "[NOT domain-name:value = 'evil.example']",
                "[domain-name:value LIKE '%']",
                "[domain-name:value = 'no end]",
                "[file:hashes.'MD5 = ]",
                "[ipv4-addr:value = 17]",
                "[ipv4-addr:value",
                "[ipv4-addr:value =",
                "[ipv4-addr:value IN (",
            })
    void shouldRefuseWhatCannotBeLookedForWithAReason(String pattern) {
        StixPattern read = StixPattern.read(pattern);
        assertThat(read.terms()).isEmpty();
        assertThat(read.refusal()).isNotBlank();
    }

    @Test
    void shouldLetNoQuotedTextOutOfItsString() {
        StixPattern read = StixPattern.read("[url:value = 'http://evil.example/\\' OR ipv4-addr:value = \\'1.2.3.4']");
        assertThat(read.terms()).hasSize(1);
        assertThat(read.terms().getFirst().type()).isEqualTo(IndicatorType.URL);
    }

    @Test
    @Timeout(20)
    void shouldReadHugeAndRandomPatternsInLinearTime() {
        Random random = new Random(7);
        String[] pieces = {
            "[", "]", "(", "'", "\\", " AND ", " IN ", "ipv4-addr:value", "file:hashes.'", "=", "1.2.3.4", "\"", "."
        };
        for (int i = 0; i < 20_000; i++) {
            StringBuilder pattern = new StringBuilder();
            for (int j = random.nextInt(30); j >= 0; j--) {
                pattern.append(pieces[random.nextInt(pieces.length)]);
            }
            StixPattern.read(pattern.toString());
        }
        long begin = System.nanoTime();
        for (String piece : pieces) {
            StixPattern.read(piece.repeat(StixPattern.MOST_LENGTH / piece.length()));
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
        assertThat(StixPattern.read("[".repeat(StixPattern.MOST_LENGTH + 1)).refusal())
                .contains("longer");
    }
}
