package io.auscult.core.pipeline;

import static io.auscult.core.pipeline.Traffic.ACK;
import static io.auscult.core.pipeline.Traffic.FIN;
import static io.auscult.core.pipeline.Traffic.SYN;
import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.event.Event;
import io.auscult.core.flow.FlowEvents;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What detectors are told of the first request of each flow. */
class ContactTest {
    private static final String[] OUTCOMES = {
        "SILENT", "ANSWERED", "REFUSED", "UNREACHABLE", "UNSOLICITED", "MIDSTREAM", "ONE_SIDED"
    };

    private final Traffic traffic = new Traffic();
    private final Talk talk = traffic.tcp("10.0.0.1", 40000, "10.0.0.2", 9999);

    private List<String> outcomes() {
        List<String> outcomes = new ArrayList<>();
        try {
            traffic.run(0, (Event e) -> {
                if (e.is(FlowEvents.CONTACT)) {
                    outcomes.add(OUTCOMES[(int) e.number(FlowEvents.CONTACT_OUTCOME)] + "@" + e.packetNumber());
                }
            });
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return outcomes;
    }

    @Test
    void shouldTellAnAnswerAtOnce() {
        talk.handshake().orig("x ").close();
        assertThat(outcomes()).containsExactly("ANSWERED@2");
    }

    @Test
    void shouldTellARefusalAtOnce() {
        talk.syn().respRst();
        assertThat(outcomes()).containsExactly("REFUSED@2");
    }

    @Test
    void shouldTellSilenceWhenTheAttemptTimesOut() {
        talk.syn();
        traffic.pause(6).udp("10.0.0.8", 1, "10.0.0.9", 2, "clock");
        assertThat(outcomes()).startsWith("SILENT@2");
    }

    @Test
    void shouldKnowAOneWayMirrorByTheOriginatorGoingOn() {
        talk.syn().ack().orig("x ");
        assertThat(outcomes()).containsExactly("ONE_SIDED@2");
    }

    @Test
    void shouldNotTakeAnAnswerForARequest() {
        talk.step(1, SYN | ACK, "");
        traffic.tcp("10.0.0.3", 1, "10.0.0.4", 2).respRst();
        assertThat(outcomes()).containsExactly("UNSOLICITED@1", "UNSOLICITED@2");
    }

    @Test
    void shouldJudgeStealthProbesByTheirAnswer() {
        talk.step(0, FIN, "").respRst();
        traffic.tcp("10.0.0.3", 1, "10.0.0.4", 2).step(0, 0, "");
        traffic.tcp("10.0.0.5", 1, "10.0.0.6", 2).step(0, ACK, "").respRst();
        assertThat(outcomes()).containsExactlyInAnyOrder("REFUSED@2", "REFUSED@5", "SILENT@6");
    }

    @Test
    void shouldCallTrafficInTheMiddleMidstream() {
        talk.orig("x ").resp("y ");
        assertThat(outcomes()).containsExactly("MIDSTREAM@2");
    }

    @Test
    void shouldReadIcmpAnswers() {
        traffic.udp("10.0.0.1", 5000, "10.0.0.2", 161, "x");
        byte[] quoted = traffic.quoteLast();
        traffic.icmp("10.0.0.2", "10.0.0.1", 3, 3, quoted);
        talk.syn();
        byte[] syn = traffic.quoteLast();
        traffic.icmp("10.0.0.2", "10.0.0.1", 3, 13, syn);
        assertThat(outcomes()).containsExactly("REFUSED@2", "UNREACHABLE@4");
        assertThat(traffic.events("icmp")).hasSize(2).allMatch(e -> e.contains("about.orig_h=10.0.0.1"));
    }

    @Test
    void shouldPairEchoes() {
        traffic.icmp("10.0.0.1", "10.0.0.2", 8, 0, new byte[8]).icmp("10.0.0.2", "10.0.0.1", 0, 0, new byte[8]);
        traffic.icmp("10.0.0.1", "10.0.0.3", 8, 0, new byte[8]);
        assertThat(outcomes()).containsExactly("ANSWERED@2", "SILENT@4");
    }

    @Test
    void shouldShowWhatTheFirstPacketLookedLike() throws IOException {
        talk.window(1024).syn().synAck();
        List<String> seen = traffic.events("contact");
        assertThat(seen)
                .singleElement()
                .asString()
                .contains("flags=2")
                .contains("window=1024")
                .contains("ttl=64")
                .contains("answer_flags=18");
    }
}
