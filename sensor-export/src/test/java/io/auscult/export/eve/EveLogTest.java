package io.auscult.export.eve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.auscult.core.capture.CaptureFiles;
import io.auscult.core.capture.PacketSource;
import io.auscult.core.counter.Counters;
import io.auscult.core.pipeline.Pipeline;
import io.auscult.core.pipeline.PipelineSettings;
import io.auscult.export.SampleAlerts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EveLogTest {
    private static final Path ROOT = Path.of(System.getProperty("auscult.root", ".."));
    private static final Path SHARED = Path.of(System.getProperty("auscult.shared", "../../shared"));
    private static final int MOST = 60; // records of a kind that are held against the schema, each capture

    @TempDir
    Path directory;

    private final ObjectMapper json = new ObjectMapper();

    @Test
    void shouldBeValidForSuricatasSchemaWhateverWasRecorded() throws IOException {
        Path published = SHARED.resolve("schemas/eve/schema.json");
        assumeTrue(Files.isReadable(published), "skipped: no schema at " + published);
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(published), InputFormat.JSON);
        Map<EveType, Integer> seen = new EnumMap<>(EveType.class);
        Map<String, String> wrong = new TreeMap<>();
        for (Path capture : captures()) {
            Map<EveType, Integer> here = new EnumMap<>(EveType.class);
            for (String line : eve(capture, EnumSet.allOf(EveType.class))) {
                EveType type = typeOf(line);
                if (here.merge(type, 1, Integer::sum) <= MOST) {
                    seen.merge(type, 1, Integer::sum);
                    for (Error error : schema.validate(line, InputFormat.JSON)) {
                        wrong.putIfAbsent(type + " " + error, line);
                    }
                }
            }
        }
        System.out.println("records held against the schema: " + seen);
        assertThat(wrong).isEmpty();
        assertThat(seen.keySet()).containsExactlyInAnyOrder(EveType.values());
    }

    private static EveType typeOf(String line) {
        int begin = line.indexOf("\"event_type\":\"") + 14;
        return EveType.valueOf(line.substring(begin, line.indexOf('"', begin)).toUpperCase(Locale.ROOT));
    }

    private static List<Path> captures() throws IOException {
        String more = System.getProperty("auscult.captures"); // a folder besides
        try (Stream<Path> ours = Files.walk(ROOT.resolve("sample-pcaps"));
                Stream<Path> others = more == null ? Stream.empty() : Files.walk(Path.of(more))) {
            return Stream.concat(ours, others)
                    .filter(file -> file.toString().matches(".*\\.(pcap|pcapng|cap)"))
                    .sorted()
                    .toList();
        }
    }

    private List<String> eve(Path capture, Set<EveType> types) throws IOException {
        Path file = directory.resolve("eve.json");
        Files.writeString(file, "");
        try (PacketSource source = CaptureFiles.open(capture);
                EveLog log = EveLog.toNewFile(file, types, index -> null, new Counters())) {
            new Pipeline(source, PipelineSettings.defaults(0), List.of(log)).run();
        } catch (IOException e) {
            assertThat(e).as(capture.toString()).hasMessageNotContaining(file.toString());
        }
        return Files.readAllLines(file);
    }

    private JsonNode read(String line) {
        try {
            return json.readTree(line);
        } catch (IOException e) {
            throw new AssertionError(line, e);
        }
    }

    @Test
    void shouldPutAlertsOfAReplayAmongTheEvents() throws IOException {
        Path file = directory.resolve("eve.json");
        try (EveLog log = EveLog.toNewFile(file, Set.of(), index -> null, new Counters())) {
            log.raise(SampleAlerts.full(1));
            log.onEnd();
        }
        assertThat(read(Files.readString(file)).at("/alert/context/id").textValue())
                .isEqualTo("alert-1");
    }
}
