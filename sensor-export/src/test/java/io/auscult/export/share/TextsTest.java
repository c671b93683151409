package io.auscult.export.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.auscult.core.event.IpAddress;
import io.auscult.core.event.LocalNets;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextsTest {
    private static Set<String> found(String text) {
        Set<String> all = new HashSet<>();
        Texts.find(Texts.plain(text), new Texts.Found() {
            @Override
            public void address(IpAddress address) {
                all.add(address.toString());
            }

            @Override
            public void oddAddress(IpAddress address) {
                all.add(address.toString());
            }

            @Override
            public void mac(String digits) {
                all.add(digits);
            }

            @Override
            public void oddMac(String digits) {
                all.add(digits);
            }
        });
        return all;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.1.4.20",
                "a10.1.4.20",
                "http://10.1.4.20:8080/x",
                "\\\\10.1.4.20\\C$",
                "10.1.4.20.",
                "v=10.1.4.20,",
                "1.10.1.4.20",
                "20.4.1.10.in-addr.arpa",
                "20.4.1.10",
                "ip-10-1-4-20.lan",
                "10_1_4_20",
                "167838740",
                "0x0a010414",
                "0A010414",
                "335806730",
                "0a:01:04:14",
                "0a-01-04-14",
                "012.01.04.024",
                "0xa.0x1.0x4.0x14",
                "10.66580",
                "10.1.1044",
                "010.001.004.020",
                "１０.１.４.２０",
                "host(10.1.4.20)",
                "10.1.4.20/24",
                "10.1.4.20-10.1.4.30"
            })
    void shouldFindAnIpv4AddressInAnyForm(String text) {
        assertThat(found(text)).contains("10.1.4.20");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fd00:1::a",
                "FD00:1:0:0:0:0:0:A",
                "fd00:0001:0000:0000:0000:0000:0000:000a",
                "[fd00:1::a]:443",
                "fd00:1::a%eth0",
                "fd00:1::0.0.0.10",
                "x=fd00:1::a.",
                "fd000001000000000000000000000",
                "a.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.1.0.0.0.0.0.d.f.ip6.arpa",
                "fd00000100000000000000000000000a"
            })
    void shouldFindAnIpv6AddressInAnyForm(String text) {
        if (text.length() == 29) {
            assertThat(found(text)).isEmpty(); // three digits short
        } else {
            assertThat(found(text)).contains("fd00:1::a");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"::ffff:10.1.4.20", "64:ff9b::a01:414", "2002:a01:414::1", "::ffff:a01:414"})
    void shouldFindWhatCarriesAnIpv4Address(String text) {
        InternalAddresses internal = new InternalAddresses(LocalNets.DEFAULT);
        assertThat(Texts.addresses(text)).anyMatch(internal::contains);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00:1a:2b:3c:4d:5e",
                "00-1A-2B-3C-4D-5E",
                "001a.2b3c.4d5e",
                "001a2b3c4d5e",
                "00_1a_2b_3c_4d_5e",
                "fe80::21a:2bff:fe3c:4d5e",
                "021a2bfffe3c4d5e",
                "02:1a:2b:ff:fe:3c:4d:5e",
                "12345778-1234-abcd-ef00-001a2b3c4d5e"
            })
    void shouldFindAHardwareAddressInAnyForm(String text) {
        assertThat(found(text)).contains("001a2b3c4d5e");
    }

    @Test
    void shouldTakeTimesNumbersAndWordsForNothing() {
        assertThat(Texts.addresses("2026-11-22 08:46:24 UTC, 12:30:05, 3.14, 1.2.3, RFC 4291, dead beef::, 300.1.2.3"))
                .containsExactly(IpAddress.parse("beef::"));
        assertThat(Texts.macs("08:46:24, 2026-11-22, deadbeef")).isEmpty();
    }

    @Test
    void shouldStandAnythingInLinearTime() {
        Random random = new Random(5);
        String letters = "0123456789abcdefx:::...---__ z";
        long begin = System.nanoTime();
        for (int round = 0; round < 60; round++) {
            StringBuilder text = new StringBuilder();
            int most = 1 + random.nextInt(letters.length());
            for (int i = 0; i < 1 << 14; i++) {
                text.append(letters.charAt(random.nextInt(most)));
            }
            assertThatCode(() -> found(text.toString())).doesNotThrowAnyException();
        }
        found("1:".repeat(1 << 15));
        found("::1".repeat(1 << 15));
        found("1.".repeat(1 << 15));
        found("0x".repeat(1 << 15));
        assertThat((System.nanoTime() - begin) / 1_000_000_000.0).as("seconds").isLessThan(30);
    }
}
