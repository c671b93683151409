package io.auscult.export.zeek;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.auscult.core.counter.Counters;
import io.auscult.core.event.ConnectionId;
import io.auscult.core.event.Event;
import io.auscult.core.event.EventBlock;
import io.auscult.core.event.EventWriter;
import io.auscult.core.event.Field;
import io.auscult.core.event.IpAddress;
import io.auscult.core.flow.FlowEvents;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Zeek's own conn lines, read into events and written again, come out as Zeek wrote them: same members, order and values. */
class ZeekReferenceTest {
    private static final int MOST = 20_000; // lines

    @TempDir
    Path directory;

    private final ObjectMapper json = new ObjectMapper();
    private final EventWriter writer = new EventWriter(new Counters());
    private final EventBlock block = new EventBlock();

    @Test
    void shouldWriteConnLinesAsZeekDoes() throws IOException {
        Path references = Path.of(System.getProperty("auscult.shared", "../../shared"), "captures", "zeek-logs");
        assumeTrue(Files.isDirectory(references), "skipped: no Zeek logs at " + references);
        List<JsonNode> zeek = connLines(references);
        block.begin(1);
        writer.into(block);
        zeek.forEach(this::event);
        try (ZeekLogs logs = ZeekLogs.toDirectory(directory, ZeekLogs.Options.REPLAY, new Counters())) {
            Event event = new Event();
            for (int i = 0; i < block.count(); i++) {
                event.wrap(block, i);
                logs.onEvent(event);
            }
        }
        List<String> ours = Files.readAllLines(directory.resolve("conn.log"));
        assertThat(zeek).hasSizeGreaterThan(1000);
        assertThat(ours).hasSameSizeAs(zeek);
        for (int i = 0; i < ours.size(); i++) {
            assertThat(ours.get(i)).isEqualTo(line(zeek.get(i), ours.get(i)));
        }
    }

    private List<JsonNode> connLines(Path references) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(references)) {
            files = all.filter(f -> f.toString().endsWith(".jsonl")).sorted().toList();
        }
        List<JsonNode> found = new ArrayList<>();
        for (Path file : files) {
            for (String line : Files.readAllLines(file)) {
                if (line.contains("\"_path\":\"conn\"") && found.size() < MOST) {
                    found.add(json.readTree(line));
                }
            }
        }
        return found;
    }

    private void event(JsonNode line) {
        ConnectionId id = new ConnectionId();
        IpAddress orig = IpAddress.parse(line.get("id.orig_h").textValue());
        IpAddress resp = IpAddress.parse(line.get("id.resp_h").textValue());
        id.origHigh = orig.high();
        id.origLow = orig.low();
        id.origPort = line.get("id.orig_p").intValue();
        id.respHigh = resp.high();
        id.respLow = resp.low();
        id.respPort = line.get("id.resp_p").intValue();
        writer.at(nanoseconds(line.get("ts")), 1);
        writer.connection(id);
        writer.begin(FlowEvents.CONN);
        for (Field field : FlowEvents.CONN.fields()) {
            JsonNode value = line.get(field.name());
            if (value == null) {
                continue;
            }
            switch (field.kind()) {
                case TEXT -> writer.set(field, value.textValue());
                case COUNT -> writer.set(field, value.longValue());
                case BOOL -> writer.set(field, value.booleanValue());
                case INTERVAL -> writer.set(field, nanoseconds(value));
                case TEXT_LIST -> {
                    writer.beginList(field);
                    value.forEach(element -> writer.add(element.textValue()));
                    writer.endList();
                }
                default -> throw new AssertionError(field + ": " + field.kind());
            }
        }
        writer.end();
    }

    private static long nanoseconds(JsonNode seconds) {
        return micros(seconds).movePointRight(9).longValueExact();
    }

    /** Zeek prints an interval with the noise of its doubles; its clock ticks in microseconds. */
    private static BigDecimal micros(JsonNode seconds) {
        return new BigDecimal(seconds.asText()).setScale(6, RoundingMode.HALF_UP);
    }

    /** Zeek's line, but with our uid (Zeek's are longer), without noise in times and without members that our conn does not have. */
    private String line(JsonNode zeek, String ours) throws IOException {
        StringBuilder line = new StringBuilder("{");
        for (Map.Entry<String, JsonNode> member : zeek.properties()) {
            String name = member.getKey();
            boolean common = name.equals("ts") || name.equals("uid") || name.startsWith("id.");
            if (!common
                    && FlowEvents.CONN.fields().stream().noneMatch(f -> f.name().equals(name))) {
                continue;
            }
            JsonNode value = member.getValue();
            String text = switch (name) {
                case "uid" -> '"' + json.readTree(ours).get("uid").textValue() + '"';
                case "ts", "duration" -> decimal(micros(value));
                default -> value.toString();
            };
            line.append(line.length() > 1 ? "," : "")
                    .append('"')
                    .append(name)
                    .append("\":")
                    .append(text);
        }
        return line.append('}').toString();
    }

    private static String decimal(BigDecimal value) {
        String text = value.stripTrailingZeros().toPlainString();
        return text.contains(".") ? text : text + ".0";
    }
}
