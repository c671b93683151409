package io.auscult.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The sensor on a {@link Cable}. */
@Timeout(180)
class LiveCaptureIT {
    @TempDir
    private Path folder;

    private Cable cable;

    @BeforeEach
    void wire() throws Exception {
        cable = Cable.lay(folder);
    }

    @AfterEach
    void unwire() throws Exception {
        if (cable != null) {
            cable.close();
        }
    }

    private String ask(String path) throws Exception {
        return cable.inside(
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

    private static long received(String metrics) {
        return value(metrics, "auscult_packets_received_total");
    }

    /** Whether each packet that was received is processed, or dropped for a reason: other threads count that than the one that receives. */
    private static boolean isSettled(String metrics) {
        long dropped = Pattern.compile(
                        "^auscult_packets_dropped_(?!kernel|interface)\\w+_total ([0-9.E+]+)$", Pattern.MULTILINE)
                .matcher(metrics)
                .results()
                .mapToLong(match -> (long) Double.parseDouble(match.group(1)))
                .sum();
        return value(metrics, "auscult_packets_processed_total") + dropped == received(metrics);
    }

    @Test
    void shouldCountEveryPacketAndFinishInOrderWhenToldTo() throws Exception {
        cable.listen(
                "--zeek",
                folder.resolve("logs").toString(),
                "--eve",
                folder.resolve("eve.json").toString(),
                "--filter",
                "ip and not port 9478");
        cable.send("scan-hping-syn");
        String metrics = Cable.await(() -> ask("/metrics"), text -> received(text) >= 412 && isSettled(text));
        assertThat(metrics).startsWith("HTTP/1.1 200 OK\r\n");
        long received = received(metrics);
        assertThat(value(metrics, "auscult_packets_dropped_kernel_total")).isZero();
        assertThat(ask("/health")).startsWith("HTTP/1.1 200 OK").contains("\"status\":\"green\"");

        assertThat(cable.end("TERM")).isZero();
        assertThat(cable.read("out"))
                .contains("RED", "10.20.1.66", received + " packets from far", "Lost       nothing");
        assertThat(folder.resolve("eve.json")).isNotEmptyFile();
        assertThat(folder.resolve("logs/conn.log")).content().contains("\"conn_state\":\"REJ\"");
        assertThat(cable.read("err").lines()).allMatch(line -> line.startsWith("auscult: "));
    }

    @Test
    void shouldHaveWrittenThePacketsAroundAlertsWhenItEnds() throws Exception {
        Path packets = folder.resolve("packets");
        cable.listen("--port", "0", "--evidence", packets.toString(), "--filter", "ip");
        cable.send("scan-nmap-syn");
        Cable.await(() -> cable.read("out"), text -> text.contains("Port scan"));
        assertThat(cable.end("TERM")).isZero();
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
        cable.listen("--port", "0");
        assertThat(cable.end("INT")).isZero();
        assertThat(cable.read("out")).contains("Read ");
    }

    @Test
    void shouldSayThatTheInterfaceWentAway() throws Exception {
        cable.listen();
        assertThat(cable.here("link", "del", "far")).isZero();
        assertThat(cable.exit()).isEqualTo(ExitCode.INPUT);
        assertThat(cable.read("err")).contains("far").doesNotContain("Exception");
        assertThat(cable.read("out")).contains("Read ");
    }

    @Test
    void shouldSayThatThePortIsTaken() throws Exception {
        cable.listen();
        Program second = cable.inside(Distribution.HOME.resolve("bin/auscult").toString(), "capture", "-i", "near");
        assertThat(second.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(second.err().lines()).singleElement().asString().contains("9478", "expected: a free port");
    }
}
