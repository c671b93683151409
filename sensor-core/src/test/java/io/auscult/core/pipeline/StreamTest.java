package io.auscult.core.pipeline;

import static io.auscult.core.pipeline.Traffic.ACK;
import static io.auscult.core.pipeline.Traffic.SYN;
import static io.auscult.core.pipeline.Traffic.URG;
import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.counter.Anomaly;
import io.auscult.core.counter.Counter;
import io.auscult.core.protocol.Probe;
import io.auscult.core.protocol.Protocol;
import io.auscult.core.stream.OverlapPolicy;
import io.auscult.core.stream.StreamSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reassembly as a parser sees it. */
class StreamTest {
    private final Traffic traffic = new Traffic();
    private final Talk talk = traffic.tcp("10.0.0.1", 40000, "10.0.0.2", 9999);

    /** {@code originator|responder}, as the parser heard them. */
    private String heard() {
        List<String> events = traffic.events("heard");
        assertThat(events).hasSize(1);
        return events.getFirst().replaceFirst(".* orig=", "").replaceFirst(" resp=", "|");
    }

    @Test
    void shouldDeliverBothDirectionsInOrder() {
        talk.handshake().orig("GET me ").resp("200 OK ").orig("and more ").close();
        assertThat(heard()).isEqualTo("GET me and more |200 OK ");
    }

    @Test
    void shouldKeepWhatTheParserLeft() {
        talk.handshake().orig("on").orig("e tw").orig("o ").close();
        assertThat(heard()).isEqualTo("one two |");
    }

    @Test
    void shouldWaitForAHoleToFill() {
        talk.handshake().origAt(4, "two ").origAt(8, "three ").origAt(0, "one ").close();
        assertThat(heard()).isEqualTo("one two three |");
    }

    @Test
    void shouldLeaveOutWhatWasSeenBefore() {
        talk.handshake()
                .orig("one ")
                .origAt(0, "one ")
                .origAt(0, "one two ")
                .origAt(2, "e two three ")
                .close();
        assertThat(heard()).isEqualTo("one two three |");
    }

    @Test
    void shouldReportAGapWhenTheOtherSideHasAcknowledgedIt() {
        talk.handshake()
                .orig("one ")
                .lostOrig("lost ")
                .orig("three ")
                .respAck()
                .orig("four ")
                .close();
        assertThat(heard()).isEqualTo("one [5]three four |");
        assertThat(traffic.events("conn").getFirst()).contains("missed_bytes=5").contains("history=ShADaGFf");
    }

    @Test
    void shouldReportAGapAtTheEndOfAOneWayMirror() {
        talk.syn().ack().orig("one ").lostOrig("lost ").orig("three ");
        assertThat(heard()).isEqualTo("one [5]three |");
    }

    @Test
    void shouldRecogniseAProtocolBehindAGap() {
        talk.handshake().lostOrig("all lost ").respAck().orig("one ").close();
        assertThat(heard()).isEqualTo("one |");
    }

    @Test
    void shouldReadTheRestOfACutPacketAsAGap() {
        talk.handshake()
                .snap(44)
                .orig("one two ")
                .snap(Integer.MAX_VALUE)
                .respAck()
                .orig("three ")
                .close();
        assertThat(heard()).isEqualTo("one [4]three |");
    }

    @Test
    void shouldGiveUpAHoleAtTheBoundOfHeldBytes() throws IOException {
        traffic.with(new StreamSettings(OverlapPolicy.LINUX, 1000, 1 << 20));
        talk.handshake().orig("one ").lostOrig("lost ");
        for (int i = 0; i < 60; i++) {
            talk.orig("twenty characters.. ");
        }
        assertThat(heard()).startsWith("one [5]twenty");
        assertThat(traffic.run(0).total(Anomaly.STREAM_HELD_LIMIT)).isEqualTo(1);
    }

    @Test
    void shouldGiveUpAsManyHolesAsTheBoundAsksFor() {
        traffic.with(new StreamSettings(OverlapPolicy.LINUX, 2000, 1 << 20));
        talk.handshake().origAt(0, "a ").origAt(4, "x ").origAt(7, "x ");
        for (int at : new int[] {100, 2000}) {
            talk.origAt(at, "y".repeat(1399) + " ");
        }
        talk.origAt(9, "z".repeat(90) + " ").close();
        assertThat(heard()).startsWith("a [2]x [1]x [91]yyy").doesNotContain("z");
    }

