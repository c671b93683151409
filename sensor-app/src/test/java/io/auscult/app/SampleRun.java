package io.auscult.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.app.config.Configuration;
import io.auscult.core.alert.Alert;
import io.auscult.core.alert.AlertSink;
import io.auscult.core.capture.CaptureFiles;
import io.auscult.core.capture.PacketSource;
import io.auscult.core.capture.SourceEnd;
import io.auscult.core.counter.Counter;
import io.auscult.core.counter.Counters;
import io.auscult.export.DirectDelivery;
import io.auscult.export.eve.EveExporter;
import io.auscult.export.zeek.ZeekLogs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the sensor said about a case: the wiring of {@code auscult replay} with all logs in one file, in the order of the pipeline.
 *
 * @param events lines of all logs, {@code _path} first, but {@code attempts}, which depends on every rule
 * @param attempts lines of that
 * @param eve alerts as lines of EVE JSON
 * @param alerts the same as objects
 * @param end how the capture ended
 */
record SampleRun(String events, String attempts, String eve, List<Alert> alerts, SourceEnd end) {
    static SampleRun of(SampleCase sample, int lanes) throws IOException {
        return of(sample, sample.configuration(), lanes);
    }

    static SampleRun of(SampleCase sample, Configuration configuration, int lanes) throws IOException {
        return of(sample.input(), configuration, lanes);
    }

    static SampleRun of(Path input, Configuration configuration, int lanes) throws IOException {
        Path folder = Files.createTempDirectory("auscult-run");
        Path events = folder.resolve("events.jsonl");
        Path eve = folder.resolve("alerts.jsonl");
        List<Alert> alerts = new ArrayList<>();
        SourceEnd end;
        try {
            Counters counters = new Counters();
            try (PacketSource source = CaptureFiles.open(input);
                    ZeekLogs logs = ZeekLogs.toFile(events, ZeekLogs.Options.REPLAY, counters);
                    DirectDelivery lines = DirectDelivery.to(EveExporter.toNewFile(eve, interfacesOf(source)))) {
                List<AlertSink> sinks = List.of(lines, logs, alerts::add);
                Sensor sensor = new Sensor(source, configuration, lanes, counters, List.of(logs), sinks);
                sensor.run();
                lines.finish();
                end = source.end();
                for (Counter never :
                        List.of(Counter.PARSER_CRASHES, Counter.DETECTOR_CRASHES, Counter.EVENTS_DROPPED)) {
                    assertThat(sensor.counts().get(never))
                            .as("%s: %s", input, never)
                            .isZero();
                }
            }
            String all = read(events);
            return new SampleRun(lines(all, false), lines(all, true), read(eve), List.copyOf(alerts), end);
        } finally {
            Files.deleteIfExists(events);
            Files.deleteIfExists(eve);
            Files.delete(folder);
        }
    }

    private static IntFunction<@Nullable String> interfacesOf(PacketSource source) {
        return index -> index < source.interfaces().size() ? source.interfaces().get(index) : null;
    }

    private static String lines(String all, boolean ofAttempts) {
        return all.lines()
                .filter(line -> line.startsWith("{\"_path\":\"attempts\"") == ofAttempts)
                .map(line -> line + "\n")
                .collect(Collectors.joining());
    }

    private static String read(Path file) throws IOException {
        return Files.exists(file) ? Files.readString(file) : "";
    }
}
