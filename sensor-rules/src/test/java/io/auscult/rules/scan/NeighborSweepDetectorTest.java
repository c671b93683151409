package io.auscult.rules.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.Level;
import io.auscult.core.alert.Outcome;
import io.auscult.core.event.IpAddress;
import io.auscult.core.flow.FlowEvents;
import io.auscult.rules.EventScript;
import java.util.List;
import org.junit.jupiter.api.Test;

class NeighborSweepDetectorTest {
    private static final int ASKER = 0x0242_6666;
    private static final String HOST = "2001:db8:10:1::ff66";
    private static final String NETWORK = "2001:db8:10:1::";
    private static final String ALL_NODES = "ff02::1";

    private final EventScript script = new EventScript();

    private List<Alert> told() {
        return script.alerts.stream()
                .filter(alert -> alert.rule().id().equals("scan.neighbor_sweep"))
                .toList();
    }

    private void asks(String sender, String to, String neighbor) {
        message(sender, to, 135, neighbor, ASKER, 0x3333_0001);
    }

    private void message(String from, String to, int type, String neighbor, int mac, int toMac) {
        script.from(from)
                .probe(58, type, to)
                .also(
                        FlowEvents.ICMP,
                        "icmp_type",
                        type,
                        "is_orig",
                        true,
                        "neighbor",
                        IpAddress.parse(neighbor),
                        "src_mac",
                        mac,
                        "dst_mac",
                        toMac);
    }

    private void sweeps(String sender, int hosts) {
        for (int host = 1; host <= hosts; host++) {
            asks(sender, "ff02::1:ff00:" + Integer.toHexString(host), NETWORK + Integer.toHexString(host));
            script.after(0.1);
        }
    }

    @Test
    void shouldTellWhoAsksForManyNeighbors() {
        for (int host = 1; host <= 200; host++) {
            asks(HOST, "ff02::1:ff00:" + Integer.toHexString(host), NETWORK + Integer.toHexString(host));
            if (host % 50 == 1) {
                message(
                        NETWORK + Integer.toHexString(host),
                        HOST,
                        136,
                        NETWORK + Integer.toHexString(host),
                        host,
                        ASKER);
            }
            script.after(0.1);
        }
        script.end();

        Alert last = told().getLast();
        assertThat(told()).hasSizeBetween(2, 5);
        assertThat(told().getFirst().level()).isEqualTo(Level.MEDIUM);
        assertThat(last.level()).isEqualTo(Level.HIGH);
        assertThat(last.actor().ip()).hasToString(HOST);
        assertThat(last.actor().mac()).isEqualTo("00:00:02:42:66:66");
        assertThat(last.targetCount()).isEqualTo(200);
        assertThat(last.outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(last.evidence()).containsEntry("answered", "4");
    }

    @Test
    void shouldNotTellOfFewNeighborsOrOfThoseWhoAnswer() {
        sweeps(HOST, 10);
        for (int host = 1; host <= 30; host++) {
            String neighbor = NETWORK + "a:" + Integer.toHexString(host);
            asks(HOST, "ff02::1:ff0a:" + Integer.toHexString(host), neighbor);
            message(neighbor, HOST, 136, neighbor, host, ASKER);
            script.after(0.1);
        }

        assertThat(told()).isEmpty();
    }

    @Test
    void shouldLeaveRoutersAlone() {
        sweeps("fe80::1", 60); // from its link-local address, for whoever is beyond it

        message("fe80::1", ALL_NODES, 134, NETWORK, ASKER, 0x3333_0001);
        sweeps(HOST, 60); // from another address of its own

        assertThat(told()).isEmpty();
    }

    @Test
    void shouldLeaveWhoCarriesPacketsOfOtherNetworksAlone() {
        asks(HOST, "ff02::1:ff00:fe", NETWORK + "fe");
        script.mac(ASKER).from("2001:db8:77::9").syn(NETWORK + "1", 443).silent();
        sweeps(HOST, 60);

        assertThat(told()).isEmpty();
    }

    @Test
    void shouldNotTakeDuplicateAddressDetectionOrCareForKnownNeighborsForASweep() {
        for (int host = 1; host <= 60; host++) {
            String neighbor = NETWORK + Integer.toHexString(host);
            asks("::", "ff02::1:ff00:" + Integer.toHexString(host), neighbor);
            asks(HOST, neighbor, neighbor);
        }

        assertThat(told()).isEmpty();
    }
}
