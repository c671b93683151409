package io.auscult.core.pipeline;

import static io.auscult.core.pipeline.Traffic.ACK;
import static io.auscult.core.pipeline.Traffic.RST;
import static io.auscult.core.pipeline.Traffic.SYN;
import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.counter.Anomaly;
import io.auscult.core.counter.Counter;
import io.auscult.core.stream.OverlapPolicy;
import io.auscult.core.stream.StreamSettings;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** TCP segments with wrong checksums: sent to deceive whoever looks on, damaged, or captured before the network card computed them. */
class WrongChecksumTest {
    private final Traffic traffic = new Traffic();
    private final Talk talk = traffic.tcp("10.0.0.1", 40000, "10.0.0.2", 9999);

    /** {@code originator|responder}, as the parser heard them. */
    private String heard() {
        List<String> events = traffic.events("heard");
        assertThat(events).hasSize(1);
        return events.getFirst().replaceFirst(".* orig=", "").replaceFirst(" resp=", "|");
    }

    private String conn() {
        List<String> events = traffic.events("conn");
        assertThat(events).hasSize(1);
        return events.getFirst();
    }

    @Test
    void shouldNotReadWhatTheReceiverDropped() throws IOException {
        talk.handshake()
                .wrongChecksums()
                .origAt(0, "fake words ")
                .soundChecksums()
                .origAt(0, "true words ")
                .resp("yes ")
                .close();
        assertThat(heard()).isEqualTo("true words |yes ");
        assertThat(traffic.run(0).total(Counter.STREAM_SEGMENTS_DOUBTFUL)).isEqualTo(1);
        assertThat(traffic.run(0).total(Anomaly.BAD_TCP_CHECKSUM)).isEqualTo(1);
    }

    @Test
    void shouldNotReadFakesAroundAndBehindTheTruth() {
        talk.handshake()
                .wrongChecksums()
                .origAt(0, "fake words all over ")
                .soundChecksums()
                .origAt(5, "words ")
                .origAt(0, "true ")
                .wrongChecksums()
                .origAt(0, "fake ")
                .soundChecksums()
                .origAt(11, "and no more ")
                .resp("yes ")
                .close();
        assertThat(heard()).isEqualTo("true words and no more |yes ");
    }

    @Test
    void shouldReadTheDamagedCopyWhenTheReceiverGotAnother() {
        talk.handshake()
                .wrongChecksums()
                .orig("one ")
                .soundChecksums()
                .resp("yes ")
                .orig("two ")
                .close();
        assertThat(heard()).isEqualTo("one two |yes ");
        assertThat(conn()).contains("missed_bytes=0");
    }

    @Test
    void shouldReadAsMuchAsIsAcknowledged() {
        talk.handshake().wrongChecksums().raw(0, ACK, 1001, "one two ").soundChecksums();
        talk.lostOrig("one ").respAck().orig("six ").resp("yes ").close();
        assertThat(heard()).isEqualTo("one six |yes ");
    }

    @Test
    void shouldReadACaptureInWhichAllChecksumsAreWrong() {
        talk.wrongChecksums()
                .handshake()
                .orig("one ")
                .resp("two ")
                .orig("three ")
                .resp("four ")
                .close();
        assertThat(heard()).isEqualTo("one three |two four ");
        assertThat(conn()).contains("conn_state=SF", "orig_bytes=10", "resp_bytes=9", "missed_bytes=0");
    }

    @Test
    void shouldReadTheSideWhoseCardComputesThem() {
        talk.wrongChecksums().syn().soundChecksums().synAck().wrongChecksums().ack();
        talk.orig("one ").soundChecksums().resp("two ").wrongChecksums().orig("three ");
        talk.soundChecksums().respAck().wrongChecksums().fin().soundChecksums().respFin();
        assertThat(heard()).isEqualTo("one three |two ");
        assertThat(conn()).contains("conn_state=SF", "missed_bytes=0");
    }

    @Test
    void shouldReadAOneWayMirrorInWhichAllChecksumsAreWrong() {
        talk.wrongChecksums().syn().ack().orig("one ").orig("two ");
        assertThat(heard()).isEqualTo("one two |");
    }

    @Test
    void shouldReadToTheEndWhatNobodyAcknowledgedWhereNoChecksumIsRight() {
        talk.wrongChecksums().handshake().orig("one ").orig("two ");
        assertThat(heard()).isEqualTo("one two |");
    }

    @Test
    void shouldRefuseWhatNobodyAcknowledgedWhereOthersAreRight() throws IOException {
        talk.handshake().orig("one ").resp("yes ").wrongChecksums().orig("fake ");
        assertThat(heard()).isEqualTo("one |yes ");
        assertThat(traffic.run(0).total(Counter.STREAM_SEGMENTS_REFUSED)).isEqualTo(1);
    }

    @Test
    void shouldNotEndNorBeginAConnectionByAForgedFlag() {
        talk.handshake().orig("one ").wrongChecksums();
        talk.raw(0, RST, 1005, "").raw(0, RST | ACK, 1005, "").raw(0, SYN, 777_777, "");
        talk.pause(20).soundChecksums().orig("two ").resp("yes ").close();
        assertThat(heard()).isEqualTo("one two |yes ");
        assertThat(conn()).contains("conn_state=SF", "history=ShADCdFf");
    }

    @Test
    void shouldNotLoseTheAnswerToAForgedAcknowledgement() {
        talk.handshake().orig("one ").wrongChecksums();
        talk.lostResp("x".repeat(4)).ack().soundChecksums();
        talk.raw(1, ACK, 5001, "yes ").close();
        assertThat(heard()).isEqualTo("one |yes ");
    }

    @Test
    void shouldHoldNoMoreThanTheBound() throws IOException {
        traffic.with(new StreamSettings(OverlapPolicy.LINUX, 2_000, 1 << 20));
        talk.handshake().orig("one ").wrongChecksums();
        for (int i = 0; i < 50; i++) {
            talk.origAt(4 + 20 * i, "twenty characters.. ");
        }
        talk.soundChecksums().origAt(4, "two ");
        assertThat(heard()).isEqualTo("one two |");
        assertThat(traffic.run(0).total(Anomaly.STREAM_HELD_LIMIT)).isEqualTo(1);
    }
}
