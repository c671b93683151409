package io.auscult.export.share;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.event.IpAddress;
import io.auscult.core.event.LocalNets;
import io.auscult.core.event.Network;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PseudonymsTest {
    private static ShareKey key(int seed) {
        byte[] secret = new byte[ShareKey.LENGTH];
        new Random(seed).nextBytes(secret);
        return ShareKey.of(Instant.EPOCH, secret);
    }

    private final Pseudonyms pseudonyms = new Pseudonyms(key(1));

    private IpAddress of(String address) {
        return pseudonyms.address(IpAddress.parse(address));
    }

    @ParameterizedTest
    @CsvSource({
        "10.1.4.20, 240.0.0.0/8",
        "172.31.9.9, 241.16.0.0/12",
        "192.168.1.1, 241.168.0.0/16",
        "100.64.3.2, 241.64.0.0/10",
        "169.254.3.2, 241.254.0.0/16",
        "127.0.0.1, 242.0.0.0/8",
        "193.190.1.2, 248.0.0.0/6",
        "240.0.0.1, 244.0.0.0/6",
        "fd12:3456::1, fc00::/8",
        "fe80::1, fc00::/8",
        "2001:db8:4::1, fc00::/8",
        "::1, fc00::/8"
    })
    void shouldMoveAddressesWhereNoHostOfAnybodyIs(String address, String range) {
        assertThat(Network.parse(range).contains(of(address))).isTrue();
        assertThat(InternalAddresses.isPseudonym(of(address))).isTrue();
    }

    @Test
    void shouldKeepSubnetsTogetherAndHostsApart() {
        Random random = new Random(3);
        Map<Integer, Set<Integer>> networks = new HashMap<>();
        Set<IpAddress> hosts = new HashSet<>();
        for (int i = 0; i < 5_000; i++) {
            int subnet = 10 << 24 | random.nextInt(64) << 16 | random.nextInt(4) << 8;
            IpAddress host = IpAddress.ofIpv4(subnet | random.nextInt(256));
            IpAddress pseudonym = pseudonyms.address(host);
            networks.computeIfAbsent(subnet, any -> new HashSet<>()).add((int) pseudonym.low() >>> 8);
            hosts.add(host);
        }
        assertThat(networks.values()).allSatisfy(found -> assertThat(found).hasSize(1));
        assertThat(networks.values().stream().distinct()).hasSameSizeAs(networks.keySet());
        assertThat(hosts.stream().map(pseudonyms::address).distinct()).hasSameSizeAs(hosts);
    }

    @Test
    void shouldBeTheSameUnderOneKeyAndOthersUnderAnother() {
        Pseudonyms same = new Pseudonyms(key(1));
        Pseudonyms other = new Pseudonyms(key(2));
        assertThat(same.address(IpAddress.parse("10.1.4.20"))).isEqualTo(of("10.1.4.20"));
        assertThat(same.user("jan")).isEqualTo(pseudonyms.user("jan")).isNotEqualTo(other.user("jan"));
        assertThat(same.host("ws-1")).isEqualTo(pseudonyms.host("ws-1")).isNotEqualTo(other.host("ws-1"));
        assertThat(same.mac("00:11:22:33:44:55")).isNotEqualTo(other.mac("00:11:22:33:44:55"));
        assertThat(same.id("a")).isNotEqualTo(other.id("a"));
        assertThat(same.uid(7)).isNotEqualTo(other.uid(7));
    }

    @Test
    void shouldRecogniseOneThingInItsSpellings() {
        assertThat(pseudonyms.user("WARD\\Jan"))
                .isEqualTo(pseudonyms.user("jan@ward.example"))
                .matches("user-[0-9a-f]{12}");
        assertThat(pseudonyms.host("WS-1.ward.example"))
                .isEqualTo(pseudonyms.host("ws-1"))
                .matches("host-[0-9a-f]{12}");
        assertThat(pseudonyms.mac("00-11-22-AA-BB-CC"))
                .isEqualTo(pseudonyms.mac("00:11:22:aa:bb:cc"))
                .matches("f2(:[0-9a-f]{2}){5}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.1",
                "193.190.4.4",
                "::ffff:10.0.0.1",
                "2002:a00:1::1",
                "64:ff9b::10.0.0.1",
                "64:ff9b:1::a00:1",
                "2001:0:c000:201::f5ff:fffe",
                "2001:0:a00:1::",
                "2a02:1:2:3:0:5efe:a00:1",
                "::10.0.0.1",
                "fe80::1",
                "ff02::1:ff12:3456",
                "fc00::7",
                "240.1.2.3",
                "fd00::1",
                "172.20.0.1"
            })
    void shouldTakeForInternalWhatCarriesSomethingOfTheInside(String address) {
        InternalAddresses internal =
                new InternalAddresses(new LocalNets(java.util.List.of(Network.parse("193.190.0.0/16"))));
        assertThat(internal.contains(IpAddress.parse(address))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "8.8.8.8",
                "2002:808:808::1",
                "64:ff9b::8.8.8.8",
                "2a00:1450::1",
                "224.0.0.251",
                "ff02::1",
                "0.0.0.0",
                "::",
                "255.255.255.255"
            })
    void shouldLeaveTheOutsideAlone(String address) {
        assertThat(new InternalAddresses(LocalNets.DEFAULT).contains(IpAddress.parse(address)))
                .isFalse();
    }
}
