package io.auscult.core.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IpAddressTest {
    @ParameterizedTest
    @CsvSource({"192.0.2.7, 192.0.2.7:445", "2001:DB8:0::7, [2001:db8::7]:445", "::ffff:192.0.2.7, 192.0.2.7:445"})
    void shouldPutIpv6InBracketsBeforeAPort(String address, String expected) {
        assertThat(IpAddress.parse(address).withPort(445)).isEqualTo(expected);
    }
}
