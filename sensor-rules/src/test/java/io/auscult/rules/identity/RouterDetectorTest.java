package io.auscult.rules.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.Level;
import io.auscult.core.event.IpAddress;
import io.auscult.core.flow.FlowEvents;
import io.auscult.core.protocol.dhcp.Dhcp6Parser;
import io.auscult.rules.EventScript;
import java.util.List;
import org.junit.jupiter.api.Test;

class RouterDetectorTest {
    private static final String GATEWAY = "fe80::1";
    private static final String ROGUE = "fe80::66";
    private static final String CLIENT = "fe80::31";
    private static final String ALL_NODES = "ff02::1";
    private static final IpAddress HOSPITAL = IpAddress.parse("2001:db8:10:1::");
    private static final IpAddress ELSEWHERE = IpAddress.parse("2001:db8:66:66::");

    private final EventScript script = new EventScript();

    private List<Alert> told(String rule) {
        return script.alerts.stream()
                .filter(alert -> alert.rule().id().equals("identity." + rule))
                .toList();
    }

    private void advertises(String router, int lifetime, IpAddress prefix) {
        script.from(router)
                .probe(58, 133, ALL_NODES)
                .also(
                        FlowEvents.ICMP,
                        "icmp_type",
                        134,
                        "is_orig",
                        true,
                        "router_lifetime",
                        lifetime,
                        "router_prefix",
                        prefix);
    }

    private void serves(String server, String nameServer) {
        script.from(server)
                .probe(17, 546, CLIENT)
                .also(
                        Dhcp6Parser.MESSAGE,
                        "type",
                        7,
                        "server",
                        IpAddress.parse(server),
                        "client",
                        IpAddress.parse(CLIENT),
                        "dns_servers",
                        List.of(IpAddress.parse(nameServer)));
    }

    @Test
    void shouldTellARouterOfAnotherNetwork() {
        advertises(GATEWAY, 1_800, HOSPITAL);
        script.after(10);
        advertises(ROGUE, 1_800, ELSEWHERE);
        advertises(ROGUE, 1_800, ELSEWHERE);

        assertThat(told("ipv6_router")).hasSize(1);
        Alert alert = told("ipv6_router").getFirst();
        assertThat(alert.actor().ip()).hasToString(ROGUE);
        assertThat(alert.level()).isEqualTo(Level.MEDIUM);
        assertThat(alert.evidence()).containsEntry("first_router", GATEWAY).containsEntry("same_network", "no");
    }

    @Test
    void shouldTellARouterOfTheSameNetworkLowAtFirstAndMediumOnceTheOtherWasAlone() {
        advertises(GATEWAY, 1_800, HOSPITAL);
        advertises(ROGUE, 1_800, HOSPITAL);
        for (int i = 0; i < 10; i++) {
            script.after(300);
            advertises(GATEWAY, 1_800, HOSPITAL);
        }
        advertises("fe80::67", 1_800, HOSPITAL);

        assertThat(told("ipv6_router")).extracting(Alert::level).containsExactly(Level.LOW, Level.MEDIUM);
    }

    @Test
    void shouldTellAFloodOnce() {
        advertises(GATEWAY, 1_800, HOSPITAL);
        for (int i = 0; i < 1_000; i++) {
            script.from(0xFE80L << 48, 1_000 + i)
                    .probe(58, 133, ALL_NODES)
                    .also(FlowEvents.ICMP, "icmp_type", 134, "is_orig", true, "router_lifetime", 1_800);
        }

        assertThat(told("ipv6_router"))
                .filteredOn(alert -> alert.level() == Level.HIGH)
                .hasSize(1);
        assertThat(told("ipv6_router")).hasSizeLessThan(6);
    }

    @Test
    void shouldLeaveARouterThatComesBackAlone() {
        for (int i = 0; i < 5; i++) {
            advertises(GATEWAY, 1_800, HOSPITAL);
            advertises(GATEWAY, 0, HOSPITAL);
        }
        advertises(ROGUE, 0, ELSEWHERE);

        assertThat(script.alerts).isEmpty();
    }

    @Test
    void shouldLeaveTheSuccessorOfADeadRouterAlone() {
        advertises(GATEWAY, 1_800, HOSPITAL);
        script.after(3_600);
        advertises(ROGUE, 1_800, HOSPITAL);

        assertThat(script.alerts).isEmpty();
    }

    @Test
    void shouldTellADhcpServerThatNamesItself() {
        serves(ROGUE, ROGUE);
        serves(ROGUE, ROGUE);

        assertThat(told("dhcpv6_server")).hasSize(1);
        assertThat(told("dhcpv6_server").getFirst().target().ip()).hasToString(CLIENT);
    }

    @Test
    void shouldLeaveARouterThatNamesItselfAndAServerThatNamesAnotherAlone() {
        advertises(GATEWAY, 1_800, HOSPITAL);
        serves(GATEWAY, GATEWAY);
        serves("fe80::2", "2001:db8:10:1::53");

        assertThat(script.alerts).isEmpty();
    }
}
