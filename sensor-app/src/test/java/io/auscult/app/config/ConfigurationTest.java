package io.auscult.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.auscult.core.alert.Level;
import io.auscult.core.event.Network;
import io.auscult.rules.exception.TimeWindow;
import io.auscult.rules.role.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationTest {
    @TempDir
    private Path folder;

    private Configuration read(String yaml) throws Exception {
        return Configuration.read(write(yaml), Map.of());
    }

    private List<String> problems(String yaml) throws IOException {
        return problems(yaml, Map.of());
    }

    private List<String> problems(String yaml, Map<String, String> environment) throws IOException {
        Path file = write(yaml);
        return catchThrowableOfType(ConfigurationException.class, () -> Configuration.read(file, environment))
                .problems()
                .stream()
                .map(problem -> problem.replace(file.toString(), "a.yml"))
                .toList();
    }

    private Path write(String yaml) throws IOException {
        return Files.writeString(folder.resolve("a.yml"), yaml);
    }

    @Test
    void shouldMeanTheDefaultsWhenTheDefaultFileIsRead() throws Exception {
        Configuration read = read(DefaultFile.print());
        for (Setting<?> setting : Keys.all()) {
            if (!Keys.LISTS.contains(setting.section())) {
                assertThat(read.given()).contains(setting);
                assertThat((Object) read.get(setting)).as(setting.key()).isEqualTo(setting.fallback());
            }
        }
        assertThat(read.roles()).isEmpty();
    }

    @Test
    void shouldDocumentEveryKeyInTheDefaultFile() {
        String file = DefaultFile.print();
        String unwrapped = file.replaceAll("\n *# ", " ");
        for (Setting<?> setting : Keys.all()) {
            assertThat(unwrapped)
                    .contains(setting.name() + ":")
                    .contains(setting.type()
                            .expected()
                            .substring(0, Math.min(10, setting.type().expected().length())));
            if (!Keys.LISTS.contains(setting.section())) {
                assertThat(file).contains(setting.variable());
            }
        }
        assertThat(file.lines()).allMatch(line -> line.length() <= 125);
    }

    @Test
    void shouldReadValuesOfEveryKind() throws Exception {
        Configuration read = read("""
                sensor:
                  local_nets: [10.1.0.0/16, "fd00::/8"]
                  lanes: 4
                  language: nl
                capture:
                  buffer: 128 MiB
                  promiscuous: false
                  filter: not host 10.0.0.9
                roles:
                  - role: update-server
                    addresses: 10.0.0.5
                    reason: Windows updates
                    author: J. Peeters
                    expires: 2030-01-31
                """);
        assertThat(read.get(Keys.LOCAL_NETS)).containsExactly(Network.parse("10.1.0.0/16"), Network.parse("fd00::/8"));
        assertThat(read.get(Keys.LANES)).isEqualTo(4);
        assertThat(read.get(Keys.LANGUAGE)).isEqualTo(Language.NL);
        assertThat(read.get(Keys.BUFFER)).isEqualTo(128L << 20);
        assertThat(read.get(Keys.PROMISCUOUS)).isFalse();
        assertThat(read.get(Keys.FILTER)).isEqualTo("not host 10.0.0.9");
        assertThat(read.roles()).hasSize(1);
        assertThat(read.roles().getFirst().get(EntryKeys.ROLE_ADDRESSES)).containsExactly(Network.parse("10.0.0.5"));
        assertThat(read.roles().getFirst().get(EntryKeys.ROLE_EXPIRES)).isEqualTo("2030-01-31");
    }

    @Test
    void shouldReadExceptionsWithTheLineOfEveryValue() throws Exception {
        Configuration read = read("""
                exceptions:
                  - rules: [scan.port_scan, lateral]
                    source: 10.0.0.5
                    role: backup
                    ports: [443, 8000-8100]
                    times: ["Mon-Fri 22:00-06:00 Europe/Brussels"]
                    up_to: medium
                    reason: Nightly copy
                    author: ICT
                    expires: 2030-01-31
                """);
        Entry entry = read.exceptions().getFirst();
        assertThat(entry.get(EntryKeys.EXCEPTION_RULES)).containsExactly("scan.port_scan", "lateral");
        assertThat(entry.get(EntryKeys.EXCEPTION_TARGET)).isEmpty();
        assertThat(entry.get(EntryKeys.EXCEPTION_ROLE)).containsExactly(Role.BACKUP);
        assertThat(entry.get(EntryKeys.EXCEPTION_PORTS)).hasToString("[443, 8000-8100]");
        assertThat(entry.get(EntryKeys.EXCEPTION_TIMES)).hasToString("[Mon-Fri 22:00-06:00 Europe/Brussels]");
        assertThat(entry.get(EntryKeys.EXCEPTION_UP_TO)).isEqualTo(Level.MEDIUM);
        assertThat(entry.get(EntryKeys.EXCEPTION_DRY_RUN)).isFalse();
        assertThat(entry.place().line()).isEqualTo(2);
        assertThat(entry.place(EntryKeys.EXCEPTION_PORTS).toString()).endsWith("a.yml:5: exceptions[0].ports");
    }

    @Test
    void shouldRefuseExceptionsThatLackSomethingOrNameNoZone() throws IOException {
        assertThat(problems("exceptions:\n  - rules: scan\n    source: 10.0.0.5\n"))
                .containsExactly("a.yml:2: exceptions[0]: incomplete (expected: reason, author, expires)");
        assertThat(problems("exceptions:\n  - rules: scan\n    times: 22:00-06:00\n"))
                .containsExactly("a.yml:3: exceptions[0].times: 22:00-06:00 (expected: times with their zone, "
                        + TimeWindow.EXPECTED + ")");
        assertThat(problems("exceptions:\n  - rules: scan\n    sources: 10.0.0.5\n"))
                .containsExactly("a.yml:3: exceptions[0].sources: unknown key (did you mean source?)");
    }

    @Test
    void shouldRefuseUnknownKeysWithTheirLineAndTheOneThatWasMeant() throws IOException {
        assertThat(problems("sensor:\n  local_net: 10.0.0.0/8\n"))
                .containsExactly("a.yml:2: sensor.local_net: unknown key (did you mean local_nets?)");
        assertThat(problems("# x\n\ncaptur:\n  snaplen: 1 KiB\n"))
                .containsExactly("a.yml:3: captur: unknown key (did you mean capture?)");
        assertThat(problems("sensor:\n  filter: tcp\n"))
                .containsExactly("a.yml:2: sensor.filter: unknown key (did you mean capture.filter?)");
        assertThat(problems("http:\n  certificate: x\n"))
                .containsExactly("a.yml:2: http.certificate: unknown key (expected: bind, port)");
    }

    @Test
    void shouldSayWhatWasExpectedForWrongValues() throws IOException {
        assertThat(problems("sensor:\n  lanes: 99\n"))
                .containsExactly("a.yml:2: sensor.lanes: 99 (expected: auto, or threads, 0 to 16)");
        assertThat(problems("sensor:\n  local_nets:\n    - 10.0.0.0/8\n    - 10.0.0.300\n"))
                .containsExactly("a.yml:3: sensor.local_nets: [10.0.0.0/8, 10.0.0.300]"
                        + " (expected: addresses or networks such as 10.0.0.0/8, fd00::/8)");
        assertThat(problems("capture:\n  buffer: 64\n").getFirst())
                .isEqualTo(
                        "a.yml:2: capture.buffer: 64 (expected: size with its unit (B, KiB, MiB, GiB), 1 MiB to 1 GiB)");
        assertThat(problems("capture:\n  promiscuous: on\n"))
                .containsExactly("a.yml:2: capture.promiscuous: on (expected: true or false)");
        assertThat(problems("http:\n  port:\n"))
                .containsExactly("a.yml:2: http.port: nothing (expected: port, 0 to 65535)");
        assertThat(problems("http: 9478\n")).containsExactly("a.yml:1: http: 9478 (expected: bind, port)");
    }

    @Test
    void shouldSayAllProblemsAtOnce() throws IOException {
        assertThat(problems("sensor:\n  lanes: x\n  lang: nl\nhttp:\n  port: -1\n  port: 1\n"))
                .hasSize(4)
                .allMatch(problem -> problem.matches("a.yml:[2356]: .*"));
    }

    @Test
    void shouldRefuseIncompleteRoles() throws IOException {
        assertThat(problems("roles:\n  - role: scanner\n    addresses: 10.0.0.9\n"))
                .containsExactly("a.yml:2: roles[0]: incomplete (expected: reason, author, expires)");
        assertThat(problems("roles:\n  role: scanner\n").getFirst())
                .startsWith("a.yml:2: roles: a section (expected: a list");
    }

    @Test
    void shouldSayWhereTheFileIsNoYaml() throws IOException {
        assertThat(problems("sensor:\n  lanes: [1\n").getFirst()).startsWith("a.yml:3: not YAML: ");
        assertThat(problems("sensor:\n\tlanes: 1\n").getFirst()).startsWith("a.yml:2: not YAML: ");
    }

    @Test
    void shouldLetTheEnvironmentWin() throws Exception {
        Path file = write("sensor:\n  lanes: 4\n");
        Configuration read = Configuration.read(
                file,
                Map.of("AUSCULT_SENSOR_LANES", "2", "AUSCULT_SENSOR_LOCAL_NETS", "10.0.0.0/8, fd00::/8", "HOME", "/"));
        assertThat(read.get(Keys.LANES)).isEqualTo(2);
        assertThat(read.get(Keys.LOCAL_NETS)).hasSize(2);
    }

    @Test
    void shouldRefuseWrongAndUnknownVariables() throws IOException {
        assertThat(problems("", Map.of("AUSCULT_SENSOR_LANES", "many")))
                .containsExactly("environment: AUSCULT_SENSOR_LANES: many (expected: auto, or threads, 0 to 16)");
        assertThat(problems("", Map.of("AUSCULT_SENSOR_LANE", "1")))
                .containsExactly("environment: AUSCULT_SENSOR_LANE: unknown (did you mean AUSCULT_SENSOR_LANES?)");
    }

    @Test
    void shouldSurviveHostileFiles() throws Exception {
        assertThat(problems("a: &a [*a]\n")).isNotEmpty();
        assertThat(problems("- ".repeat(100_000)).getFirst()).contains("a.yml");
        assertThat(problems("sensor: {lanes: {a: {b: c}}}").getFirst()).contains("a section (expected: auto");
        assertThat(problems("x".repeat(5_000_000)).getFirst()).contains("too long");
        assertThat(Configuration.read(write(""), Map.of()).given()).isEmpty();
        assertThat(Configuration.read(write("# only a comment\nsensor:\n"), Map.of())
                        .given())
                .isEmpty();
    }

    @Test
    void shouldPrintWhatItReads() {
        for (String text : List.of("1 KiB", "3 B", "64 MiB", "1 GiB")) {
            ValueType<Long> type = ValueTypes.size("0 B", "8 GiB");
            assertThat(type.print().apply(type.parse().apply(List.of(text)))).containsExactly(text);
        }
        for (String text : List.of("0 ms", "90 s", "5 m", "1500 ms", "36 h", "2 d")) {
            ValueType<java.time.Duration> type = ValueTypes.duration("0 ms", "9 d");
            assertThat(type.print().apply(type.parse().apply(List.of(text)))).containsExactly(text);
        }
    }

    @Test
    void shouldTellEveryProblemOnOneLine() throws IOException {
        assertThat(problems("floc\tw" + "x".repeat(200) + ": 1\nflow: {\"a\\nb\\x9b\": 1}\n"))
                .hasSize(2)
                .allSatisfy(problem -> assertThat(problem).hasSizeLessThan(400).doesNotContainPattern("\\p{Cc}"))
                .first()
                .asString()
                .startsWith("a.yml:1: floc wxx");
    }
}
