package io.auscult.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The sensor on a cable: a veth pair in a network namespace of its own. Needs root, iproute2, tcpreplay and libpcap. */
@Timeout(180)
class LiveCaptureIT {
    private static final String NAMESPACE =
            "auscult-it-" + ProcessHandle.current().pid();
    private static final Path SAMPLES = Path.of(System.getProperty("auscult.root"), "sample-pcaps");

    @TempDir
    private Path folder;

    private Process sensor;

    @BeforeEach
    void wire() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "skipped: needs root");
        for (String program : List.of("/usr/sbin/ip", "/usr/bin/tcpreplay")) {
            Path inBin = Path.of(program.replace("/sbin/", "/bin/"));
            assumeTrue(
                    Files.exists(Path.of(program)) || Files.exists(inBin), "skipped: " + program + " is not installed");
        }
        assumeTrue(ip("netns", "add", NAMESPACE) == 0, "skipped: no network namespace can be made here");
        ip("-n", NAMESPACE, "link", "add", "near", "type", "veth", "peer", "name", "far");
        for (String each : List.of("lo", "near", "far")) {
            ip("-n", NAMESPACE, "link", "set", each, "up");
        }
    }

    @AfterEach
    void unwire() throws Exception {
        if (sensor != null) {
            sensor.destroyForcibly().waitFor();
        }
        ip("netns", "del", NAMESPACE);
    }

    private int ip(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(arguments));
        return Program.run(folder, Map.of(), command).exitCode();
    }

    private Program inside(String... command) throws Exception {
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", NAMESPACE));
        all.addAll(List.of(command));
        return Program.run(folder, Map.of(), all);
    }

    private void listen(String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                "ip",
                "netns",
                "exec",
                NAMESPACE,
                "env",
                "--default-signal=INT", // ignored where the tests run in the background of a script
                Distribution.HOME.resolve("bin/auscult").toString(),
                "capture",
                "-i",
                "far"));
        command.addAll(List.of(options));
        sensor = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile())
                .start();
        await(() -> read("err"), text -> text.contains("listening on far"));
    }

    private String read(String file) throws IOException {
        return Files.readString(folder.resolve(file));
    }

    private interface Look {
        String now() throws Exception;
    }

    private static String await(Look look, Predicate<String> good) throws Exception {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        String seen = look.now();
        while (!good.test(seen)) {
            assertThat(System.nanoTime()).as("still: " + seen).isLessThan(until);
            Thread.sleep(100);
            seen = look.now();
        }
        return seen;
    }

    private String ask(String path) throws Exception {
        return inside(
                        "bash",
                        "-c",
                        "exec 3<>/dev/tcp/127.0.0.1/9478; printf 'GET %s HTTP/1.1\\r\\n\\r\\n' " + path
                                + " >&3; cat <&3")
                .out();
    }

    private static long value(String metrics, String name) {
        Matcher matcher = Pattern.compile("^" + Pattern.quote(name) + " ([0-9.E+]+)$", Pattern.MULTILINE)
                .matcher(metrics);
        assertThat(matcher.find()).as(name).isTrue();
        return (long) Double.parseDouble(matcher.group(1));
    }

    private void send(String sample) throws Exception {
        Program sent = inside(
                "tcpreplay",
                "-q",
                "-K",
                "-i",
                "near",
                "--mbps",
                "20",
                SAMPLES.resolve(sample).resolve("input.pcap").toString());
        assertThat(sent.exitCode()).as(sent.err()).isZero();
    }

    private int end(String signal) throws Exception {
        sensor.descendants().forEach(child -> signal(signal, child.pid()));
        signal(signal, sensor.pid()); // ip has become the sensor by exec, or waits for it
        assertThat(sensor.waitFor(40, TimeUnit.SECONDS)).isTrue();
        return sensor.exitValue();
    }

    private static void signal(String signal, long pid) {
        try {
            new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).start().waitFor();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void shouldCountEveryPacketAndFinishInOrderWhenToldTo() throws Exception {
        listen(
                "--zeek",
                folder.resolve("logs").toString(),
                "--eve",
                folder.resolve("eve.json").toString(),
                "--filter",
                "ip and not port 9478");
        send("scan-hping-syn");
        String metrics = await(() -> ask("/metrics"), text -> value(text, "auscult_packets_received_total") >= 412);
        assertThat(metrics).startsWith("HTTP/1.1 200 OK\r\n");
        long received = value(metrics, "auscult_packets_received_total");
        long dropped = Pattern.compile(
                        "^auscult_packets_dropped_(?!kernel|interface)\\w+_total ([0-9.E+]+)$", Pattern.MULTILINE)
                .matcher(metrics)
                .results()
                .mapToLong(match -> (long) Double.parseDouble(match.group(1)))
                .sum();
        assertThat(value(metrics, "auscult_packets_processed_total") + dropped).isEqualTo(received);
        assertThat(value(metrics, "auscult_packets_dropped_kernel_total")).isZero();
        assertThat(ask("/health")).startsWith("HTTP/1.1 200 OK").contains("\"status\":\"green\"");

        assertThat(end("TERM")).isZero();
        assertThat(read("out")).contains("RED", "10.20.1.66", received + " packets from far", "Lost       nothing");
        assertThat(folder.resolve("eve.json")).isNotEmptyFile();
        assertThat(folder.resolve("logs/conn.log")).content().contains("\"conn_state\":\"REJ\"");
        assertThat(read("err").lines()).allMatch(line -> line.startsWith("auscult: "));
    }

    @Test
    void shouldHaveWrittenThePacketsAroundAlertsWhenItEnds() throws Exception {
        Path packets = folder.resolve("packets");
        listen("--port", "0", "--evidence", packets.toString(), "--filter", "ip");
        send("scan-nmap-syn");
        await(() -> read("out"), text -> text.contains("Port scan"));
        assertThat(end("TERM")).isZero();
        try (Stream<Path> files = Files.list(packets)) {
            EvidenceFileContent written =
                    EvidenceFileContent.read(files.findFirst().orElseThrow());
            assertThat(written.packets()).hasSizeGreaterThan(500);
            assertThat(written.packets())
                    .anyMatch(packet ->
                            packet.comments().stream().anyMatch(comment -> comment.startsWith("scan.port_scan: ")));
        }
    }

    @Test
    void shouldFinishInOrderOnInterrupt() throws Exception {
        listen("--port", "0");
        assertThat(end("INT")).isZero();
        assertThat(read("out")).contains("Read ");
    }

    @Test
    void shouldSayThatTheInterfaceWentAway() throws Exception {
        listen();
        assertThat(ip("-n", NAMESPACE, "link", "del", "far")).isZero();
        assertThat(sensor.waitFor(40, TimeUnit.SECONDS)).isTrue();
        assertThat(sensor.exitValue()).isEqualTo(ExitCode.INPUT);
        assertThat(read("err")).contains("far").doesNotContain("Exception");
        assertThat(read("out")).contains("Read ");
    }

    @Test
    void shouldSayThatThePortIsTaken() throws Exception {
        listen();
        Program second = inside(Distribution.HOME.resolve("bin/auscult").toString(), "capture", "-i", "near");
        assertThat(second.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(second.err().lines()).singleElement().asString().contains("9478", "expected: a free port");
    }
}
