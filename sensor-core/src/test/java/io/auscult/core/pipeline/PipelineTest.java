package io.auscult.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.auscult.core.capture.CaptureFiles;
import io.auscult.core.capture.PacketSource;
import io.auscult.core.counter.Counter;
import io.auscult.core.event.Event;
import io.auscult.core.event.EventConsumer;
import io.auscult.core.event.LocalNets;
import io.auscult.core.flow.FlowSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same events whatever the number of lanes, bounds that hold, and failures that end in order. */
class PipelineTest {
    private static final long SECOND = 1_000_000_000L;

    /** Conversations, scans and floods between many hosts, with pauses. */
    private static Traffic manyHosts(int conversations, FlowSettings settings) {
        Random random = new Random(7);
        Traffic traffic = new Traffic().with(settings).perBlock(97);
        for (int i = 0; i < conversations; i++) {
            String client = "10.0." + random.nextInt(8) + "." + random.nextInt(250);
            String server = "10.1.0." + random.nextInt(50);
            Talk talk = traffic.tcp(client, 1024 + random.nextInt(60000), server, random.nextInt(1, 1000));
            switch (random.nextInt(6)) {
                case 0 -> talk.syn();
                case 1 -> talk.syn().respRst();
                case 2 ->
                    talk.handshake()
                            .orig("hello ")
                            .lostOrig("gone ")
                            .orig("again ")
                            .respAck()
                            .resp("yes ")
                            .close();
                case 3 -> traffic.udp(client, 5000 + i, server, 53, "ask").udp(server, 53, client, 5000 + i, "answer");
                case 4 -> talk.handshake().orig("open ");
                default -> traffic.icmp(client, server, 8, 0, new byte[8]);
            }
            traffic.pause(random.nextInt(20) == 0 ? random.nextDouble() * 20 : 0.001);
        }
        return traffic;
    }

    @Test
    void shouldGiveTheSameEventsForAnyNumberOfLanes() {
        Traffic traffic = manyHosts(3000, FlowSettings.defaults());
        List<String> alone = traffic.events(0);
        assertThat(alone).hasSizeGreaterThan(5000);
        for (int lanes : new int[] {1, 2, 3, 4, 16}) {
            assertThat(traffic.events(lanes)).as(lanes + " lanes").isEqualTo(alone);
        }
    }

    @Test
    void shouldEvictTheSameFlowsForAnyNumberOfLanes() throws IOException {
        Traffic traffic = manyHosts(
                3000, new FlowSettings(256, 5 * SECOND, 300 * SECOND, 5 * SECOND, 60 * SECOND, LocalNets.DEFAULT));
        assertThat(traffic.run(0).total(Counter.FLOWS_EVICTED)).isPositive();
        assertThat(traffic.events(4)).isEqualTo(traffic.events(0));
    }

    @Test
    void shouldKeepConversationsThroughAFloodOfSyns() {
        Traffic traffic = new Traffic()
                .with(new FlowSettings(2048, 5 * SECOND, 300 * SECOND, 5 * SECOND, 60 * SECOND, LocalNets.DEFAULT));
        Talk talk = traffic.tcp("10.0.0.1", 40000, "10.0.0.2", 443).handshake().orig("before ");
        for (int i = 0; i < 20_000; i++) {
            traffic.tcp("10." + (i >> 14) + "." + (i >> 7 & 127) + "." + (i & 127), 1000 + i % 50_000, "10.0.0.2", 80)
                    .syn()
                    .pause(-0.0009);
        }
        talk.orig("after ").close();
        assertThat(traffic.events("heard")).singleElement().asString().contains("before after ");
        assertThat(traffic.events("conn")).hasSize(20_001);
    }

    @Test
    void shouldAccountForEveryPacket() throws IOException {
        Traffic traffic = manyHosts(500, FlowSettings.defaults());
        traffic.ip("10.0.0.1", "10.0.0.2", 6, new byte[3]);
        for (int lanes : new int[] {0, 2}) {
            Pipeline pipeline = traffic.run(lanes);
            assertThat(pipeline.total(Counter.PACKETS_RECEIVED)).isEqualTo(traffic.packets());
            assertThat(unaccounted(pipeline)).isZero();
            assertThat(pipeline.total(Counter.PACKETS_DROPPED_MALFORMED)).isEqualTo(1);
            assertThat(pipeline.total(Counter.FLOWS_CREATED)).isEqualTo(pipeline.total(Counter.FLOWS_ENDED));
            assertThat(pipeline.total(Counter.FLOWS_ACTIVE)).isZero();
        }
    }

