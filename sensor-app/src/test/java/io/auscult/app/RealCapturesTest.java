package io.auscult.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.app.config.Configuration;
import io.auscult.app.metric.Counts;
import io.auscult.core.capture.CaptureFiles;
import io.auscult.core.capture.PacketSource;
import io.auscult.core.capture.SourceEnd;
import io.auscult.core.counter.Counter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Every capture at hand through the whole sensor: it ends by itself, nothing crashes, and every packet is accounted for. */
class RealCapturesTest {
    private static final List<Counter> DROPPED = Stream.of(Counter.values())
            .filter(counter -> counter.metric().startsWith("packets_dropped_"))
            .filter(counter ->
                    counter != Counter.PACKETS_DROPPED_KERNEL && counter != Counter.PACKETS_DROPPED_INTERFACE)
            .toList();

    private static List<Path> captures(Path folder) throws IOException {
        Assumptions.assumeTrue(Files.isDirectory(folder), () -> folder + " is not there");
        List<Path> captures = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                try (PacketSource source = CaptureFiles.open(file)) {
                    captures.add(file);
                } catch (IOException e) {
                    continue; // something else lies there too
                }
            }
        }
        return captures;
    }

    @Test
    void shouldAccountForEveryPacketOfTheSamples() throws IOException {
        List<Path> captures = captures(Path.of(System.getProperty("auscult.root"), "sample-pcaps"));
        assertThat(captures).hasSizeGreaterThan(30);
        for (Path capture : captures) {
            account(capture, 0);
            account(capture, 2);
        }
    }

    @Test
    void shouldAccountForEveryPacketOfRealCaptures() throws IOException {
        for (Path capture : captures(Path.of(System.getProperty("auscult.shared"), "captures"))) {
            account(capture, 0);
        }
    }

    private static void account(Path capture, int lanes) throws IOException {
        Configuration configuration = Configuration.defaults();
        try (PacketSource source = CaptureFiles.open(capture);
                Outputs outputs = Outputs.replay(source, null, null, List.of(), null, null, null)) {
            Sensor sensor = new Sensor(source, configuration, lanes, outputs);
            sensor.run();
            Counts counts = sensor.counts();
            long dropped = DROPPED.stream().mapToLong(counts::get).sum();
            assertThat(counts.get(Counter.PACKETS_PROCESSED) + dropped)
                    .as("%s: processed and dropped", capture)
                    .isEqualTo(counts.get(Counter.PACKETS_RECEIVED));
            assertThat(counts.get(Counter.FLOWS_ENDED))
                    .as("%s: flows", capture)
                    .isEqualTo(counts.get(Counter.FLOWS_CREATED));
            for (Counter never : List.of(
                    Counter.PARSER_CRASHES,
                    Counter.DETECTOR_CRASHES,
                    Counter.PACKETS_DROPPED_LANE,
                    Counter.EVENTS_DROPPED,
                    Counter.FLOWS_ACTIVE)) {
                assertThat(counts.get(never)).as("%s: %s", capture, never).isZero();
            }
            assertThat(source.end()).isNotEqualTo(SourceEnd.OPEN);
        }
    }
}
