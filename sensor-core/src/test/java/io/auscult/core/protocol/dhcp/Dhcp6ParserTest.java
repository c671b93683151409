package io.auscult.core.protocol.dhcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.event.ConnectionId;
import io.auscult.core.protocol.Bytes;
import io.auscult.core.protocol.Direction;
import io.auscult.core.protocol.ParserScript;
import io.auscult.core.protocol.Probe.Verdict;
import io.auscult.core.protocol.StreamView;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class Dhcp6ParserTest {
    private final Dhcp6Parser parser = new Dhcp6Parser();

    @Test
    void shouldReadWhatAClientSaysOfItself() {
        assertThat(ParserScript.udp()
                        .ports(546, 547)
                        .orig(Dhcp6Messages.solicit())
                        .runEveryWay(parser)
                        .events())
                .containsExactly("dhcpv6_message@1 xid=66051 is_request=T type=1 client=10.0.0.1"
                        + " client_duid=0003000102c400000001 mac=02:c4:00:00:00:01 client_fqdn=WS-RADIO-3"
                        + " vendor_class=MSFT 5.0 parameters=24,23,17,39");
    }

    @Test
    void shouldReadWhatAServerGives() {
        assertThat(ParserScript.udp()
                        .ports(546, 547)
                        .resp(Dhcp6Messages.answer(7))
                        .runEveryWay(parser)
                        .events())
                .containsExactly("dhcpv6_message@1 xid=66051 is_request=F type=7 client=10.0.0.1 server=10.0.0.2"
                        + " client_duid=0003000102c400000001 server_duid=00030001020000000099 mac=02:c4:00:00:00:01"
                        + " addresses=[2001:db8::5] lease_time=3600000ms domain=hospital.example"
                        + " dns_servers=[2001:db8::53]");
    }

    @Test
    void shouldPeelRelaysOff() {
        byte[] twice = Dhcp6Messages.relayed(12, Dhcp6Messages.relayed(12, Dhcp6Messages.solicit()));
        assertThat(ParserScript.udp().ports(547, 547).orig(twice).run(parser))
                .singleElement()
                .asString()
                .contains("is_request=T type=1 client=fe80::a", "mac=02:c4:00:00:00:02", "relays=[2001:db8:0:1::1]");
    }

    @Test
    void shouldReadADelegatedNetworkAndWhyThereIsNone() {
        byte[] prefix = Bytes.hex("00000708 00000e10 38 20010db8000100000000000000000000");
        Bytes reply = Dhcp6Messages.option(Dhcp6Messages.begin(7, 1), 1, Bytes.hex(Dhcp6Messages.DUID));
        Dhcp6Messages.option(
                reply,
                25,
                new Bytes()
                        .bytes(new byte[12])
                        .u16(26, prefix.length)
                        .bytes(prefix)
                        .done());
        Dhcp6Messages.option(
                reply,
                3,
                new Bytes().bytes(new byte[12]).u16(13, 6, 2).text("full").done());
        assertThat(ParserScript.udp().ports(546, 547).resp(reply.done()).run(parser))
                .singleElement()
                .asString()
                .contains("prefix=2001:db8:1::/56", "lease_time=3600000ms", "status=NoAddrsAvail text=full");
    }

    @Test
    void shouldReadNothingBehindABrokenOption() {
        byte[] cut = Arrays.copyOf(Dhcp6Messages.solicit(), Dhcp6Messages.solicit().length - 3);
        assertThat(ParserScript.udp().ports(546, 547).orig(cut).run(parser))
                .singleElement()
                .asString()
                .endsWith("vendor_class=MSFT 5.0");
    }

    @Test
    void shouldNotFollowRelaysWithoutEnd() {
        byte[] message = Dhcp6Messages.solicit();
        for (int i = 0; i < 40; i++) {
            message = Dhcp6Messages.relayed(12, message);
        }
        assertThat(ParserScript.udp().ports(547, 547).orig(message).run(parser)).isEmpty();
    }

    @Test
    void shouldBeToldByContent() {
        assertThat(ask(Dhcp6Messages.solicit(), 5_000)).isEqualTo(Verdict.YES);
        assertThat(ask(Dhcp6Messages.relayed(13, Dhcp6Messages.answer(7)), 5_000))
                .isEqualTo(Verdict.YES);
        assertThat(ask(Arrays.copyOf(Dhcp6Messages.solicit(), 30), 5_000)).isEqualTo(Verdict.NO);
        byte[] nobodys = Bytes.hex("0b 000001 0006 0002 0017");
        assertThat(ask(nobodys, 547)).isEqualTo(Verdict.YES);
        assertThat(ask(nobodys, 5_000)).isEqualTo(Verdict.NO);
        assertThat(ask(new byte[60], 547)).isEqualTo(Verdict.NO);
    }

    private static Verdict ask(byte[] message, int port) {
        ConnectionId connection = new ConnectionId();
        connection.origPort = 40_000;
        connection.respPort = port;
        return Dhcp6Probe.probe(new StreamView().wrap(message, 0, message.length, Direction.ORIG, true, connection));
    }
}