    @Test
    void shouldDropAndCountSegmentsWhenTheShardHasNoMemoryLeft() throws IOException {
        traffic.with(new StreamSettings(OverlapPolicy.LINUX, 1 << 20, 16 * 512));
        talk.handshake().orig("one ").lostOrig("lost ");
        for (int i = 0; i < 10; i++) {
            talk.orig("twenty characters.. ");
        }
        assertThat(traffic.run(0).total(Counter.STREAM_SEGMENTS_DROPPED)).isEqualTo(8);
        assertThat(heard()).isEqualTo("one [5]" + "twenty characters.. ".repeat(2) + "|");
    }

    @ParameterizedTest
    @CsvSource({
        // held is AAAA at 4..8; the newcomer comes before it, behind it, on it (longer), around it
        "FIRST,   2, BBBB, ..BBAAAA..",
        "LAST,    2, BBBB, ..BBBBAA..",
        "BSD,     2, BBBB, ..BBBBAA..",
        "LINUX,   2, BBBB, ..BBBBAA..",
        "WINDOWS, 2, BBBB, ..BBAAAA..",
        "FIRST,   6, BBBB, ....AAAABB",
        "LAST,    6, BBBB, ....AABBBB",
        "BSD,     6, BBBB, ....AAAABB",
        "LINUX,   6, BBBB, ....AAAABB",
        "WINDOWS, 6, BBBB, ....AAAABB",
        "FIRST,   4, BBBBBB, ....AAAABB",
        "LAST,   4, BBBBBB, ....BBBBBB",
        "BSD,     4, BBBBBB, ....AAAABB",
        "LINUX,   4, BBBBBB, ....BBBBBB",
        "WINDOWS, 4, BBBBBB, ....AAAABB",
        "FIRST,   2, BBBBBBBB, ..BBAAAABB",
        "LAST, 2, BBBBBBBB, ..BBBBBBBB",
        "BSD,     2, BBBBBBBB, ..BBBBBBBB",
        "LINUX,   2, BBBBBBBB, ..BBBBBBBB",
        "WINDOWS, 2, BBBBBBBB, ..BBBBBBBB"
    })
    void shouldResolveOverlapsAsTheTargetWould(OverlapPolicy policy, int at, String bytes, String result) {
        traffic.with(new StreamSettings(policy, 1 << 20, 1 << 20));
        talk.handshake().origAt(4, "AAAA").origAt(at, bytes);
        for (int i = 0; i < result.length(); i++) {
            if (result.charAt(i) == '.') {
                talk.origAt(i, ".");
            }
        }
        talk.origAt(result.length(), " ").close();
        assertThat(heard()).isEqualTo(result + " |");
        assertThat(traffic.events("weird")).singleElement().asString().contains("rexmit_inconsistency");
    }

    @Test
    void shouldDeliverThroughAWrapOfSequenceNumbers() {
        talk.starting(-4, -2)
                .handshake()
                .orig("one two ")
                .origAt(12, "four ")
                .origAt(8, "thr ")
                .resp("yes ")
                .close();
        assertThat(heard()).isEqualTo("one two thr four |yes ");
    }

    @Test
    void shouldReadDataOfASynAndOfAFin() {
        talk.step(0, SYN, "early ").synAck().ack().fin("late ").respFin();
        assertThat(heard()).isEqualTo("early late |");
    }

    @Test
    void shouldPickUpAStreamInTheMiddle() {
        talk.orig("some ").resp("words ").orig("more ");
        assertThat(heard()).isEqualTo("some more |words ");
    }

    @Test
    void shouldKeepUrgentDataInTheStreamAndNameIt() {
        talk.handshake().step(0, URG | ACK, "urgent ").close();
        assertThat(heard()).isEqualTo("urgent |");
        assertThat(traffic.events("weird")).singleElement().asString().contains("TCP_urgent_data");
    }

