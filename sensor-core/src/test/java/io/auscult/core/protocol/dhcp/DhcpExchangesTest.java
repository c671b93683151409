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

class DhcpExchangesTest {
    private static final long S = 1_000_000_000L;

    private final DhcpExchanges exchanges = new DhcpExchanges();
    private final DhcpParser parser = new DhcpParser();
    private final EventBlock messages = new EventBlock();
    private final EventBlock lines = new EventBlock();
    private final EventWriter out = new EventWriter(new Counters());
    private final Event event = new Event();

    private void say(long nowNs, long uid, String from, int fromPort, String to, int toPort, byte[] message) {
        ConnectionId c = new ConnectionId();
        c.uid = uid;
        c.proto = 17;
        c.origHigh = IpAddress.parse(from).high();
        c.origLow = IpAddress.parse(from).low();
        c.origPort = fromPort;
        c.respHigh = IpAddress.parse(to).high();
        c.respLow = IpAddress.parse(to).low();
        c.respPort = toPort;
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

    private void client(long nowNs, byte[] message) {
        say(nowNs, 1, "0.0.0.0", 68, "255.255.255.255", 67, message);
    }

    private void server(long nowNs, byte[] message) {
        say(nowNs, 2, "10.0.0.1", 67, "255.255.255.255", 68, message);
    }

    private List<String> told() {
        List<String> told = new ArrayList<>();
        for (int i = 0; i < lines.count(); i++) {
            event.wrap(lines, i);
            told.add(
                    event.is(HostNames.HOST_NAME)
                            ? event.address(HostNames.ADDRESS) + " is " + event.text(HostNames.NAME)
                            : event.texts(DhcpExchanges.MSG_TYPES) + " "
                                    + event.texts(DhcpExchanges.UIDS).size() + " " + event.text(DhcpExchanges.MAC) + " "
                                    + event.text(DhcpExchanges.HOST_NAME) + " "
                                    + event.address(DhcpExchanges.CLIENT_ADDR) + " "
                                    + event.address(DhcpExchanges.SERVER_ADDR) + " "
                                    + event.number(DhcpExchanges.DURATION) / S + "s "
                                    + event.text(DhcpExchanges.FINGERPRINT));
        }
        return told;
    }

    @Test
    void shouldJoinWhatClientAndServerBroadcast() {
        client(0, DhcpMessages.discover());
        server(S, DhcpMessages.offer());
        client(2 * S, DhcpMessages.request());
        server(3 * S, DhcpMessages.ack());
        assertThat(told()).containsExactly("10.0.0.5 is WS-RADIO-3");
        exchanges.onTime(10 * S, out);
        assertThat(told()).hasSize(1);
        exchanges.onTime(11 * S, out);
        assertThat(told())
                .hasSize(2)
                .last()
                .isEqualTo("[DISCOVER, OFFER, REQUEST, ACK] 2 02:c4:00:00:00:01 WS-RADIO-3 10.0.0.5 10.0.0.1 3s 1,3,6");
    }

    @Test
    void shouldNotJoinWhatComesAfterALongSilence() {
        client(0, DhcpMessages.discover());
        client(17 * S, DhcpMessages.discover());
        exchanges.onEnd(out);
        assertThat(told()).hasSize(2).allMatch(line -> line.startsWith("[DISCOVER] 1 "));
    }

    @Test
    void shouldWriteAnExchangeThatNeverEnds() {
        for (int i = 0; i < 100; i++) {
            client(i, DhcpMessages.discover());
        }
        assertThat(told()).hasSize(2);
    }

    @Test
    void shouldWriteTheOldestToMakeRoom() {
        for (int i = 0; i <= ExchangeTable.MAX_EXCHANGES; i++) {
            client(i, DhcpMessages.type(1, 1_000 + i, 1).done());
        }
        assertThat(told()).hasSize(1);
        exchanges.onEnd(out);
        assertThat(told()).hasSize(1 + ExchangeTable.MAX_EXCHANGES);
    }

    @Test
    void shouldKnowTheNameOfAClientThatSendsFromItsAddress() {
        byte[] renewal = DhcpMessages.text(
                        DhcpMessages.begin(1, 9, 0x0A000007, 0).u8(53, 1, 3), 12, "CT-2")
                .done();
        say(0, 3, "10.0.0.7", 68, "10.0.0.1", 67, renewal);
        assertThat(told()).containsExactly("10.0.0.7 is CT-2");
    }
}
