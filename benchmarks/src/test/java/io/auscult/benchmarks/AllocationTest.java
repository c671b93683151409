package io.auscult.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.auscult.core.event.Event;
import io.auscult.core.event.EventConsumer;
import io.auscult.core.pipeline.Pipeline;
import io.auscult.core.pipeline.PipelineSettings;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The path of a packet, from block to event, leaves no garbage once warm. Tables and pools may still grow now and then, hence not exactly zero; one object of the smallest
 * size for each packet would be 16. What happens once in a process, such as loading a class under a coverage agent, also counts for the thread that it happens on: a run over
 * the limit is repeated, and garbage of the path itself is there every time.
 */
class AllocationTest {
    private static final int PACKETS = 2_000_000;
    private static final double ALLOWED = 0.5; // bytes a packet

    private static final int RUNS = 3; // at most

    /** Notes what the thread has allocated when four fifths of the packets have passed, and at the end of the packets. */
    private static final class Meter implements EventConsumer {
        private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        private final RecordedTraffic traffic;
        private long half = -1;
        private long end;
        private long halfPackets;
        private long endPackets;

        Meter(RecordedTraffic traffic) {
            this.traffic = traffic;
        }

        @Override
        public void onEvent(Event event) {}

        @Override
        public void onBlockEnd(long nowNs) {
            if (half < 0 && traffic.packets() > PACKETS * 4L / 5) {
                half = threads.getCurrentThreadAllocatedBytes(); // the call itself leaves some, so it is made twice
                // only
                halfPackets = traffic.packets();
            }
            if (end == 0 && traffic.packets() >= PACKETS) {
                end = threads.getCurrentThreadAllocatedBytes();
                endPackets = traffic.packets();
            }
        }

        double bytesPerPacket() {
            return (double) (end - half) / (endPackets - halfPackets);
        }
    }

    @ParameterizedTest
    @EnumSource(Recordings.class)
    void shouldAllocateNothingPerPacketOnceWarm(Recordings recordings) throws IOException {
        double least = Double.MAX_VALUE;
        for (int run = 0; run < RUNS && least >= ALLOWED; run++) {
            least = Math.min(least, bytesPerPacket(recordings));
        }
        assertThat(least).as("bytes allocated per packet").isLessThan(ALLOWED);
    }

    private static double bytesPerPacket(Recordings recordings) throws IOException {
        RecordedTraffic traffic = recordings.load().play(PACKETS);
        Meter meter = new Meter(traffic);
        new Pipeline(traffic, PipelineSettings.defaults(0), List.of(meter)).run();
        System.out.println(recordings + ": " + meter.bytesPerPacket() + " bytes a packet");
        assertThat(meter.endPackets - meter.halfPackets).isGreaterThan(PACKETS / 6);
        return meter.bytesPerPacket();
    }
}
