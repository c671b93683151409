package io.auscult.app;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.auscult.app.config.Configuration;
import io.auscult.core.alert.AlertSink;
import io.auscult.core.capture.CaptureFiles;
import io.auscult.core.capture.PacketSource;
import io.auscult.core.counter.Counter;
import io.auscult.core.counter.Counters;
import io.auscult.export.DirectDelivery;
import io.auscult.export.eve.EveExporter;
import io.auscult.export.zeek.ZeekLogs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** Any capture file through the whole sensor: nothing crashes, packets add up, and every line of every output is JSON in UTF-8. */
class ReplayFuzzTest {
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final Configuration CONFIGURATION = Configuration.defaults();

    @TempDir
    Path folder;

    @FuzzTest
    void captures(byte[] data) throws IOException {
        Path capture = Files.write(folder.resolve("input"), data);
        Path logs = folder.resolve("logs");
        Path eve = folder.resolve("eve");
        Files.deleteIfExists(logs); // neither is made before its first line
        Files.deleteIfExists(eve);
        PacketSource source;
        try {
            source = CaptureFiles.open(capture);
        } catch (IOException e) {
            return; // no capture file
        }
        replay(source, logs, eve);
        check(logs);
        check(eve);
    }

    private static void replay(PacketSource from, Path logs, Path eve) throws IOException {
        Counters counters = new Counters();
        try (PacketSource source = from;
                ZeekLogs zeek = ZeekLogs.toFile(logs, ZeekLogs.Options.REPLAY, counters);
                DirectDelivery lines = DirectDelivery.to(EveExporter.toNewFile(eve, index -> null))) {
            List<AlertSink> sinks = List.of(lines, zeek);
            Sensor sensor = new Sensor(source, CONFIGURATION, 0, counters, List.of(zeek), sinks);
            sensor.run();
            lines.finish();
            for (Counter never : List.of(
                    Counter.PACKETS_DROPPED_LANE,
                    Counter.PARSER_CRASHES,
                    Counter.DETECTOR_CRASHES,
                    Counter.EVENTS_DROPPED,
                    Counter.ALERTS_LOST,
                    Counter.LOG_LINES_LOST)) {
                require(sensor.counts().get(never) == 0, never.metric());
            }
            long dropped = 0;
            for (Counter counter : Counter.values()) {
                dropped += counter.name().startsWith("PACKETS_DROPPED_")
                        ? sensor.counts().get(counter)
                        : 0;
            }
            require(
                    sensor.counts().get(Counter.PACKETS_PROCESSED) + dropped
                            == sensor.counts().get(Counter.PACKETS_RECEIVED),
                    "packets add up");
            sensor.report(List.of(), List.of(), List.of());
        }
    }

    private static void check(Path file) throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        for (String line : Files.readAllLines(file)) { // throws where it is not UTF-8
            require(JSON.readTree(line).isObject(), line);
        }
    }

    private static void require(boolean held, String what) {
        if (!held) {
            throw new AssertionError(what);
        }
    }
}
