package io.auscult.core.protocol.dhcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.event.ConnectionId;
import io.auscult.core.protocol.Bytes;
import io.auscult.core.protocol.Direction;
import io.auscult.core.protocol.ParserScript;
import io.auscult.core.protocol.Probe.Verdict;
import io.auscult.core.protocol.StreamView;
import org.junit.jupiter.api.Test;

class DhcpParserTest {
    private final DhcpParser parser = new DhcpParser();

    @Test
    void shouldReadWhatAClientSaysOfItself() {
        assertThat(ParserScript.udp()
                        .ports(68, 67)
                        .orig(DhcpMessages.discover())
                        .runEveryWay(parser)
                        .events())
                .containsExactly(
                        "dhcp_message@1 xid=7 is_request=T type=1 chaddr=02:c4:00:00:00:01 host_name=WS-RADIO-3"
                                + " vendor_class=MSFT 5.0 parameters=1,3,6");
    }

    @Test
    void shouldReadWhatAServerGives() {
        assertThat(ParserScript.udp()
                        .ports(67, 68)
                        .orig(DhcpMessages.ack())
                        .runEveryWay(parser)
                        .events())
                .containsExactly("dhcp_message@1 xid=7 is_request=F type=5 chaddr=02:c4:00:00:00:01 yiaddr=10.0.0.5"
                        + " lease_time=3600000ms domain=hospital.example");
    }

    @Test
    void shouldReadOptionsWhereTheFileNameWouldBe() {
        byte[] message = DhcpMessages.type(1, 7, 1).u8(52, 1, 1).u8(255).done();
        byte[] moved = new Bytes().u8(12, 4).text("pump").u8(255).done();
        System.arraycopy(moved, 0, message, 108, moved.length);
        assertThat(ParserScript.udp().orig(message).run(parser))
                .singleElement()
                .asString()
                .endsWith("host_name=pump");
    }

    @Test
    void shouldJoinAnOptionInPieces() {
        byte[] message = DhcpMessages.text(DhcpMessages.text(DhcpMessages.type(1, 7, 1), 12, "infusion-"), 12, "pump-9")
                .done();
        assertThat(ParserScript.udp().orig(message).run(parser))
                .singleElement()
                .asString()
                .endsWith("host_name=infusion-pump-9");
    }

    @Test
    void shouldReadANameInLabels() {
        byte[] message = DhcpMessages.type(1, 7, 3)
                .u8(81, 3 + 7, 4, 0, 0)
                .u8(2)
                .text("pc")
                .u8(2)
                .text("or")
                .u8(0)
                .done();
        assertThat(ParserScript.udp().orig(message).run(parser))
                .singleElement()
                .asString()
                .endsWith("client_fqdn=pc.or");
    }

    @Test
    void shouldKeepWhatStandsBeforeAnOptionThatIsCut() {
        byte[] message = DhcpMessages.type(1, 7, 8).u8(12, 200).text("pc").done();
        assertThat(ParserScript.udp().orig(message).run(parser))
                .containsExactly("dhcp_message@1 xid=7 is_request=T type=8 chaddr=02:c4:00:00:00:01");
    }

    @Test
    void shouldSayNothingOfBootpWithoutDhcp() {
        ParserScript.Outcome outcome = ParserScript.udp()
                .orig(DhcpMessages.begin(1, 7, 0, 0).u8(255).done())
                .runEveryWay(parser);
        assertThat(outcome.events()).isEmpty();
        assertThat(outcome.confirmed()).isFalse();
    }

    @Test
    void shouldRecogniseByTheCookie() {
        assertThat(probe(DhcpMessages.discover())).isEqualTo(Verdict.YES);
        byte[] other = DhcpMessages.discover();
        other[239]++;
        assertThat(probe(other)).isEqualTo(Verdict.NO);
        assertThat(probe(new byte[239])).isEqualTo(Verdict.NO);
    }

    private static Verdict probe(byte[] bytes) {
        return DhcpProbe.probe(new StreamView().wrap(bytes, 0, bytes.length, Direction.ORIG, true, new ConnectionId()));
    }
}
