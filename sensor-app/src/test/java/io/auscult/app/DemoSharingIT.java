package io.auscult.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What deploy/demo-sharing shows to a visitor, with the program as it is distributed. Needs root, iproute2, nmap and curl. */
@Timeout(400)
class DemoSharingIT {
    private static final Pattern FIGURES = Pattern.compile(
            "demo-sharing: packet at A to alert at A ([0-9.]+) s, to the hub ([0-9.]+) s, to alert at B ([0-9.]+) s; ([0-9]+) objects shared, 0 of their lines with an address of A");

    @TempDir
    private Path folder;

    @Test
    void shouldBringAnAttackerFromOneHospitalToTheOther() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "skipped: needs root");
        for (String program : List.of("ip", "nmap", "curl")) {
            assumeTrue(
                    Files.exists(Path.of("/usr/bin", program)) || Files.exists(Path.of("/usr/sbin", program)),
                    "skipped: " + program + " is not installed");
        }
        Path script = Path.of(System.getProperty("auscult.root"), "deploy", "demo-sharing");
        Path said = folder.resolve("said");
        ProcessBuilder demo = new ProcessBuilder(
                        script.toString(), folder.resolve("demo").toString())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        demo.environment()
                .putAll(Map.of(
                        "AUSCULT", Distribution.HOME.resolve("bin/auscult").toString(),
                        "HUB_PORT", Integer.toString(freePort()),
                        "PORT_A", Integer.toString(freePort()),
                        "PORT_B", Integer.toString(freePort())));
        Process process = demo.start();
        assertThat(process.waitFor(300, TimeUnit.SECONDS)).isTrue();
        String told = Files.readString(said);
        assertThat(process.exitValue()).as(told).isZero();
        Matcher figures = FIGURES.matcher(told);
        assertThat(figures.find()).as(told).isTrue();
        assertThat(Integer.parseInt(figures.group(4))).isGreaterThan(5);
        assertThat(Double.parseDouble(figures.group(3)))
                .as("seconds from packet to alert")
                .isLessThan(30);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
