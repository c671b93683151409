package io.auscult.rules.sigma;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.event.IpAddress;
import io.auscult.core.event.Network;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Ipv6TextTest {
    private static boolean holds(String network, String text) {
        byte[] bytes = ("[" + text + "]").getBytes(StandardCharsets.UTF_8);
        return new Ipv6Test(Network.parse(network)).passes(bytes, 1, bytes.length - 2);
    }

    @ParameterizedTest
    @CsvSource({
        "2001:db8::/32, 2001:db8::1, true",
        "2001:db8::/32, 2001:DB8:0:0:0:0:0:1, true",
        "2001:db8::/32, 2001:db9::1, false",
        "2001:db8::1/128, 2001:db8::1, true",
        "2001:db8::1/128, 2001:db8::1:1, false",
        "::/0, ::, true",
        "::1/128, ::1, true",
        "fe80::/10, fe80::1%eth0, true",
        "::/0, ::ffff:192.0.2.1, true",
        "64:ff9b::/96, 64:ff9b::192.0.2.33, true",
        "64:ff9b::/96, 64:ff9b:0:0:0:0:192.0.2.33, true",
        "::/0, 192.0.2.1, false",
        "::/0, 1:2:3:4:5:6:7, false",
        "::/0, 1:2:3:4:5:6:7:8:9, false",
        "::/0, 1:2:3:4::5:6:7:8, false",
        "::/0, 1::2::3, false",
        "::/0, 12345::, false",
        "::/0, ::192.0.2, false",
        "::/0, ::192.0.2.999, false",
        "::/0, 1:2:3:4:5:6:7:192.0.2.1, false",
        "::/0, ':', false",
        "::/0, ':1::', false",
        "::/0, '1:', false",
        "::/0, '', false",
        "::/0, www.example, false",
    })
    void shouldReadAddressesAndNothingElse(String network, String text, boolean expected) {
        assertThat(holds(network, text)).isEqualTo(expected);
    }

    @Test
    void shouldReadWhatJavaWrites() throws UnknownHostException {
        Random random = new Random(3);
        for (int i = 0; i < 2_000; i++) {
            byte[] address = new byte[16];
            random.nextBytes(address);
            for (int k = 0; k < 16; k++) {
                address[k] = random.nextInt(3) == 0 ? 0 : address[k];
            }
            address[0] = 0x20;
            InetAddress java = Inet6Address.getByAddress(address);
            IpAddress ours = IpAddress.parse(java.getHostAddress());
            assertThat(holds(java.getHostAddress() + "/128", java.getHostAddress()))
                    .isTrue();
            assertThat(holds(java.getHostAddress() + "/128", ours.toString()))
                    .as(ours.toString())
                    .isTrue();
            assertThat(holds("3000::/8", ours.toString())).isFalse();
        }
    }
}
