package io.auscult.core.protocol.xmpp;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.event.ConnectionId;
import io.auscult.core.protocol.Direction;
import io.auscult.core.protocol.ParserScript;
import io.auscult.core.protocol.Probe.Verdict;
import io.auscult.core.protocol.StreamView;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class XmppParserTest {
    private static final String CLIENT =
            "<?xml version='1.0'?><stream:stream xmlns='jabber:client' to='hospital.example'"
                    + " xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>";
    private static final String SERVER =
            "<?xml version='1.0'?><stream:stream xmlns='jabber:client' from='hospital.example' id='1>2'"
                    + " xmlns:stream='http://etherx.jabber.org/streams' version='1.0'><stream:features>"
                    + "<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>PLAIN</mechanism></mechanisms></stream:features>";
    private static final String SASL = " xmlns='urn:ietf:params:xml:ns:xmpp-sasl'";

    private final XmppParser parser = new XmppParser();

    @Test
    void shouldGiveWayToTls() {
        ParserScript.Outcome outcome = ParserScript.tcp()
                .orig(CLIENT)
                .resp(SERVER)
                .orig("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>")
                .resp("<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>")
                .runEveryWay(parser);
        assertThat(outcome.confirmed()).isTrue();
        assertThat(outcome.done()).isTrue();
        assertThat(outcome.events()).isEmpty();
        assertThat(ParserScript.tcp()
                        .orig(CLIENT)
                        .orig("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>")
                        .orig(new byte[] {22, 3, 1})
                        .runEveryWay(parser)
                        .done())
                .isTrue();
    }

    @Test
    void shouldTellWhoLogsInAndWhetherItWorked() {
        ParserScript.Outcome outcome = ParserScript.tcp()
                .orig(CLIENT)
                .resp(SERVER)
                .orig("<auth" + SASL + " id=\" mechanism='LOGIN'\" mechanism='PLAIN'>AHdhcmQAd3Jvbmc=</auth>")
                .resp("<failure" + SASL + "><not-authorized/></failure>")
                .orig("<auth" + SASL + " mechanism='SCRAM-SHA-1'>biwsbj13YXJkLHI9eA==</auth>")
                .resp("<challenge" + SASL + ">cj14eSxzPXosaT00MDk2</challenge>")
                .orig("<response" + SASL + ">Yz1iaXdzLHI9eHkscD14</response>")
                .resp("<success" + SASL + ">dj14</success>")
                .orig(CLIENT + "<message to='somebody'><body>a secret</body></message>")
                .runEveryWay(parser);
        assertThat(outcome.done()).isTrue();
        assertThat(outcome.events())
                .containsExactly(
                        "identity@4 user=ward domain=hospital.example kind=person protocol=xmpp mechanism=plain outcome=failure"
                                + " reason=not-authorized cleartext=T",
                        "identity@8 user=ward domain=hospital.example kind=person protocol=xmpp mechanism=scram outcome=success cleartext=F");
    }

    @Test
    void shouldGoOnAtTheNextTagAfterAGap() {
        assertThat(ParserScript.tcp()
                        .orig(CLIENT + "<auth" + SASL + " mechanism='PLAIN'>AHdhcmQAd3Jvbmc=</auth>")
                        .resp("<?xml version='1.0'?><stream:str")
                        .gap(200)
                        .resp("m:features><failure" + SASL + "><account-disabled/></failure>")
                        .run(parser))
                .singleElement()
                .asString()
                .contains("user=ward", "outcome=failure reason=account-disabled");
    }

    @Test
    void shouldEndAtATagThatIsTooLong() {
        ParserScript.Outcome outcome = ParserScript.tcp()
                .orig(CLIENT)
                .orig("<auth " + "x".repeat(XmlTag.MAX_BYTES))
                .runEveryWay(parser);
        assertThat(outcome.done()).isTrue();
        assertThat(outcome.events()).isEmpty();
    }

    @Test
    void shouldTellXmppByItsStream() {
        assertThat(verdict(CLIENT)).isEqualTo(Verdict.YES);
        assertThat(verdict("\n<stream:stream to='x'>")).isEqualTo(Verdict.YES);
        assertThat(verdict("<?xml version='1.0'")).isEqualTo(Verdict.UNSURE);
        assertThat(verdict("<?xml version='1.0'?><stream:")).isEqualTo(Verdict.UNSURE);
        assertThat(verdict("<?xml version='1.0'?><ClinicalDocument>")).isEqualTo(Verdict.NO);
        assertThat(verdict("GET / HTTP/1.1\r\n")).isEqualTo(Verdict.NO);
    }

    private static Verdict verdict(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return XmppProbe.probe(
                new StreamView().wrap(bytes, 0, bytes.length, Direction.ORIG, false, new ConnectionId()));
    }
}
