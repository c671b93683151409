package io.auscult.core.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.Party;
import io.auscult.core.alert.TestAlerts;
import io.auscult.core.counter.Counters;
import io.auscult.core.event.IpAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NamedAlertsTest {
    private final HostTable hosts = new HostTable(new Counters());
    private final List<Alert> told = new ArrayList<>();

    private Alert named(Party actor, Party target) {
        IpAddress ip = IpAddress.parse("10.1.4.20");
        byte[] name = "WS-RADIO-3".getBytes(StandardCharsets.US_ASCII);
        hosts.learn(ip.high(), ip.low(), name, 0, name.length, "dhcp", 0);
        new NamedAlerts(hosts, told::add).raise(TestAlerts.full("a").between(actor, target));
        return told.getFirst();
    }

    @Test
    void shouldNameWhoIsKnown() {
        Alert alert = named(Party.of(IpAddress.parse("10.1.4.20")), Party.of(IpAddress.parse("10.1.4.21")));
        assertThat(alert.actor()).hasToString("WS-RADIO-3 (10.1.4.20)");
        assertThat(alert.actor().key()).isEqualTo("10.1.4.20");
        assertThat(alert.target()).hasToString("10.1.4.21");
    }

    @Test
    void shouldLeaveWhatTheDetectorSaid() {
        Alert alert = named(
                new Party(IpAddress.parse("10.1.4.20"), null, "said", "nurse"), new Party(null, null, "many", null));
        assertThat(alert.actor().host()).isEqualTo("said");
        assertThat(alert.target()).hasToString("many");
    }
}
