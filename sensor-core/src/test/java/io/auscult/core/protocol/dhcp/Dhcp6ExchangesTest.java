package io.auscult.core.protocol.dhcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.counter.Counters;
import io.auscult.core.event.ConnectionId;
import io.auscult.core.event.Event;
import io.auscult.core.event.EventBlock;
import io.auscult.core.event.EventWriter;
import io.auscult.core.event.IpAddress;
import io.auscult.core.protocol.Direction;
import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.identity.HostNames;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class Dhcp6ExchangesTest {
    private static final long S = 1_000_000_000L;
    private static final String CLIENT = "fe80::a";
    private static final String SERVER = "fe80::1";

    private final Dhcp6Exchanges exchanges = new Dhcp6Exchanges();
    private final Dhcp6Parser parser = new Dhcp6Parser();
    private final EventBlock messages = new EventBlock();
    private final EventBlock lines = new EventBlock();
    private final EventWriter out = new EventWriter(new Counters());
    private final Event event = new Event();

    private void say(long nowNs, long uid, String from, String to, byte[] message) {
        ConnectionId c = new ConnectionId();
        c.uid = uid;
        c.proto = 17;
        c.origHigh = IpAddress.parse(from).high();
        c.origLow = IpAddress.parse(from).low();
        c.origPort = 546;
        c.respHigh = IpAddress.parse(to).high();
        c.respLow = IpAddress.parse(to).low();
        c.respPort = 547;
        messages.begin(1);
        out.into(messages);
        out.connection(c);
        out.at(nowNs, 1);
        parser.onData(new StreamView().wrap(message, 0, message.length, Direction.ORIG, true, c), out);
        out.into(lines);
        out.connection(null);
        event.wrap(messages, 0);
        exchanges.onEvent(event, out);
    }

    private List<String> told() {
        List<String> told = new ArrayList<>();
        for (int i = 0; i < lines.count(); i++) {
            event.wrap(lines, i);
            told.add(
                    event.is(HostNames.HOST_NAME)
                            ? event.address(HostNames.ADDRESS) + " is " + event.text(HostNames.NAME)
                            : event.texts(Dhcp6Exchanges.MSG_TYPES) + " "
                                    + event.texts(Dhcp6Exchanges.UIDS).size() + " "
                                    + event.text(Dhcp6Exchanges.MAC) + " "
                                    + event.text(Dhcp6Exchanges.CLIENT_FQDN) + " "
                                    + event.address(Dhcp6Exchanges.CLIENT_ADDR) + " "
                                    + event.address(Dhcp6Exchanges.SERVER_ADDR) + " "
                                    + event.listCount(Dhcp6Exchanges.ASSIGNED_ADDRS) + " "
                                    + event.number(Dhcp6Exchanges.DURATION) / S + "s "
                                    + event.text(Dhcp6Exchanges.FINGERPRINT));
        }
        return told;
    }

    @Test
    void shouldJoinMessagesOfSeveralConnections() {
        say(0, 1, CLIENT, "ff02::1:2", Dhcp6Messages.solicit());
        say(S, 2, SERVER, CLIENT, Dhcp6Messages.answer(2));
        assertThat(told()).containsExactly("fe80::a is WS-RADIO-3");
        say(2 * S, 2, SERVER, CLIENT, Dhcp6Messages.answer(7));
        assertThat(told()).containsExactly("fe80::a is WS-RADIO-3", "2001:db8::5 is WS-RADIO-3");
        exchanges.onTime(11 * S, out);
        assertThat(told())
                .last()
                .isEqualTo("[SOLICIT, ADVERTISE, REPLY] 2 02:c4:00:00:00:01 WS-RADIO-3 fe80::a fe80::1 1 2s"
                        + " 24,23,17,39");
    }

    @Test
    void shouldKnowTheClientBehindARelay() {
        say(0, 1, "2001:db8::9", "2001:db8::1", Dhcp6Messages.relayed(12, Dhcp6Messages.solicit()));
        say(S, 1, "2001:db8::1", "2001:db8::9", Dhcp6Messages.relayed(13, Dhcp6Messages.answer(7)));
        exchanges.onEnd(out);
        assertThat(told())
                .last()
                .isEqualTo("[SOLICIT, REPLY] 1 02:c4:00:00:00:02 WS-RADIO-3 fe80::a 2001:db8::1 1 1s 24,23,17,39");
    }

    @Test
    void shouldBeginAnewAfterALongSilence() {
        say(0, 1, CLIENT, "ff02::1:2", Dhcp6Messages.solicit());
        say(17 * S, 1, CLIENT, "ff02::1:2", Dhcp6Messages.solicit());
        exchanges.onEnd(out);
        assertThat(told().stream().filter(line -> line.startsWith("[SOLICIT] ")))
                .hasSize(2);
    }
}
