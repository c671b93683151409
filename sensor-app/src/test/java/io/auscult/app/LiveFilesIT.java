package io.auscult.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files of events that begin anew by size and by time while packets come over a {@link Cable}: no line is lost or doubled over that, and what is too much goes. Needs tcpdump besides. */
@Timeout(240)
class LiveFilesIT {
    private static final List<String> SAMPLES = List.of(
            "benign-dns",
            "benign-web-http",
            "benign-web-https",
            "smb2-files",
            "benign-kerberos",
            "staged-intrusion",
            "benign-rlogin",
            "scan-nmap-idle",
            "scan-nmap-syn",
            "benign-ssh-logins");
    private static final List<String> TYPES = List.of("flow", "dns", "http", "tls", "smb", "krb5", "anomaly");
    private static final int SIZE = 16 << 10; // bytes from which a file goes
    private static final int TOTAL = 48 << 10; // bytes that stay of an output

    /** Who meets for the first time is only noted in the first days of a sensor, and told in a recording. */
    private static final Pattern FIRST_MEETING =
            Pattern.compile("nobody went before|new by a protocol of administrators|(?i:hop_chain|new_admin_pair)");

    @TempDir
    private Path folder;

    private final ObjectMapper json = new ObjectMapper();
    private Cable cable;

    @BeforeEach
    void wire() throws Exception {
        cable = Cable.lay(folder, "tcpdump");
    }

    @AfterEach
    void unwire() throws Exception {
        if (cable != null) {
            cable.close();
        }
    }

    private Path configuration(String age, String total) throws IOException {
        return Files.writeString(
                folder.resolve("auscult.yml"), """
                output:
                  eve: %1$s/live/eve.json
                  eve_types: [%2$s]
                  zeek: %1$s/logs
                rotate:
                  every: 2 s
                  size: %3$d B
                  age: %4$s
                  total: %5$s
                """.formatted(folder, String.join(", ", TYPES), SIZE, age, total));
    }

    @Test
    void shouldLoseAndDoubleNoLineWhenFilesBeginAnew() throws Exception {
        Files.createDirectory(folder.resolve("live"));
        Process recorder = cable.start(
                "recorder-",
                "tcpdump",
                "-Z",
                "root",
                "-i",
                "far",
                "-U",
                "-B",
                "65536",
                "-w",
                folder + "/all.pcap",
                "ip");
        Cable.await(() -> cable.read("recorder-err"), text -> text.contains("listening on far"));
        cable.listen("--config", configuration("0 s", "0 B").toString(), "--port", "0", "--filter", "ip");
        for (int round = 0; round < 2; round++) {
            for (String sample : SAMPLES) {
                cable.send(sample);
            }
            Thread.sleep(2_500); // files of a quiet time
        }
        assertThat(cable.end("TERM")).isZero();
        assertThat(cable.read("out")).contains("Lost       nothing");
        Cable.end(recorder, "INT");
        assertThat(cable.read("recorder-err")).contains("\n0 packets dropped by kernel");

        Map<String, Integer> live = lines(folder.resolve("logs"), name -> name.endsWith(".log"));
        live.putAll(lines(folder.resolve("live"), name -> name.equals("eve-events.json") || name.equals("eve.json")));
        assertThat(replayed()).isEqualTo(live);
        assertThat(live.keySet()).contains("conn.log", "notice.log", "kerberos.log", "smb_files.log");
        assertThat(TYPES).allSatisfy(type -> assertThat(live).containsKey("event " + type));
        assertThat(archived("logs", "conn").size()).as("by time").isGreaterThanOrEqualTo(2);
        assertThat(archived("live", "eve-events").size()).as("by time").isGreaterThanOrEqualTo(2);

        keepsNoMoreThanItMay();
    }

    /** What the same packets give without any of that. */
    private Map<String, Integer> replayed() throws Exception {
        Program replay = cable.inside(
                Distribution.HOME.resolve("bin/auscult").toString(),
                "replay",
                "-q",
                "--out",
                folder.resolve("replayed").toString(),
                "--eve-types",
                String.join(",", TYPES),
                folder.resolve("all.pcap").toString());
        assertThat(replay.exitCode()).as(replay.err()).isZero();
        Map<String, Integer> lines = lines(folder.resolve("replayed/zeek"), name -> true);
        lines.putAll(lines(folder.resolve("replayed"), name -> name.equals("eve.json")));
        return lines;
    }

