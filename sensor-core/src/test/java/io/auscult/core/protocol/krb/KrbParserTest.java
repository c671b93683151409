package io.auscult.core.protocol.krb;

import static io.auscult.core.protocol.krb.KrbBytes.apReply;
import static io.auscult.core.protocol.krb.KrbBytes.apRequest;
import static io.auscult.core.protocol.krb.KrbBytes.asRequest;
import static io.auscult.core.protocol.krb.KrbBytes.error;
import static io.auscult.core.protocol.krb.KrbBytes.field;
import static io.auscult.core.protocol.krb.KrbBytes.framed;
import static io.auscult.core.protocol.krb.KrbBytes.padata;
import static io.auscult.core.protocol.krb.KrbBytes.principal;
import static io.auscult.core.protocol.krb.KrbBytes.reply;
import static io.auscult.core.protocol.krb.KrbBytes.request;
import static io.auscult.core.protocol.krb.KrbBytes.sequence;
import static io.auscult.core.protocol.krb.KrbBytes.text;
import static io.auscult.core.protocol.krb.KrbBytes.tgsRequest;
import static io.auscult.core.protocol.krb.KrbBytes.timestamp;
import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.event.ConnectionId;
import io.auscult.core.protocol.Bytes;
import io.auscult.core.protocol.Direction;
import io.auscult.core.protocol.ParserScript;
import io.auscult.core.protocol.Probe.Verdict;
import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.gssapi.TokenCarrier;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class KrbParserTest {
    private final KrbParser udp = new KrbParser("krb");
    private final KrbParser tcp = new KrbParser("krb_tcp");

    private static byte[] ticketReply() {
        return reply(11, "ann", 18, "krbtgt", "TEST.LOCAL");
    }

    private static byte[] tgsReply(int etype, String... service) {
        return reply(13, "ann", etype, service);
    }

    @Test
    void shouldTellWhoAskedForATicketAndGotIt() {
        ParserScript.Outcome outcome = ParserScript.udp()
                .ports(40_000, 88)
                .orig(asRequest(timestamp(), 1))
                .resp(ticketReply())
                .runEveryWay(udp);
        assertThat(outcome.confirmed()).isTrue();
        assertThat(outcome.events())
                .containsExactly(
                        "kerberos@1 request_type=AS client=ann/TEST.LOCAL service=krbtgt/TEST.LOCAL success=T"
                                + " till=2136422885 cipher=aes256-cts-hmac-sha1-96 forwardable=T renewable=T message=AS"
                                + " outcome=success realm=TEST.LOCAL renew_till=2167958885"
                                + " request_ciphers=[aes256-cts-hmac-sha1-96, rc4-hmac]"
                                + " reply_cipher=aes256-cts-hmac-sha1-96 preauth=[PA-ENC-TIMESTAMP]"
                                + " preauth_cipher=aes256-cts-hmac-sha1-96"
                                + " options=[forwardable, proxiable, renewable, canonicalize, renewable-ok]"
                                + " pkinit=F fast=F without_pac=F referral=F additional_ticket=F client_host=WS7"
                                + " protocol=krb",
                        "identity@2 user=ann domain=TEST.LOCAL kind=person client_name=WS7 service=krbtgt/TEST.LOCAL"
                                + " protocol=krb mechanism=kerberos encryption=aes256-cts-hmac-sha1-96 outcome=success"
                                + " cleartext=F",
                        "host_name@2 address=10.0.0.1 name=WS7 source=krb");
    }

    @Test
    void shouldReadSeveralExchangesOfOneStreamWhereverItIsCut() {
        List<String> events = ParserScript.tcp()
                .orig(framed(asRequest(null, 1)))
                .resp(framed(error(25, null, sequence(padata(2, new byte[0]), padata(19, new byte[9])))))
                .orig(framed(asRequest(timestamp(), 2)))
                .resp(framed(error(24, null, null)))
                .orig(framed(tgsRequest(3, "cifs", "srv.test.local")))
                .resp(framed(tgsReply(23, "cifs", "srv.test.local")))
                .runEveryWay(tcp)
                .events();
        assertThat(events.stream().filter(e -> e.startsWith("kerberos")))
                .satisfiesExactly(
                        e -> assertThat(e)
                                .contains(
                                        "success=F error_msg=KDC_ERR_PREAUTH_REQUIRED",
                                        "error_code=25",
                                        "preauth_offered=[PA-ENC-TIMESTAMP, PA-ETYPE-INFO2]"),
                        e -> assertThat(e).contains("error_msg=KDC_ERR_PREAUTH_FAILED", "outcome=failure"),
                        e -> assertThat(e)
                                .contains(
                                        "request_type=TGS client=ann/TEST.LOCAL service=cifs/srv.test.local success=T",
                                        "cipher=rc4-hmac",
                                        "ticket_service=krbtgt/TEST.LOCAL ticket_realm=TEST.LOCAL"
                                                + " ticket_cipher=aes256-cts-hmac-sha1-96"));
        assertThat(events.stream().filter(e -> e.startsWith("identity")))
                .as("being asked for proof is no failure")
                .satisfiesExactly(
                        e -> assertThat(e).contains("outcome=failure reason=KDC_ERR_PREAUTH_FAILED"),
                        e -> assertThat(e)
                                .contains("user=ann", "service=cifs/srv.test.local", "encryption=rc4-hmac", "success"));
    }

    @Test
    void shouldTellRequestsWithoutAnswer() {
        assertThat(ParserScript.udp().orig(asRequest(timestamp(), 1)).run(udp))
                .satisfiesExactly(
                        e -> assertThat(e)
                                .startsWith("kerberos@1 request_type=AS client=ann/TEST.LOCAL")
                                .contains("outcome=unknown")
                                .doesNotContain("success"),
                        e -> assertThat(e).startsWith("identity").contains("outcome=unknown"));
    }

    @Test
    void shouldTellAnswersWithoutRequest() {
        assertThat(ParserScript.udp().resp(tgsReply(18, "ldap", "dc")).run(udp).getFirst())
                .startsWith("kerberos@1 request_type=TGS client=ann/TEST.LOCAL service=ldap/dc success=T");
    }

    @Test
    void shouldTakeARepeatedRequestAndItsSecondAnswerForOne() {
        List<String> events = ParserScript.udp()
                .orig(asRequest(timestamp(), 1))
                .orig(asRequest(timestamp(), 1))
                .resp(ticketReply())
                .resp(ticketReply())
                .run(udp);
        assertThat(events.stream().filter(e -> e.startsWith("kerberos"))).hasSize(1);
    }

    @Test
    void shouldLearnAMachinesNameFromItsAccount() {
        assertThat(ParserScript.udp()
                        .orig(asRequest(null, 1))
                        .resp(reply(11, "PACS01$", 18, "krbtgt", "TEST.LOCAL"))
                        .run(udp))
                .contains("host_name@2 address=10.0.0.1 name=PACS01 source=krb");
    }

    @Test
    void shouldNameReferralsDelegationAndWhatProvesTheClient() {
        byte[] forUser = padata(
                129,
                sequence(
                        field(0, principal(10, "admin@test.local")),
                        field(1, text("TEST.LOCAL")),
                        field(3, text("Kerberos"))));
        byte[] delegated = request(12, forUser, null, "TEST.LOCAL", principal(2, "http", "web"), 1, 18);
        assertThat(ParserScript.udp()
                        .orig(delegated)
                        .resp(tgsReply(18, "krbtgt", "OTHER.LOCAL"))
                        .run(udp))
                .noneMatch(e -> e.startsWith("identity"))
                .first()
                .asString()
                .contains("service=krbtgt/OTHER.LOCAL", "referral=T", "for_user=admin@test.local");
        byte[] certificate = asRequest(padata(16, new byte[20]), 2);
        byte[] armoured = asRequest(padata(136, new byte[20]), 3);
        byte[] withoutPac = asRequest(padata(128, Bytes.hex("3005a003010100")), 4);
        assertThat(ParserScript.udp().orig(certificate).orig(armoured).orig(withoutPac).run(udp).stream()
                        .filter(e -> e.startsWith("kerberos")))
                .satisfiesExactly(
                        e -> assertThat(e).contains("preauth=[PA-PK-AS-REQ]", "pkinit=T fast=F"),
                        e -> assertThat(e).contains("preauth=[PA-FX-FAST]", "pkinit=F fast=T"),
                        e -> assertThat(e).contains("without_pac=T"));
    }

    @Test
    void shouldPreferTheServersWords() {
        assertThat(ParserScript.udp()
                        .orig(asRequest(null, 1))
                        .resp(error(6, "CLIENT_NOT_FOUND", null))
                        .run(udp)
                        .getFirst())
                .contains("error_msg=CLIENT_NOT_FOUND", "error_code=6");
    }

    @Test
    void shouldGoOnAfterAGap() {
        List<String> events = ParserScript.tcp()
                .orig(framed(asRequest(null, 1)))
                .gap(Direction.RESP, 900)
                .resp(new Bytes().u32(0x1234).bytes(framed(ticketReply())).done())
                .runEveryWay(tcp)
                .events();
        assertThat(events.getFirst()).contains("request_type=AS", "success=T");
    }

    @Test
    void shouldBoundRequestsWithoutAnswer() {
        ParserScript script = ParserScript.udp();
        for (int i = 0; i < 20; i++) {
            script.orig(asRequest(null, i));
        }
        assertThat(script.run(udp).stream().filter(e -> e.startsWith("kerberos")))
                .hasSize(20);
    }

    @Test
    void shouldRejectWhatIsNotKerberos() {
        assertThat(ParserScript.tcp().orig("\0\0\0\4abcd").runEveryWay(tcp).rejected())
                .isTrue();
        assertThat(ParserScript.udp().orig("\0\0\0\4abcd").runEveryWay(udp).rejected())
                .isTrue();
        byte[] version4 = asRequest(null, 1);
        int version = 0;
        while (!Arrays.equals(Arrays.copyOfRange(version4, version, version + 4), Bytes.hex("a1030201"))) {
            version++;
        }
        version4[version + 4] = 4;
        assertThat(ParserScript.udp().orig(version4).runEveryWay(udp).rejected())
                .isTrue();
    }

    @Test
    void shouldBeRecognisedOnAnyPort() {
        byte[] datagram = asRequest(null, 1);
        byte[] stream = framed(datagram);
        StreamView view = new StreamView();
        ConnectionId connection = new ConnectionId();
        assertThat(KrbProbe.probe(view.wrap(datagram, 0, datagram.length, Direction.ORIG, true, connection)))
                .isEqualTo(Verdict.YES);
        Verdict last = Verdict.UNSURE;
        for (int length = 0; length <= stream.length; length++) {
            last = KrbProbe.probe(view.wrap(stream, 0, length, Direction.ORIG, false, connection));
            assertThat(last).isEqualTo(length < 17 ? Verdict.UNSURE : Verdict.YES);
        }
        assertThat(last).isEqualTo(Verdict.YES);
        stream[3]++;
        assertThat(KrbProbe.probe(view.wrap(stream, 0, stream.length, Direction.ORIG, false, connection)))
                .isEqualTo(Verdict.NO);
    }

    private static byte[] spnego(byte[] message) {
        byte[] inner = KrbBytes.element(0x60, Bytes.hex("06092a864886f712010202"), Bytes.hex("0100"), message);
        byte[] init = field(
                0,
                sequence(
                        field(0, sequence(Bytes.hex("06092a864882f712010202"), Bytes.hex("060a2b06010401823702020a"))),
                        field(2, KrbBytes.octets(inner))));
        return KrbBytes.element(0x60, Bytes.hex("06062b0601050502"), init);
    }

    @Test
    void shouldReadTicketsShownInsideOtherProtocols() {
        byte[] token = spnego(apRequest("TEST.LOCAL", 23, "cifs", "srv.test.local"));
        assertThat(ParserScript.udp().orig(token).resp("ok").run(new TokenCarrier()))
                .containsExactly(
                        "kerberos@1 message=AP outcome=success ticket_service=cifs/srv.test.local"
                                + " ticket_realm=TEST.LOCAL ticket_cipher=rc4-hmac protocol=carrier",
                        "identity@2 domain=TEST.LOCAL service=cifs/srv.test.local protocol=carrier mechanism=kerberos"
                                + " encryption=rc4-hmac outcome=success cleartext=F",
                        "host_name@2 address=10.0.0.2 name=srv.test.local source=krb");
        assertThat(ParserScript.udp()
                        .orig(token)
                        .resp("no")
                        .run(new TokenCarrier())
                        .getFirst())
                .contains("outcome=failure status=STATUS_LOGON_FAILURE");
        assertThat(ParserScript.udp().orig(token).run(new TokenCarrier()).getFirst())
                .contains("outcome=unknown");
    }

    @Test
    void shouldReadBareTicketsAndTheirAnswers() {
        byte[] ticket = apRequest("TEST.LOCAL", 18, "ldap", "dc");
        assertThat(ParserScript.udp()
                        .orig(ticket)
                        .resp(apReply())
                        .run(new TokenCarrier())
                        .getFirst())
                .contains("message=AP outcome=success");
        assertThat(ParserScript.udp()
                        .orig(ticket)
                        .resp(error(37, null, null))
                        .run(new TokenCarrier())
                        .getFirst())
                .contains("error_msg=KRB_AP_ERR_SKEW", "outcome=failure", "error_code=37");
    }
}
