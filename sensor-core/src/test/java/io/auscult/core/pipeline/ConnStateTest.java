package io.auscult.core.pipeline;

import static io.auscult.core.pipeline.Traffic.ACK;
import static io.auscult.core.pipeline.Traffic.FIN;
import static io.auscult.core.pipeline.Traffic.RST;
import static io.auscult.core.pipeline.Traffic.SYN;
import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.event.Event;
import io.auscult.core.event.EventWriter;
import io.auscult.core.flow.FlowEvents;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Connection states, histories and counts, as Zeek's documentation of conn.log defines them. */
class ConnStateTest {
    private final Traffic traffic = new Traffic();
    private final Talk talk = traffic.tcp("10.0.0.1", 40000, "10.0.0.2", 9999);

    /** {@code state history orig_bytes resp_bytes orig_pkts resp_pkts} of each connection. */
    private List<String> conns() {
        List<String> conns = new ArrayList<>();
        try {
            traffic.run(0, (Event e) -> {
                if (e.is(FlowEvents.CONN)) {
                    conns.add(e.text(FlowEvents.CONN_STATE) + " " + e.text(FlowEvents.HISTORY) + " "
                            + e.number(FlowEvents.ORIG_BYTES) + " " + e.number(FlowEvents.RESP_BYTES) + " "
                            + e.number(FlowEvents.ORIG_PKTS) + " " + e.number(FlowEvents.RESP_PKTS));
                }
            });
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return conns;
    }

    @Test
    void shouldCallAWholeConversationSF() {
        talk.handshake().orig("hello ").resp("world! ").close();
        assertThat(conns()).containsExactly("SF ShADdFf 6 7 5 3");
    }

    @Test
    void shouldCallAnUnansweredSynS0() {
        talk.syn();
        assertThat(conns()).containsExactly("S0 S 0 0 1 0");
    }

    @Test
    void shouldKeepRepeatedSynsInOneConnectionUntilTheAttemptTimesOut() {
        talk.syn().pause(3).raw(0, SYN, 1000, "").pause(6).raw(0, SYN, 1000, "");
        assertThat(conns()).containsExactly("S0 S 0 0 2 0", "S0 S 0 0 1 0");
    }

    @Test
    void shouldCallARefusedSynREJ() {
        talk.syn().respRst();
        assertThat(conns()).containsExactly("REJ Sr 0 0 1 1");
    }

    @Test
    void shouldCallAnOpenConnectionS1() {
        talk.handshake().orig("x ");
        assertThat(conns()).containsExactly("S1 ShAD 2 0 3 1");
    }

    @Test
    void shouldTellWhoClosedHalfOfIt() {
        talk.handshake().orig("x ").fin().respAck();
        traffic.tcp("10.0.0.3", 40000, "10.0.0.2", 9999)
                .handshake()
                .orig("x ")
                .respFin()
                .ack();
        assertThat(conns()).containsExactlyInAnyOrder("S2 ShADFa 2 0 4 2", "S3 ShADf 2 0 4 2");
    }

    @Test
    void shouldTellWhoAborted() {
        talk.handshake().orig("x ").rst();
        traffic.tcp("10.0.0.3", 40000, "10.0.0.2", 9999).handshake().orig("x ").respRst();
        traffic.tcp("10.0.0.4", 40000, "10.0.0.2", 9999).syn().rst();
        assertThat(conns()).containsExactlyInAnyOrder("RSTO ShADR 2 0 4 1", "RSTR ShADr 2 0 3 2", "RSTOS0 SR 0 0 2 0");
    }

    @Test
    void shouldTellAnswersWithoutARequest() {
        talk.step(1, SYN | ACK, "").step(1, RST, "");
        assertThat(conns()).hasSize(1).first().asString().contains("H").contains("R");
    }

    @Test
    void shouldCallTrafficPickedUpInTheMiddleOTH() {
        talk.orig("in the middle ").resp("of it ");
        assertThat(conns()).containsExactly("OTH Dd 14 6 1 1");
    }

    @Test
    void shouldTurnAConversationRoundWhenTheServerIsHeardFirst() {
        traffic.tcp("10.0.0.1", 40000, "10.0.0.2", 80)
                .step(1, ACK, "from the server ")
                .orig("from the client ");
        assertThat(traffic.events("conn"))
                .singleElement()
                .asString()
                .contains("10.0.0.1:40000>10.0.0.2:80")
                .contains("history=^dD");
    }

    @Test
    void shouldTurnAReversedHandshakeRound() {
        talk.lostOrig("S").step(1, SYN | ACK, "").raw(0, SYN, 1000, "").orig("x ");
        assertThat(traffic.events("conn"))
                .singleElement()
                .asString()
                .contains("10.0.0.1:40000>10.0.0.2:9999")
                .contains("conn_state=S1");
    }

    @Test
    void shouldBeginAnewWhenPortsAreReused() {
        talk.handshake().orig("x ").close();
        talk.pause(1).starting(90000, 95000);
        traffic.tcp("10.0.0.1", 40000, "10.0.0.2", 9999)
                .starting(70000, 75000)
                .handshake()
                .orig("again ");
        assertThat(conns()).containsExactly("SF ShADFf 2 0 5 2", "S1 ShAD 6 0 3 1");
    }

    @Test
    void shouldLogRetransmissionsAtPowersOfTen() {
        talk.handshake().orig("abc ");
        for (int i = 0; i < 10; i++) {
            talk.raw(0, ACK, 1001, "abc ");
        }
        assertThat(conns()).containsExactly("S1 ShADTT 4 0 13 1");
    }

    @Test
    void shouldNoticeAZeroWindow() {
        talk.handshake().window(0).ack();
        assertThat(conns()).containsExactly("S1 ShAW 0 0 3 1");
    }

    @Test
    void shouldNotCountAKeepAliveAsData() {
        talk.handshake().orig("abc ").respAck().raw(0, ACK, 1004, "x").respAck();
        assertThat(conns()).containsExactly("S1 ShADaT 4 0 4 3");
    }

    @Test
    void shouldCountThroughAWrapOfSequenceNumbers() {
        talk.starting(-3, -2)
                .handshake()
                .orig("0123456789 ")
                .respAck()
                .orig("0123456789 ")
                .respAck()
                .close();
        assertThat(conns()).containsExactly("SF ShADaFf 22 0 6 4");
    }

    @Test
    void shouldUnderstandASimultaneousOpen() {
        talk.syn().step(1, SYN, "").raw(0, SYN | ACK, 1000, "").ack().orig("x ");
        assertThat(conns()).singleElement().asString().startsWith("S1 SsAD 2 0");
    }

    @Test
    void shouldNotBelieveFlagsThatContradictEachOther() {
        talk.step(0, SYN | FIN, "");
        assertThat(conns()).singleElement().asString().contains("Q");
        Traffic other = new Traffic();
        other.tcp("10.0.0.1", 1, "10.0.0.2", 2).step(0, FIN | RST, "");
        assertThat(other.events("conn")).singleElement().asString().contains("history=I");
    }

    @Test
    void shouldEndAnIdleConnectionAfterFiveMinutesAndAHalfOpenOneAfterOne() {
        talk.handshake().orig("x ").pause(301).orig("late ");
        assertThat(conns()).containsExactly("S1 ShAD 2 0 3 1", "OTH D 0 0 1 0");
    }

    @Test
    void shouldFollowUdpAndEndItAfterAMinute() {
        traffic.udp("10.0.0.1", 5000, "10.0.0.2", 6000, "ask").udp("10.0.0.2", 6000, "10.0.0.1", 5000, "answer");
        traffic.pause(61).udp("10.0.0.1", 5000, "10.0.0.2", 6000, "later");
        assertThat(conns()).containsExactly("SF Dd 3 6 1 1", "S0 D 0 0 1 0");
    }

    @Test
    void shouldPairEchoRequestsAndReplies() {
        traffic.icmp("10.0.0.1", "10.0.0.2", 8, 0, new byte[4]).icmp("10.0.0.2", "10.0.0.1", 0, 0, new byte[4]);
        assertThat(traffic.events("conn"))
                .singleElement()
                .asString()
                .contains("10.0.0.1:8>10.0.0.2:0")
                .contains("orig_bytes=4 resp_bytes=4")
                .contains("conn_state=OTH");
    }

    @Test
    void shouldTellTheSameUidForTheSamePackets() {
        talk.handshake().orig("x ");
        assertThat(traffic.events()).isEqualTo(traffic.events()).isNotEmpty();
    }

    @Test
    void shouldNameReuseAndJumpsOfSequenceNumbers() {
        talk.syn().raw(0, SYN, 777, "");
        assertThat(traffic.events("weird")).singleElement().asString().contains("name=SYN_seq_jump");
    }

    @Test
    void shouldBlameTheConnectionThatWasReused() throws IOException {
        talk.handshake().orig("x ");
        traffic.tcp("10.0.0.3", 40001, "10.0.0.2", 9999).handshake();
        talk.pause(0.1).raw(0, SYN, 99_999_999, "");
        List<String> blamed = new ArrayList<>();
        traffic.run(0, (Event e) -> {
            if (e.is(EventWriter.WEIRD)) {
                blamed.add(e.text(EventWriter.WEIRD_NAME) + " " + e.origHost());
            }
        });
        assertThat(blamed).containsExactly("active_connection_reuse 10.0.0.1");
    }

    @Test
    void shouldNoticeDataAfterAReset() {
        talk.handshake().orig("x ").rst().raw(0, ACK, 1003, "after ");
        assertThat(traffic.events("weird")).anyMatch(w -> w.contains("data_after_reset"));
    }

    @Test
    void shouldNotLetASpoofedResetHideWhatFollows() {
        talk.handshake().orig("before ").raw(0, RST, 99_999_999, "").orig("after ");
        assertThat(traffic.events("heard")).singleElement().asString().contains("orig=before after ");
    }
}
