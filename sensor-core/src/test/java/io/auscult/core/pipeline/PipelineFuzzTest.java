package io.auscult.core.pipeline;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.auscult.core.capture.MemoryCapture;
import io.auscult.core.capture.PacketBlock;
import io.auscult.core.capture.PacketSource;
import io.auscult.core.counter.Counter;
import io.auscult.core.decode.DecodeSettings;
import io.auscult.core.event.LocalNets;
import io.auscult.core.flow.FlowSettings;
import io.auscult.core.protocol.Protocols;
import io.auscult.core.stream.StreamSettings;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * Any capture file through everything: nothing crashes, packets and flows add up, and threads make no difference. The tables are small, so
 * that they overflow.
 */
class PipelineFuzzTest {
    private static final long SECOND = 1_000_000_000L;
    private static final FlowSettings FLOW =
            new FlowSettings(16 * 16, 5 * SECOND, 300 * SECOND, 5 * SECOND, 60 * SECOND, LocalNets.DEFAULT);
    private static final StreamSettings STREAM =
            new StreamSettings(StreamSettings.defaults().policy(), 1 << 14, 1 << 18);

    private final PacketBlock[] blocks = {new PacketBlock(), new PacketBlock()}; // far too large to make for each run

    @FuzzTest
    void captures(byte[] data) throws IOException {
        EventTexts alone = new EventTexts();
        run(data, 0, alone);
        if ((Arrays.hashCode(data) & 255) == 0) { // threads take far longer to start than a small capture to be read
            EventTexts texts = new EventTexts();
            run(data, 2, texts);
            if (!texts.lines().equals(alone.lines())) {
                throw new AssertionError("2 lanes differ\nalone: " + alone.lines() + "\nhere:  " + texts.lines());
            }
        }
    }

    private void run(byte[] data, int lanes, EventTexts texts) throws IOException {
        PacketSource source;
        try {
            source = MemoryCapture.open(data);
        } catch (IOException e) {
            return; // no capture file; what is said then is CaptureFuzzTest's concern
        }
        try (source) {
            Pipeline pipeline = new Pipeline(
                    source,
                    new PipelineSettings(lanes, DecodeSettings.DEFAULT, FLOW, STREAM, Protocols.ALL),
                    List.of(texts));
            if (lanes == 0) {
                pipeline.runAlone(blocks[0], blocks[1]);
            } else {
                pipeline.run();
            }
            require(PipelineTest.unaccounted(pipeline) == 0, "packets add up");
            require(
                    pipeline.total(Counter.FLOWS_CREATED) == pipeline.total(Counter.FLOWS_ENDED),
                    "flows created and ended");
            for (Counter never :
                    List.of(Counter.PACKETS_DROPPED_LANE, Counter.PARSER_CRASHES, Counter.EVENTS_DROPPED)) {
                require(pipeline.total(never) == 0, never.metric());
            }
        }
    }

    private static void require(boolean held, String what) {
        if (!held) {
            throw new AssertionError(what);
        }
    }
}
