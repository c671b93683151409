package io.auscult.core.indicator;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.event.IpAddress;
import io.auscult.core.event.Network;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressBlocksTest {
    private final AddressBlocks blocks = new AddressBlocks();

    private void add(String network) {
        Network parsed = Network.parse(network);
        blocks.add(parsed.high(), parsed.low(), parsed.bits());
    }

    private boolean has(String address) {
        IpAddress parsed = IpAddress.parse(address);
        return blocks.has(parsed.high(), parsed.low());
    }

    @Test
    void shouldHaveNothingAtFirst() {
        assertThat(has("0.0.0.0")).isFalse();
        assertThat(has("::")).isFalse();
        assertThat(blocks.bytes()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "203.0.113.7, 203.0.113.255, 203.0.114.0",
        "203.0.112.0/20, 203.0.127.255, 203.0.128.0",
        "203.0.112.0/20, 203.0.112.0, 203.0.111.255",
        "255.255.255.255, 255.255.255.0, 0.0.0.0",
        "128.0.0.0/1, 255.255.255.255, 127.255.255.255",
        "0.0.0.0/0, 10.1.2.3, 2001:db8::1",
        "2001:db8:1::1, 2001:db8:1:ffff::, 2001:db8:2::",
        "2001:db8:1::/48, 2001:db8:1:ffff::, 2001:db8:2::",
        "2001:db8::/32, 2001:db9::, 10.1.2.3",
        "::/0, 10.1.2.3, ",
        "::/64, 10.1.2.3, 2001:db8::1",
        "::fffe:0:0/95, 10.1.2.3, 2001:db8::1",
        "::fffc:0:0/95, ::fffc:0:1, 10.1.2.3",
    })
    void shouldTellWhereAnIndicatorMayBe(String indicator, String inside, String outside) {
        add(indicator);

        assertThat(has(inside)).isTrue();
        if (outside != null) {
            assertThat(has(outside)).isFalse();
        }
    }

    @Test
    void shouldMissNothingThatTheTableHolds() {
        IndicatorTable table = new IndicatorTable(IndicatorTable.Limits.DEFAULT);
        IndicatorLookup lookup = new IndicatorLookup(table);
        Random random = new Random(7);
        List<Network> networks = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            Network network = network(random);
            networks.add(network);
            table.put(
                    "list",
                    network.toString(),
                    List.of(Indicator.of(IndicatorType.NETWORK, network.toString(), "list", network.toString())),
                    (each, what) -> assertThat(what).isEqualTo(IndicatorTable.Put.ADDED));
        }
        int found = 0;
        for (int i = 0; i < 20_000; i++) {
            Network near = networks.get(random.nextInt(networks.size()));
            long high = near.high() ^ (near.bits() >= 96 ? 0 : random.nextLong() >>> random.nextInt(64));
            long low = near.low()
                    ^ (near.bits() >= 96 ? random.nextInt() & 0xFFFF_FFFFL : random.nextLong()) >>> random.nextInt(32);
            boolean expected = networks.stream().anyMatch(each -> each.contains(high, low));
            assertThat(lookup.address(high, low)).isEqualTo(expected);
            assertThat(lookup.address(high, low)).isEqualTo(expected); // remembered
            found += expected ? 1 : 0;
        }
        assertThat(found).isBetween(1_000, 19_000);
    }

    private static Network network(Random random) {
        if (random.nextBoolean()) {
            return Network.parse(IpAddress.ofIpv4(random.nextInt()) + "/" + (10 + random.nextInt(23)));
        }
        return Network.parse(new IpAddress(0x2001_0db8_0000_0000L | random.nextInt(), random.nextLong()) + "/"
                + (48 + random.nextInt(81)));
    }

    @Test
    void shouldForgetWhereWithdrawnAddressesWere() {
        IndicatorTable table = new IndicatorTable(IndicatorTable.Limits.DEFAULT);
        for (int i = 0; i < 12_000; i++) {
            put(table, IpAddress.ofIpv4(0x0B00_0000 | i << 8).toString());
        }
        table.beginRound("list");
        put(table, "198.51.100.7");
        long before = IpAddress.lowOfIpv4(0x0B00_0000);

        assertThat(table.blocks().has(0, before)).isTrue();
        table.endRound("list");
        assertThat(table.blocks().has(0, before)).isFalse();
        assertThat(new IndicatorLookup(table).address(0, IpAddress.lowOfIpv4(0xC633_6407)))
                .isTrue();
    }

    private static void put(IndicatorTable table, String address) {
        table.put(
                "list",
                address,
                List.of(Indicator.of(IndicatorType.ADDRESS, address, "list", address)),
                (each, what) -> {});
    }

    @Test
    void shouldBeLookedUpAgainOnceWithdrawnAndGiven() {
        IndicatorTable table = new IndicatorTable(IndicatorTable.Limits.DEFAULT);
        IndicatorLookup lookup = new IndicatorLookup(table);
        long address = IpAddress.lowOfIpv4(0xC633_6407);
        put(table, "198.51.100.8");
        assertThat(lookup.address(0, address)).isFalse();
        put(table, "198.51.100.7");
        assertThat(lookup.address(0, address)).isTrue();
        table.removeExpired(Instant.now());
        assertThat(lookup.address(0, address)).isTrue();
    }
}
