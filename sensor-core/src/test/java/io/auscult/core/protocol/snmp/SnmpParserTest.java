package io.auscult.core.protocol.snmp;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.event.ConnectionId;
import io.auscult.core.protocol.Bytes;
import io.auscult.core.protocol.Direction;
import io.auscult.core.protocol.ParserScript;
import io.auscult.core.protocol.Probe.Verdict;
import io.auscult.core.protocol.StreamView;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SnmpParserTest {
    private static final byte[] SYS_DESCR = Bytes.hex("2b06010201010100");
    private static final byte[] SYS_NAME = Bytes.hex("2b06010201010500");
    private static final byte[] WRONG_DIGESTS = Bytes.hex("2b060106030f01010500");
    private static final byte[] UNKNOWN_ENGINE = Bytes.hex("2b060106030f01010400");

    private final SnmpParser parser = new SnmpParser();

    private static byte[] element(int tag, byte[]... contents) {
        Bytes all = new Bytes();
        for (byte[] content : contents) {
            all.bytes(content);
        }
        byte[] content = all.done();
        Bytes element = new Bytes().u8(tag);
        if (content.length < 0x80) {
            element.u8(content.length);
        } else {
            element.u8(0x82).u16(content.length);
        }
        return element.bytes(content).done();
    }

    private static byte[] number(int value) {
        return element(2, new byte[] {(byte) value});
    }

    private static byte[] text(String text) {
        return element(4, text.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] binding(byte[] oid, byte[] value) {
        return element(0x30, element(6, oid), value);
    }

    private static byte[] pdu(int tag, byte[]... bindings) {
        return element(tag, number(1), number(0), number(0), element(0x30, bindings));
    }

    private static byte[] v2c(String community, byte[] pdu) {
        return element(0x30, number(1), text(community), pdu);
    }

    private static byte[] v3(int flags, String user, byte[] scoped) {
        return element(
                0x30,
                number(3),
                element(0x30, number(1), number(100), element(4, new byte[] {(byte) flags}), number(3)),
                element(4, element(0x30, text("engine"), number(1), number(1), text(user), text("auth"), text(""))),
                scoped);
    }

    private static byte[] scoped(byte[] pdu) {
        return element(0x30, text("engine"), text(""), pdu);
    }

    private static final byte[] NULL = {5, 0};

    @Test
    void shouldTellWhatWasAskedAndAnsweredAndWhoAnswers() {
        ParserScript.Outcome outcome = ParserScript.udp()
                .ports(40_000, 161)
                .orig(v2c("public", pdu(0xA0, binding(SYS_DESCR, NULL), binding(SYS_NAME, NULL))))
                .resp(v2c(
                        "public", pdu(0xA2, binding(SYS_DESCR, text("Linux pump")), binding(SYS_NAME, text("pump-9")))))
                .runEveryWay(parser);
        assertThat(outcome.confirmed()).isTrue();
        assertThat(outcome.events())
                .containsExactly(
                        "host_name@2 address=10.0.0.2 name=pump-9 source=snmp",
                        "identity@2 protocol=snmp mechanism=community outcome=success cleartext=T",
                        "snmp@1 duration=1ms version=2c community=public get_requests=2 get_bulk_requests=0"
                                + " get_responses=2 set_requests=0 display_string=Linux pump"
                                + " oids=[1.3.6.1.2.1.1.1.0, 1.3.6.1.2.1.1.5.0]");
    }

    @Test
    void shouldNeverWriteACommunityThatIsNoDefault() {
        assertThat(ParserScript.udp()
                        .orig(v2c("Zx81-ward", pdu(0xA3, binding(SYS_NAME, text("secret")))))
                        .run(parser))
                .containsExactly(
                        "identity@2 protocol=snmp mechanism=community outcome=unknown cleartext=T",
                        "snmp@1 duration=0ms version=2c community=<hidden> get_requests=0 get_bulk_requests=0"
                                + " get_responses=0 set_requests=1 oids=[1.3.6.1.2.1.1.5.0]");
    }

    @Test
    void shouldTellEachCommunityThatIsTried() {
        assertThat(ParserScript.udp()
                        .orig(v2c("one", pdu(0xA0, binding(SYS_DESCR, NULL))))
                        .orig(v2c("one", pdu(0xA0, binding(SYS_DESCR, NULL))))
                        .orig(v2c("two", pdu(0xA0, binding(SYS_DESCR, NULL))))
                        .run(parser))
                .filteredOn(event -> event.startsWith("identity"))
                .containsExactly(
                        "identity@3 protocol=snmp mechanism=community outcome=unknown cleartext=T",
                        "identity@4 protocol=snmp mechanism=community outcome=unknown cleartext=T");
    }

    @Test
    void shouldTellEveryRefusalOfAUser() {
        byte[] ask = v3(1, "nurse", scoped(pdu(0xA0, binding(SYS_DESCR, NULL))));
        byte[] refuse = v3(0, "nurse", scoped(pdu(0xA8, binding(WRONG_DIGESTS, number(1)))));
        assertThat(ParserScript.udp()
                        .orig(v3(0, "", scoped(pdu(0xA0))))
                        .resp(v3(0, "", scoped(pdu(0xA8, binding(UNKNOWN_ENGINE, number(1))))))
                        .orig(ask)
                        .resp(refuse)
                        .orig(ask)
                        .resp(refuse)
                        .run(parser))
                .containsExactly(
                        "identity@4 user=nurse kind=person protocol=snmp mechanism=usm encryption=authNoPriv"
                                + " outcome=failure reason=usmStatsWrongDigests cleartext=F",
                        "identity@6 user=nurse kind=person protocol=snmp mechanism=usm encryption=authNoPriv"
                                + " outcome=failure reason=usmStatsWrongDigests cleartext=F",
                        "snmp@1 duration=5ms version=3 community=nurse get_requests=2 get_bulk_requests=0"
                                + " get_responses=0 set_requests=0 user=nurse security=authNoPriv"
                                + " oids=[1.3.6.1.2.1.1.1.0, 1.3.6.1.2.1.1.1.0] report=usmStatsWrongDigests");
    }

    @Test
    void shouldTakeAnEncryptedAnswerForSuccess() {
        assertThat(ParserScript.udp()
                        .orig(v3(3, "nurse", text("sealed")))
                        .resp(v3(3, "nurse", text("sealed")))
                        .run(parser))
                .containsExactly(
                        "identity@2 user=nurse kind=person protocol=snmp mechanism=usm encryption=authPriv"
                                + " outcome=success cleartext=F",
                        "snmp@1 duration=1ms version=3 get_requests=0 get_bulk_requests=0 get_responses=0"
                                + " set_requests=0 user=nurse security=authPriv");
    }

    @Test
    void shouldCountTraps() {
        byte[] trap = element(
                0xA4,
                element(6, SYS_DESCR),
                element(0x40, new byte[4]),
                number(6),
                number(1),
                element(0x43, new byte[1]),
                element(0x30));
        assertThat(ParserScript.udp()
                        .orig(element(0x30, number(0), text("public"), trap))
                        .run(parser))
                .containsExactly("snmp@1 duration=0ms version=1 community=public get_requests=0 get_bulk_requests=0"
                        + " get_responses=0 set_requests=0 traps=1");
    }

    @Test
    void shouldRecogniseOnlyWhatFillsTheDatagram() {
        byte[] whole = v2c("public", pdu(0xA0, binding(SYS_DESCR, NULL)));
        assertThat(probe(whole)).isEqualTo(Verdict.YES);
        assertThat(probe(v3(0, "", scoped(pdu(0xA0))))).isEqualTo(Verdict.YES);
        for (int length = 0; length < whole.length; length++) {
            assertThat(probe(java.util.Arrays.copyOf(whole, length))).isEqualTo(Verdict.NO);
        }
        assertThat(probe(element(0x30, number(2), text("public"), pdu(0xA0)))).isEqualTo(Verdict.NO);
        assertThat(probe(v2c("public", pdu(0x61)))).isEqualTo(Verdict.NO);
    }

    private static Verdict probe(byte[] bytes) {
        return SnmpProbe.probe(new StreamView().wrap(bytes, 0, bytes.length, Direction.ORIG, true, new ConnectionId()));
    }
}