    /** Lines of each log, whole or in pieces, and of each kind of EVE record; each can be read, and no two are the same. */
    private Map<String, Integer> lines(Path place, Predicate<String> wanted) throws IOException {
        Map<String, Integer> count = new TreeMap<>();
        Map<String, Set<String>> seen = new HashMap<>();
        try (Stream<Path> files = Files.walk(place)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                String log = file.getFileName()
                        .toString()
                        .replaceFirst("\\.\\d{4}(-\\d{2})+(-\\d+)?\\.", ".")
                        .replace(".gz", "");
                if (!wanted.test(log)) {
                    continue;
                }
                try (BufferedReader reader = open(file)) {
                    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                        JsonNode record = json.readTree(line);
                        if (FIRST_MEETING.matcher(line).find()) {
                            continue;
                        }
                        String event = record.path("event_type").asText();
                        String rule = record.at("/alert/signature").asText();
                        count.merge(event.isEmpty() ? log : ("event " + event + " " + rule).strip(), 1, Integer::sum);
                        if (record.has("uid") && log.equals("conn.log")) {
                            assertThat(seen.computeIfAbsent(log, each -> new HashSet<>())
                                            .add(record.path("uid").asText()))
                                    .as(line)
                                    .isTrue();
                        }
                    }
                }
            }
        }
        return count;
    }

    private static BufferedReader open(Path file) throws IOException {
        InputStream in = Files.newInputStream(file);
        return new BufferedReader(new InputStreamReader(
                file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in, StandardCharsets.UTF_8));
    }

    /** In their order. */
    private List<Path> archived(String place, String log) throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve(place))) {
            return files.filter(file -> isArchived(file, log)).sorted().toList();
        }
    }

    private static boolean isArchived(Path file, String log) {
        return file.getFileName().toString().matches(log + "\\.\\d{4}-.*");
    }

    /** From the next start on. */
    private void keepsNoMoreThanItMay() throws Exception {
        List<Path> before = archived("logs", ".*");
        cable.listen("--config", configuration("0 s", TOTAL + " B").toString(), "--port", "0", "--filter", "ip");
        Cable.await(() -> Long.toString(size("logs")), size -> Long.parseLong(size) <= TOTAL);
        assertThat(cable.end("TERM")).isZero();
        List<Path> after = archived("logs", ".*");
        assertThat(after).isNotEmpty().hasSizeLessThan(before.size());
        String oldest =
                begun(after.stream().min((a, b) -> begun(a).compareTo(begun(b))).orElseThrow());
        assertThat(before)
                .filteredOn(file -> begun(file).compareTo(oldest) > 0)
                .allMatch(file -> after.contains(file) || after.contains(Path.of(file + ".gz")));

        cable.listen("--config", configuration("1 s", "0 B").toString(), "--port", "0", "--filter", "ip");
        Cable.await(() -> Long.toString(size("logs") + size("live")), "0"::equals);
        assertThat(cable.end("TERM")).isZero();
        assertThat(folder.resolve("live/auscult-journal")).isNotEmptyDirectory();
    }

    private static String begun(Path file) {
        return file.getFileName().toString().replaceFirst("^[^.]+\\.(\\d{4}(?:-\\d{2}){5}).*", "$1");
    }

    /** While the sensor takes files away. */
    private long size(String place) throws IOException {
        long[] size = new long[1];
        Files.walkFileTree(folder.resolve(place), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                size[0] += isArchived(file, ".*") ? attributes.size() : 0;
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path gone, IOException e) {
                return FileVisitResult.CONTINUE;
            }
        });
        return size[0];
    }

    @Test
    void shouldWriteEventsThatAreValidForSuricatasSchema() throws Exception {
        Path published = Path.of(System.getProperty("auscult.shared"), "schemas/eve/schema.json");
        assumeTrue(Files.isReadable(published), "skipped: no schema at " + published);
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(published), InputFormat.JSON);
        Files.createDirectory(folder.resolve("live"));
        cable.listen("--config", configuration("0 s", "0 B").toString(), "--port", "0", "--filter", "ip");
        for (String sample : SAMPLES) {
            cable.send(sample);
        }
        assertThat(cable.end("TERM")).isZero();
        Map<String, Integer> held = new HashMap<>();
        try (Stream<Path> files = Files.walk(folder.resolve("live"))) {
            for (Path file : files.filter(each -> each.getFileName().toString().matches("eve.*\\.json(\\.gz)?"))
                    .toList()) {
                try (BufferedReader reader = open(file)) {
                    for (String line : reader.lines().toList()) {
                        String type = json.readTree(line).path("event_type").asText();
                        if (held.merge(type, 1, Integer::sum) <= 40) {
                            assertThat(schema.validate(line, InputFormat.JSON))
                                    .as(line)
                                    .isEmpty();
                        }
                    }
                }
            }
        }
        assertThat(held.keySet()).containsAll(TYPES).contains("alert");
    }
}