    @Test
    void shouldGoOnWithoutAParserThatCrashed() throws IOException {
        talk.handshake().orig("one ").orig("crash ").orig("two ").close();
        traffic.tcp("10.0.0.3", 40000, "10.0.0.2", 9999)
                .handshake()
                .orig("fine ")
                .close();
        assertThat(traffic.run(0).total(Counter.PARSER_CRASHES)).isEqualTo(1);
        assertThat(traffic.events("heard")).singleElement().asString().contains("fine");
        assertThat(traffic.events("conn")).hasSize(2);
    }

    @Test
    void shouldTakeOffAParserThatRejects() throws IOException {
        talk.handshake().orig("one ").orig("reject ").orig("two ").close();
        assertThat(traffic.events("heard")).isEmpty();
        assertThat(traffic.run(0).total(Counter.PARSERS_REJECTED)).isEqualTo(1);
    }

    @Test
    void shouldLetAParserEndEarly() {
        talk.handshake().orig("one ").orig("done ").orig("two ").close();
        assertThat(heard()).isEqualTo("one |");
    }

    @Test
    void shouldGiveAnUnsureProbeMoreBytesOfBothDirections() {
        Probe fourBytes = first ->
                first.length() < 4 ? Probe.Verdict.UNSURE : first.u8(3) == '!' ? Probe.Verdict.YES : Probe.Verdict.NO;
        traffic.with(new Protocol("heard", true, false, List.of(), fourBytes, Heard::new, List.of(Heard.HEARD)));
        talk.handshake().resp("hi ").orig("ab").orig("c! ").resp("there ").close();
        assertThat(heard()).isEqualTo("abc! |hi there ");
        assertThat(traffic.events("conn").getFirst()).contains("service=heard");
    }

    @Test
    void shouldReadDatagramsOneByOne() {
        traffic.udp("10.0.0.1", 5000, "10.0.0.2", 6000, "ask").udp("10.0.0.2", 6000, "10.0.0.1", 5000, "answer");
        assertThat(heard()).isEqualTo("ask|answer");
    }

    @Test
    void shouldGiveUpWhatAParserNeverEats() {
        talk.handshake();
        for (int i = 0; i < 200; i++) {
            talk.orig("x".repeat(1000));
        }
        talk.orig(" end ").close();
        assertThat(heard()).startsWith("[132000]xxx");
    }

    @Test
    void shouldGiveUpAHoleBehindTooManyTinySegments() {
        traffic.with(new StreamSettings(OverlapPolicy.LINUX, 16 * 512, 1 << 20));
        talk.handshake().origAt(0, "a ");
        for (int i = 0; i < 17; i++) {
            talk.origAt(4 + 3 * i, "x ");
        }
        talk.origAt(2, "! ").close();
        assertThat(heard()).startsWith("a [2]x [1]x ").doesNotContain("!");
        assertThat(traffic.events("weird")).singleElement().asString().contains("tcp_reassembly_limit");
    }

    @Test
    void shouldTakeTheParserOffTheFlowThatKeptMuchForTheLongestTime() throws IOException {
        traffic.with(new StreamSettings(OverlapPolicy.LINUX, 1 << 20, 16 * 65_536)); // four messages of 16 KiB a shard
        List<Talk> talks = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            talks.add(traffic.tcp("10.0.0.1", 50_000 + i, "10.0.0.2", 9999)
                    .handshake()
                    .orig("w" + i + "x".repeat(9_000)));
        }
        for (Talk each : talks) {
            each.orig("! ").close();
        }
        List<String> heard = traffic.events("heard");
        assertThat(heard).hasSize(6);
        assertThat(heard.subList(0, 2)).allMatch(line -> line.contains(":5000") && line.endsWith("orig= resp="));
        for (int i = 2; i < 6; i++) {
            assertThat(heard.get(i)).startsWith("heard 10.0.0.1:5000" + i + ">").endsWith("!  resp=");
        }
        for (int lanes : new int[] {0, 2}) {
            assertThat(traffic.run(lanes).total(Counter.PARSERS_DROPPED)).isEqualTo(2);
        }
        assertThat(traffic.events(2)).isEqualTo(traffic.events(0));
    }
}
