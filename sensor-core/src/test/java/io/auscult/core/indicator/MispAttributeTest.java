package io.auscult.core.indicator;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.indicator.StixPattern.Term;
import org.junit.jupiter.api.Test;

class MispAttributeTest {
    @Test
    void shouldReadBothHalvesOfACompositeThatTrafficShows() {
        assertThat(MispAttribute.read("domain|ip", "Evil.example|198.51.100.7"))
                .containsExactly(
                        new Term(IndicatorType.DOMAIN, "evil.example"),
                        new Term(IndicatorType.ADDRESS, "198.51.100.7"));
        assertThat(MispAttribute.read("ip-dst|port", "198.51.100.7|443"))
                .containsExactly(new Term(IndicatorType.ADDRESS, "198.51.100.7"));
        assertThat(MispAttribute.read("filename|md5", "a|b.exe|e7d705a3286e19ea42f587b344ee6865"))
                .isEmpty();
        assertThat(MispAttribute.read("filename|md5", "a.exe|e7d705a3286e19ea42f587b344ee6865"))
                .containsExactly(new Term(IndicatorType.MD5, "e7d705a3286e19ea42f587b344ee6865"));
    }

    @Test
    void shouldReadANetworkWhereAnAddressMayStand() {
        assertThat(MispAttribute.read("ip-src", "198.51.100.0/24"))
                .containsExactly(new Term(IndicatorType.NETWORK, "198.51.100.0/24"));
    }

    @Test
    void shouldLeaveWhatTrafficDoesNotShow() {
        assertThat(MispAttribute.read("comment", "198.51.100.7")).isEmpty();
        assertThat(MispAttribute.read("ip-dst", "not an address")).isEmpty();
        assertThat(MispAttribute.read("ip-dst|port", "198.51.100.7")).isEmpty();
        assertThat(MispAttribute.read("|", "|")).isEmpty();
    }
}
