package io.auscult.core.protocol.radius;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.event.ConnectionId;
import io.auscult.core.protocol.Bytes;
import io.auscult.core.protocol.Direction;
import io.auscult.core.protocol.ParserScript;
import io.auscult.core.protocol.Probe.Verdict;
import io.auscult.core.protocol.StreamView;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RadiusParserTest {
    private static final int REQUEST = 1, ACCEPT = 2, REJECT = 3, CHALLENGE = 11;

    private final RadiusParser parser = new RadiusParser();

    private static byte[] message(int code, int id, byte[]... attributes) {
        Bytes all = new Bytes();
        for (byte[] attribute : attributes) {
            all.bytes(attribute);
        }
        byte[] content = all.done();
        return new Bytes()
                .u8(code, id)
                .u16(20 + content.length)
                .bytes(new byte[16])
                .bytes(content)
                .done();
    }

    private static byte[] attribute(int type, byte[] value) {
        return new Bytes().u8(type, 2 + value.length).bytes(value).done();
    }

    private static byte[] attribute(int type, String value) {
        return attribute(type, value.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static ParserScript script() {
        return ParserScript.udp().ports(40_000, 1812);
    }

    @Test
    void shouldTellWhoWasLetInFromWhere() {
        ParserScript.Outcome outcome = script().orig(message(
                        REQUEST,
                        7,
                        attribute(1, "nurse"),
                        attribute(2, new byte[16]),
                        attribute(4, new byte[] {10, 0, 0, 1}),
                        attribute(31, "02-C4-00-00-00-09"),
                        attribute(32, "ap-ward-3")))
                .resp(message(ACCEPT, 7, attribute(8, new byte[] {10, 0, 5, 9})))
                .runEveryWay(parser);
        assertThat(outcome.confirmed()).isTrue();
        assertThat(outcome.events())
                .containsExactly(
                        "radius@1 username=nurse mac=02:c4:00:00:00:09 framed_addr=10.0.5.9 result=success ttl=1ms"
                                + " method=pap nas_id=ap-ward-3 nas_addr=10.0.0.1",
                        "identity@2 user=nurse kind=person client_name=02:c4:00:00:00:09 service=ap-ward-3"
                                + " protocol=radius mechanism=pap outcome=success cleartext=F");
    }

    @Test
    void shouldTellWhoWasRefusedAndWhy() {
        assertThat(script().orig(message(REQUEST, 7, attribute(1, "nurse"), attribute(3, new byte[17])))
                        .resp(message(REJECT, 7, attribute(18, "bad luck")))
                        .run(parser))
                .containsExactly(
                        "radius@1 username=nurse reply_msg=bad luck result=failed ttl=1ms method=chap",
                        "identity@2 user=nurse kind=person protocol=radius mechanism=chap outcome=failure"
                                + " reason=bad luck cleartext=F");
    }

    @Test
    void shouldFollowALoginThroughItsChallenges() {
        byte[] identity = attribute(79, Bytes.hex("02010009016e757273"));
        assertThat(script().orig(message(REQUEST, 1, attribute(1, "anonymous"), identity))
                        .resp(message(CHALLENGE, 1, attribute(24, "state-1")))
                        .orig(message(
                                REQUEST,
                                2,
                                attribute(1, "anonymous"),
                                attribute(24, "state-1"),
                                attribute(79, Bytes.hex("020200061900"))))
                        .resp(message(ACCEPT, 2))
                        .run(parser))
                .containsExactly(
                        "radius@1 username=anonymous result=success ttl=3ms method=eap-peap eap_identity=nurs",
                        "identity@4 user=anonymous kind=person protocol=radius mechanism=eap-peap outcome=success"
                                + " cleartext=F");
    }

    @Test
    void shouldKeepTheLoginsOfManyUsersApart() {
        assertThat(script().orig(message(REQUEST, 1, attribute(1, "a")))
                        .orig(message(REQUEST, 2, attribute(1, "b")))
                        .resp(message(REJECT, 2))
                        .resp(message(ACCEPT, 1))
                        .run(parser))
                .filteredOn(event -> event.startsWith("radius"))
                .containsExactly(
                        "radius@2 username=b result=failed ttl=1ms", "radius@1 username=a result=success ttl=3ms");
    }

    @Test
    void shouldTellOfRequestsThatNobodyAnswered() {
        ParserScript script = script();
        for (int id = 0; id < 200; id++) {
            script.orig(message(REQUEST, id, attribute(1, "user" + id)));
        }
        assertThat(script.run(parser))
                .filteredOn(event -> event.startsWith("radius"))
                .hasSize(200)
                .allMatch(event -> event.endsWith("result=unknown"))
                .first()
                .isEqualTo("radius@1 username=user0 result=unknown");
    }

    @Test
    void shouldNotCountARepeatedRequestTwice() {
        byte[] request = message(REQUEST, 7, attribute(1, "nurse"));
        assertThat(script().orig(request).orig(request).run(parser))
                .filteredOn(event -> event.startsWith("radius"))
                .hasSize(1);
    }

    @Test
    void shouldTellOfAccounting() {
        assertThat(script().orig(message(4, 7, attribute(1, "nurse"), attribute(40, new byte[] {0, 0, 0, 1})))
                        .resp(message(5, 7))
                        .run(parser))
                .containsExactly("radius@1 username=nurse ttl=1ms acct_status=start");
    }

    @Test
    void shouldRecogniseOnlyWhatFillsItsLength() {
        byte[] whole = message(REQUEST, 7, attribute(1, "nurse"));
        assertThat(probe(whole, 1812)).isEqualTo(Verdict.YES);
        assertThat(probe(whole, 5_000)).isEqualTo(Verdict.YES);
        for (int length = 0; length < whole.length; length++) {
            assertThat(probe(Arrays.copyOf(whole, length), 1812)).isEqualTo(Verdict.NO);
        }
        assertThat(probe(message(ACCEPT, 7), 1812)).isEqualTo(Verdict.YES);
        assertThat(probe(message(ACCEPT, 7), 5_000)).isEqualTo(Verdict.NO);
        assertThat(probe(message(99, 7, attribute(1, "nurse")), 1812)).isEqualTo(Verdict.NO);
        assertThat(probe(message(REQUEST, 7, new byte[] {1, 1}), 1812)).isEqualTo(Verdict.NO);
    }

    private static Verdict probe(byte[] bytes, int port) {
        ConnectionId connection = new ConnectionId();
        connection.respPort = port;
        return RadiusProbe.probe(new StreamView().wrap(bytes, 0, bytes.length, Direction.ORIG, true, connection));
    }
}
