package io.auscult.core.protocol.krb;

import static io.auscult.core.protocol.krb.KrbBytes.apReply;
import static io.auscult.core.protocol.krb.KrbBytes.apRequest;
import static io.auscult.core.protocol.krb.KrbBytes.element;
import static io.auscult.core.protocol.krb.KrbBytes.error;
import static io.auscult.core.protocol.krb.KrbBytes.framed;
import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.event.ConnectionId;
import io.auscult.core.protocol.Bytes;
import io.auscult.core.protocol.Direction;
import io.auscult.core.protocol.ParserScript;
import io.auscult.core.protocol.Probe.Verdict;
import io.auscult.core.protocol.StreamView;
import org.junit.jupiter.api.Test;

class KpasswdParserTest {
    private static final byte[] SEALED = element(0x75, new byte[60]);

    private final KpasswdParser parser = new KpasswdParser();

    private static byte[] message(int version, byte[] inner, byte[] rest) {
        return new Bytes()
                .u16(6 + inner.length + rest.length, version, inner.length)
                .bytes(inner)
                .bytes(rest)
                .done();
    }

    private static byte[] change() {
        return message(1, apRequest("TEST.LOCAL", 18, "kadmin", "changepw"), SEALED);
    }

    @Test
    void shouldTellThatAPasswordIsToBeChanged() {
        assertThat(ParserScript.udp()
                        .orig(change())
                        .resp(message(1, apReply(), SEALED))
                        .run(parser))
                .containsExactly(
                        "kerberos@1 message=password outcome=unknown ticket_service=kadmin/changepw"
                                + " ticket_realm=TEST.LOCAL ticket_cipher=aes256-cts-hmac-sha1-96 protocol=kpasswd",
                        "identity@2 domain=TEST.LOCAL service=kadmin/changepw protocol=kpasswd mechanism=kerberos"
                                + " encryption=aes256-cts-hmac-sha1-96 outcome=unknown cleartext=F");
    }

    @Test
    void shouldTellARefusal() {
        assertThat(ParserScript.tcp()
                        .orig(framed(change()))
                        .resp(framed(message(1, new byte[0], error(12, null, Bytes.hex("0004")))))
                        .runEveryWay(parser)
                        .events()
                        .getFirst())
                .contains("success=F", "error_msg=KDC_ERR_POLICY", "message=password outcome=failure", "error_code=12");
    }

    @Test
    void shouldBeRecognisedAndNothingElse() {
        StreamView view = new StreamView();
        ConnectionId c = new ConnectionId();
        byte[] datagram = change();
        assertThat(KpasswdParser.probe(view.wrap(datagram, 0, datagram.length, Direction.ORIG, true, c)))
                .isEqualTo(Verdict.YES);
        byte[] stream = framed(datagram);
        for (int length = 1; length <= stream.length; length++) {
            assertThat(KpasswdParser.probe(view.wrap(stream, 0, length, Direction.ORIG, false, c)))
                    .isEqualTo(length < 11 ? Verdict.UNSURE : Verdict.YES);
        }
        datagram[3] = 2;
        assertThat(KpasswdParser.probe(view.wrap(datagram, 0, datagram.length, Direction.ORIG, true, c)))
                .isEqualTo(Verdict.NO);
        assertThat(ParserScript.udp().orig("nonsense").runEveryWay(parser).rejected())
                .isTrue();
    }
}
