package io.auscult.core.protocol.smb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.auscult.core.event.Event;
import io.auscult.core.event.EventConsumer;
import io.auscult.core.protocol.RealCaptures;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Public captures of SMB, held against the lines that Zeek writes for them. */
class SmbRealCapturesTest {
    private static final Path ZEEK = RealCaptures.ROOT.resolve("zeek-logs");
    private static final List<String> SOURCES = List.of(
            "zeek+zeek/testing/btest/Traces/smb", "OISF+suricata-verify", "elcabezzonn+Pcaps", "401trg+detections");

    /** Lines of a log by what Zeek tells of them. */
    private static Map<String, Integer> zeek(Path log, String name) throws Exception {
        Map<String, Integer> lines = new TreeMap<>();
        try (Stream<String> all = Files.lines(log)) {
            all.filter(line -> line.contains("\"_path\":\"" + name + "\""))
                    .forEach(line -> lines.merge(
                            member(line, "action") + member(line, "name") + member(line, "path"), 1, Integer::sum));
        }
        return lines;
    }

    private static String member(String line, String key) {
        int at = line.indexOf("\"" + key + "\":\"");
        if (at < 0) {
            return "-|";
        }
        int from = at + key.length() + 4;
        return line.substring(from, line.indexOf('"', from)).replace("\\\\", "\\") + "|";
    }

    private static String text(Event event, String field) {
        String text = event.type().fields().stream().anyMatch(f -> f.name().equals(field))
                        && event.has(event.type().field(field))
                ? event.text(event.type().field(field))
                : null;
        return (text == null ? "-" : text) + "|";
    }

    @Test
    void shouldTellWhatZeekTells() throws Exception {
        assumeTrue(RealCaptures.areHere(), "public captures are not here");
        List<Path> logs;
        try (Stream<Path> walk = Files.walk(ZEEK)) {
            logs = walk.filter(file -> file.toString().endsWith(".jsonl"))
                    .filter(file -> SOURCES.stream()
                            .anyMatch(source -> ZEEK.relativize(file).startsWith(source)))
                    .sorted()
                    .collect(Collectors.toList());
        }
        int had = 0;
        int all = 0;
        for (Path log : logs) {
            for (String name : List.of("smb_files", "smb_mapping")) {
                Map<String, Integer> expected = zeek(log, name);
                if (expected.isEmpty()) {
                    continue;
                }
                Map<String, Integer> told = new TreeMap<>();
                EventConsumer consumer = event -> {
                    if (event.type().name().equals(name)) {
                        told.merge(text(event, "action") + text(event, "name") + text(event, "path"), 1, Integer::sum);
                    }
                };
                String capture = ZEEK.relativize(log).toString();
                RealCaptures.replay(
                        RealCaptures.ROOT.resolve(capture.substring(0, capture.length() - ".jsonl".length())),
                        consumer);
                for (Map.Entry<String, Integer> line : expected.entrySet()) {
                    all += line.getValue();
                    had += Math.min(line.getValue(), told.getOrDefault(line.getKey(), 0));
                }
            }
        }
        assertThat(all).as("lines of Zeek").isGreaterThan(1_000);
        assertThat((double) had / all).as("of %s lines of Zeek", all).isGreaterThan(0.99);
    }
}