    @Test
    void shouldGoOnAfterAPacketThatMakesTheDecoderFail() throws IOException {
        Traffic traffic = new Traffic().brokenAt(3);
        traffic.tcp("10.0.0.1", 1, "10.0.0.2", 2).handshake().orig("x ").close();
        for (int lanes : new int[] {0, 2}) {
            EventTexts texts = new EventTexts("conn");
            Pipeline pipeline = traffic.run(lanes, texts);
            assertThat(pipeline.total(Counter.PACKETS_DROPPED_LANE)).isEqualTo(1);
            assertThat(unaccounted(pipeline)).isZero();
            assertThat(texts.lines()).singleElement().asString().contains("orig_pkts=4");
        }
    }

    static long unaccounted(Pipeline pipeline) {
        return pipeline.total(Counter.PACKETS_RECEIVED)
                - pipeline.total(Counter.PACKETS_PROCESSED)
                - pipeline.total(Counter.PACKETS_DROPPED_DUPLICATE)
                - pipeline.total(Counter.PACKETS_DROPPED_LINK_TYPE)
                - pipeline.total(Counter.PACKETS_DROPPED_MALFORMED)
                - pipeline.total(Counter.PACKETS_DROPPED_FRAGMENT)
                - pipeline.total(Counter.PACKETS_DROPPED_LANE);
    }

    @Test
    void shouldEndInOrderWhenAConsumerCannotWrite() {
        Traffic traffic = manyHosts(2000, FlowSettings.defaults());
        EventConsumer fullDisk = (Event event) -> {
            throw new IOException("no space left");
        };
        for (int lanes : new int[] {0, 2}) {
            assertThatThrownBy(() -> traffic.run(lanes, fullDisk))
                    .isInstanceOf(IOException.class)
                    .hasMessage("no space left");
        }
    }

    @Test
    void shouldDeliverWhatWasReadBeforeTheSourceFailed() {
        Traffic traffic = manyHosts(200, FlowSettings.defaults()).failing(new IOException("device gone"));
        for (int lanes : new int[] {0, 2}) {
            EventTexts texts = new EventTexts("conn");
            assertThatThrownBy(() -> traffic.run(lanes, texts)).hasMessage("device gone");
            assertThat(texts.lines())
                    .isEqualTo(manyHosts(200, FlowSettings.defaults()).events("conn"));
        }
    }

    @Test
    void shouldSurviveAClockThatJumps() {
        Traffic traffic = new Traffic();
        traffic.tcp("10.0.0.1", 1, "10.0.0.2", 2)
                .syn()
                .pause(-86_400)
                .synAck()
                .pause(10 * 86_400.0)
                .ack()
                .pause(-1e9)
                .orig("x ");
        assertThat(traffic.events(0)).isEqualTo(traffic.events(2)).anyMatch(e -> e.startsWith("conn"));
    }

    static Stream<Path> recordings() throws IOException {
        Path root = Path.of("..").toAbsolutePath().normalize().resolve("sample-pcaps");
        try (Stream<Path> files =
                Files.find(root, 2, (p, a) -> p.getFileName().toString().startsWith("input.pcap"))) {
            return files.sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void shouldReadEveryRecordingAlikeWithAnyNumberOfLanes(Path file) throws IOException {
        EventTexts alone = new EventTexts();
        Pipeline pipeline = run(file, 0, alone);
        assertThat(unaccounted(pipeline)).isZero();
        for (int lanes : new int[] {1, 4}) {
            EventTexts texts = new EventTexts();
            run(file, lanes, texts);
            assertThat(texts.lines()).isEqualTo(alone.lines());
        }
    }

    private static Pipeline run(Path file, int lanes, EventConsumer consumer) throws IOException {
        try (PacketSource source = CaptureFiles.open(file)) {
            Pipeline pipeline = new Pipeline(source, PipelineSettings.defaults(lanes), List.of(consumer));
            pipeline.run();
            return pipeline;
        }
    }
}
