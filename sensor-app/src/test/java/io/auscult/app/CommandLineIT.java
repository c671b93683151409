package io.auscult.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command as a person or a script uses it: what goes where, and how it ends. */
class CommandLineIT {
    private static final Path SAMPLES = Path.of(System.getProperty("auscult.root"), "sample-pcaps");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private static String sample(String name) {
        return SAMPLES.resolve(name).resolve("input.pcap").toString();
    }

    private Program auscult(String... arguments) throws IOException, InterruptedException {
        return auscult(Map.of(), arguments);
    }

    private Program auscult(Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(Distribution.HOME.resolve("bin/auscult").toString()));
        command.addAll(List.of(arguments));
        return Program.run(folder, environment, command);
    }

    @Test
    void shouldTellAPersonWhatWasFound() throws Exception {
        Program run = auscult("replay", sample("scan-hping-syn"));
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains("RED", "10.20.1.66", "10.20.2.10", "T1046", "do now", "416 packets")
                .doesNotContain("\u001b");
        assertThat(run.out().lines()).allMatch(line -> line.length() <= 80);
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void shouldTellWhatTheReadmeShows() throws Exception {
        String readme = Files.readString(SAMPLES.resolveSibling("README.md"));
        String prompt = "$ ./auscult replay sample-pcaps/scan-nmap-syn/input.pcap\n";
        int begin = readme.indexOf(prompt) + prompt.length();
        String shown = readme.substring(begin, readme.indexOf("```", begin));
        Path copy = folder.resolve("sample-pcaps/scan-nmap-syn/input.pcap");
        Files.createDirectories(copy.getParent());
        Files.copy(Path.of(sample("scan-nmap-syn")), copy);
        Program run =
                auscult(Map.of("TZ", "UTC", "LC_ALL", "C.UTF-8"), "replay", "sample-pcaps/scan-nmap-syn/input.pcap");
        assertThat(run.out()).isEqualTo(shown);
    }

    @Test
    void shouldKeepThePacketsAroundAnAlertForWireshark() throws Exception {
        Path packets = folder.resolve("packets");
        Path eve = folder.resolve("eve.json");
        Program run =
                auscult("replay", sample("scan-nmap-syn"), "--evidence", packets.toString(), "--eve", eve.toString());
        assertThat(run.out()).contains("one file for Wireshark, 604 packets");
        JsonNode alert = JSON.readTree(Files.readAllLines(eve).getFirst());
        Path file = packets.resolve(
                alert.at("/alert/context/evidence/evidence_file").asText());
        assertThat(EvidenceFileContent.read(file).packets()).hasSize(604);
        assertThat(auscult("replay", file.toString()).out()).contains("Port scan", "604 packets");
        assumeThat(Path.of("/usr/bin/tshark")).exists();
        Program read = Program.run(
                folder,
                Map.of(),
                List.of(
                        "/usr/bin/tshark",
                        "-r",
                        file.toString(),
                        "-Y",
                        "frame.comment",
                        "-T",
                        "fields",
                        "-e",
                        "frame.comment"));
        assertThat(read.out())
                .contains("scan.port_scan: SYN scan, succeeded, medium, T1046, alert "
                        + alert.at("/alert/context/id").asText());
    }

    @Test
    void shouldFindNothingInOrdinaryWork() throws Exception {
        Program run = auscult("replay", "--fail-on", "low", sample("benign-web-http"));
        assertThat(run.out()).contains("GREEN");
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void shouldSpeakTheLanguageOfTheUser() throws Exception {
        assertThat(auscult(Map.of("LC_ALL", "nl_BE.UTF-8"), "replay", sample("scan-hping-syn"))
                        .out())
                .contains("ROOD");
        assertThat(auscult(Map.of("LC_ALL", "C", "AUSCULT_SENSOR_LANGUAGE", "fr"), "replay", sample("scan-hping-syn"))
                        .out())
                .contains("ROUGE", "ÉLEVÉ");
    }

    @Test
    void shouldReadNamesAndWriteLettersWhateverTheLocale() throws Exception {
        Path capture = folder.resolve("réseau.pcap");
        Files.copy(Path.of(sample("scan-hping-syn")), capture);
        for (String locale : List.of("C", "C.UTF-8", "fr_XX.UTF-8")) { // the last is not installed anywhere
            Program run =
                    auscult(Map.of("LC_ALL", locale, "AUSCULT_SENSOR_LANGUAGE", "fr"), "replay", capture.toString());
            assertThat(run.out()).as(locale).contains("réseau.pcap", "à faire");
            assertThat(run.exitCode()).isZero();
        }
        assertThat(auscult(Map.of("LC_ALL", "fr_XX.UTF-8"), "replay", capture.toString())
                        .out())
                .contains("ROUGE");
    }

    @Test
    void shouldEndWithOneWhenAskedToFailOnFindings() throws Exception {
        assertThat(auscult("replay", "-q", "--fail-on", "high", sample("scan-hping-syn"))
                        .exitCode())
                .isEqualTo(1);
        assertThat(auscult("replay", "-q", "--fail-on", "critical", sample("scan-hping-syn"))
                        .exitCode())
                .isZero();
    }

    @Test
    void shouldEndWithTwoOnWrongUsage() throws Exception {
        Path config = Files.writeString(folder.resolve("a.yml"), "sensor:\n  lane: 2\n");
        refuses("--lines", "replay", "--lines", "2", sample("benign-dns"));
        refuses("lanes: 99", "replay", "--lanes", "99", sample("benign-dns"));
        refuses("a.yml:2: sensor.lane: unknown key (did you mean lanes?)", "config", "check", config.toString());
        refuses("a.yml:2: sensor.lane", "replay", "--config", config.toString(), sample("benign-dns"));
        refuses("expected: addresses or networks", "replay", "--local-nets", "10.0.0.0/40", sample("benign-dns"));
        refuses("INFORMATIONAL, LOW", "replay", "--fail-on", "bad", sample("benign-dns"));
        refuses("Missing required parameter", "replay");
        refuses("both on standard output", "replay", "--eve", "-", "--zeek", "-", sample("benign-dns"));
        refuses("no interface", "capture");
        refuses("no.such.rule", "rules", "show", "no.such.rule");
    }

    private void refuses(String expected, String... arguments) throws Exception {
        Program run = auscult(arguments);
        assertThat(run.exitCode()).as(String.join(" ", arguments)).isEqualTo(ExitCode.USAGE);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains(expected).doesNotContain("Exception", "\tat ");
        assertThat(run.err().lines()).hasSizeLessThanOrEqualTo(3).allMatch(line -> line.startsWith("auscult: "));
    }

    @Test
    void shouldEndWithThreeWhenTheInputCannotBeRead() throws Exception {
        Path text = Files.writeString(folder.resolve("a.txt"), "no capture");
        for (String input : List.of("missing.pcap", text.toString(), folder.toString())) {
            Program run = auscult("replay", input);
            assertThat(run.exitCode()).as(input).isEqualTo(ExitCode.INPUT);
            assertThat(run.out()).isEmpty();
            assertThat(run.err().lines()).singleElement().asString().contains("expected: pcap or pcapng");
        }
        assertThat(auscult("capture", "-i", "nosuch0").exitCode()).isEqualTo(ExitCode.INPUT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"variant-truncated", "variant-damaged"})
    void shouldEndWithFourAndTellWhatCameBefore(String name) throws Exception {
        Program run = auscult("replay", sample(name));
        assertThat(run.exitCode()).isEqualTo(ExitCode.DAMAGED);
        assertThat(run.err().lines()).singleElement().asString().contains("at byte ", "after packet ");
        assertThat(run.out()).contains("Read ", "Lost ", "after packet");
    }

    @Test
    void shouldEndWithFiveWhenAnOutputCannotBeWritten() throws Exception {
        Path file = Files.writeString(folder.resolve("in-the-way"), "");
        for (List<String> output : List.of(
                List.of("--eve", "/dev/full"),
                List.of("--zeek", file.toString()),
                List.of("--eve", folder.resolve("missing/eve.json").toString()),
                List.of("--out", file.toString()))) {
            Program run = auscult("replay", "-q", output.get(0), output.get(1), sample("scan-hping-syn"));
            assertThat(run.exitCode()).as(output.toString()).isEqualTo(ExitCode.OUTPUT);
            assertThat(run.err().lines())
                    .singleElement()
                    .asString()
                    .startsWith("auscult: ")
                    .doesNotContain("Exception");
        }
    }

    @Test
    void shouldKeepStandardOutputPure() throws Exception {
        Program run = auscult("replay", "--eve", "-", sample("scan-hping-syn"));
        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).contains("RED", "Read ");
        assertThat(run.out().lines()).isNotEmpty();
        for (String line : run.out().lines().toList()) {
            JsonNode record = JSON.readTree(line);
            assertThat(record.get("event_type").asText()).isEqualTo("alert");
            assertThat(record.at("/alert/metadata/mitre_technique_id/0").asText())
                    .isEqualTo("T1046");
            assertThat(record.at("/alert/context/actor/ip").asText()).isEqualTo("10.20.1.66");
        }
        Program quiet = auscult("replay", "--eve", "-", "--quiet", sample("scan-hping-syn"));
        assertThat(quiet.err()).isEmpty();
        assertThat(quiet.out()).isEqualTo(run.out());
        Program zeek = auscult("replay", "--zeek", "-", "-q", sample("benign-web-http"));
        assertThat(zeek.err()).isEmpty();
        List<String> logs = new ArrayList<>();
        for (String line : zeek.out().lines().toList()) {
            logs.add(JSON.readTree(line).get("_path").asText());
        }
        assertThat(logs).contains("conn", "http");
    }

    @Test
    void shouldReadFromStandardInput() throws Exception {
        Program run = Program.run(
                folder,
                Map.of(),
                List.of(
                        "sh",
                        "-c",
                        "cat \"$1\" | \"$0\" replay -",
                        Distribution.HOME.resolve("bin/auscult").toString(),
                        sample("scan-hping-syn")));
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("416 packets");
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void shouldTakeSeveralFilesAsOneTimeline() throws Exception {
        Program run = auscult("replay", sample("scan-hping-syn"), sample("benign-web-http"));
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("556 packets from", "scan-hping-syn", "benign-web-http");
    }

    @Test
    void shouldWriteTheSameWhateverTheNumberOfLanes() throws Exception {
        String[] expected = null;
        for (String lanes : List.of("0", "1", "2", "4")) {
            Path logs = folder.resolve("logs" + lanes);
            Program run = auscult(
                    "replay",
                    "-q",
                    "--lanes",
                    lanes,
                    "--eve",
                    "-",
                    "--zeek",
                    logs.toString(),
                    sample("scan-in-ward-noise"));
            StringBuilder all = new StringBuilder();
            try (Stream<Path> files = Files.list(logs)) {
                for (Path file : files.sorted().toList()) {
                    all.append(file.getFileName()).append('\n').append(Files.readString(file));
                }
            }
            String[] written = {run.out(), all.toString()};
            expected = expected == null ? written : expected;
            assertThat(written).as(lanes).isEqualTo(expected);
        }
        assertThat(expected[0]).isNotEmpty();
        assertThat(expected[1]).contains("conn.log");
    }

    @Test
    void shouldWriteEverythingIntoOneFolder() throws Exception {
        Path result = folder.resolve("result");
        Program run = auscult("replay", "--out", result.toString(), sample("scan-hping-syn"));
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(result.resolve("eve.json")).isNotEmptyFile();
        assertThat(result.resolve("zeek/conn.log")).isNotEmptyFile();
        assertThat(result.resolve("zeek/notice.log")).isNotEmptyFile();
        assertThat(result.resolve("summary.txt")).content().contains("RED").doesNotContain("\u001b");
        Program again = auscult("replay", "--out", result.toString(), sample("scan-hping-syn"));
        assertThat(again.exitCode()).isEqualTo(ExitCode.OUTPUT);
        assertThat(again.err()).contains("expected: a new or an empty folder");
    }

    @Test
    void shouldLookOnlyAtWhatTheFilterLetsThrough() throws Exception {
        assumeThat(Path.of("/usr/lib/x86_64-linux-gnu/libpcap.so.0.8"))
                .as("libpcap")
                .exists();
        Program run = auscult("replay", "--filter", "port 80", sample("scan-hping-syn"));
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("GREEN", "3 packets");
        refuses("filter", "replay", "--filter", "prt 80", sample("scan-hping-syn"));
    }

    @Test
    void shouldListAndExplainRules() throws Exception {
        Program list = auscult("rules");
        assertThat(list.out().lines().filter(line -> line.startsWith("scan."))).hasSizeGreaterThan(8);
        assertThat(auscult("rules", "show", "scan.port_scan").out())
                .contains("T1046 Network Service Discovery", "notices", "do");
        for (String line : auscult("rules", "--json").out().lines().toList()) {
            JsonNode rule = JSON.readTree(line);
            assertThat(rule.at("/recommendation/nl").asText()).isNotEmpty();
            assertThat(rule.at("/techniques/0/tactic_id").asText()).startsWith("TA");
        }
    }

    @Test
    void shouldAcceptItsOwnDefaultConfiguration() throws Exception {
        Path file = Files.writeString(
                folder.resolve("auscult.yml"), auscult("config", "default").out());
        Program check = auscult("config", "check", file.toString());
        assertThat(check.out()).contains("good, nothing differs from the default");
        assertThat(check.exitCode()).isZero();
    }

    @Test
    void shouldHelp() throws Exception {
        Program help = auscult("--help");
        for (String command : List.of("replay", "capture", "rules", "interfaces", "config", "completion", "version")) {
            assertThat(help.out()).contains("  " + command + " ");
            Program each = auscult(command, "--help");
            assertThat(each.exitCode()).isZero();
            assertThat(each.out()).startsWith("Usage: auscult " + command);
            assertThat(each.out().lines()).allMatch(line -> line.length() <= 80);
        }
        assertThat(auscult().exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(auscult("replya", "x").err()).contains("did you mean replay");
    }
}
