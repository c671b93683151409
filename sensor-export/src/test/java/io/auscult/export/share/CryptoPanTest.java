package io.auscult.export.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.auscult.core.event.IpAddress;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** Against the sample trace of the original distribution, as its ports to other languages keep it, and for IPv6 against what those agree on. */
class CryptoPanTest {
    private static final int[] KEY = {
        21, 34, 23, 141, 51, 164, 207, 128, 19, 10, 91, 22, 73, 144, 125, 16, 216, 152, 143, 131, 121, 121, 101, 39, 98,
        87, 76, 45, 42, 132, 34, 2
    };

    private final CryptoPan pan = new CryptoPan(key());

    private static byte[] key() {
        byte[] key = new byte[KEY.length];
        for (int i = 0; i < key.length; i++) {
            key[i] = (byte) KEY[i];
        }
        return key;
    }

    private IpAddress permuted(IpAddress address) {
        if (address.isIpv4()) {
            return IpAddress.ofIpv4(pan.ipv4((int) address.low()));
        }
        long[] bits = pan.ipv6(address.high(), address.low());
        return new IpAddress(bits[0], bits[1]);
    }

    @ParameterizedTest
    @CsvFileSource(resources = "crypto-pan.csv")
    void shouldPermuteAsTheReferenceDoes(String address, String expected) {
        assertThat(permuted(IpAddress.parse(address))).isEqualTo(IpAddress.parse(expected));
    }

    @Test
    void shouldKeepExactlyTheCommonPrefix() {
        Random random = new Random(1);
        for (int i = 0; i < 2_000; i++) {
            int a = random.nextInt();
            int b = a ^ random.nextInt() >>> random.nextInt(32);
            assertThat(Integer.numberOfLeadingZeros(pan.ipv4(a) ^ pan.ipv4(b)))
                    .isEqualTo(Integer.numberOfLeadingZeros(a ^ b));
            long low = random.nextLong();
            long other = low ^ random.nextLong() >>> random.nextInt(64);
            assertThat(Long.numberOfLeadingZeros(pan.ipv6(7, low)[1] ^ pan.ipv6(7, other)[1]))
                    .isEqualTo(Long.numberOfLeadingZeros(low ^ other));
            assertThat(pan.ipv6(7, low)[0]).isEqualTo(pan.ipv6(7, other)[0]);
        }
    }

    @Test
    void shouldRefuseAShortKey() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CryptoPan(new byte[16]))
                .withMessageContaining("32");
    }
}
