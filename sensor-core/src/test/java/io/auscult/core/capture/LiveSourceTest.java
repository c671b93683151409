package io.auscult.core.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Live capture over veth pairs, in network namespaces that end with the test. Each test is a scenario of {@link LiveScenario}. */
class LiveSourceTest {
    @TempDir
    Path folder;

    @Test
    void shouldAccountForEveryPacketAtTopSpeed() throws Exception {
        Map<String, String> seen = run("topspeed");

        assertThat(number(seen, "packets") + number(seen, "dropped")).isEqualTo(300_000);
        assertThat(seen)
                .containsEntry("outOfOrder", "0")
                .containsEntry("timeWentBack", "0")
                .containsEntry("end", "COMPLETE")
                .containsEntry("endDetail", "");
    }

    @Test
    void shouldMergeInterfacesByTime() throws Exception {
        Map<String, String> seen = run("two");

        assertThat(seen)
                .containsEntry("first", "20000")
                .containsEntry("second", "10000")
                .containsEntry("outOfOrder", "0")
                .containsEntry("timeWentBack", "0");
    }

    @Test
    void shouldGoOnWithoutAnInterfaceThatGoesAwayAndEndWithTheLast() throws Exception {
        Map<String, String> seen = run("gone");

        assertThat(seen)
                .containsEntry("first", "1000")
                .containsEntry("second", "2000")
                .containsEntry("end", "COMPLETE");
        assertThat(seen.get("endDetail")).startsWith("v1: ").contains("; w1: ");
        assertThat(seen.get("notes")).contains("v1: ", "w1: ");
    }

    @Test
    void shouldFilterInTheKernel() throws Exception {
        Map<String, String> seen = run("filter");

        assertThat(seen).containsEntry("packets", "10").containsEntry("end", "COMPLETE");
    }

    @Test
    void shouldHandOverEmptyBlocksInTimeWithoutSpinning() throws Exception {
        Map<String, String> seen = run("idle");

        assertThat(seen).containsEntry("packets", "0").containsEntry("end", "COMPLETE");
        assertThat(number(seen, "nsABlock"))
                .isGreaterThan(LiveSource.MAX_AGE_NS / 2); // they come while nothing does, and are waited for
    }

    @Test
    void shouldNameAnInterfaceThatIsNotThere() throws Exception {
        assertThat(run("open", "nope"))
                .containsEntry("refused", "nope: no such interface (expected: one that `auscult interfaces` lists)");
    }

    @Test
    void shouldSayWhichRightIsMissing() throws Exception {
        assumeTrue(hasProgram("setpriv"), "skipped: setpriv (package util-linux) is not installed");

        assertThat(run(List.of("unshare", "-n", "setpriv", "--bounding-set=-net_raw"), "open", "lo")
                        .get("refused"))
                .startsWith("lo: no right to listen (expected: root, or CAP_NET_RAW for ");
    }

    @Test
    void shouldNameThePackageWhenLibpcapIsMissing() {
        assertThatThrownBy(() -> LibPcap.find("libpcap.so.none"))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "libpcap is not installed (expected: package libpcap0.8 on Debian and Ubuntu, libpcap on others)");
    }

    @Test
    void shouldListInterfacesWithoutRights() throws IOException {
        assumeLibpcap();

        assertThat(LiveInterface.all())
                .filteredOn(LiveInterface::loopback)
                .singleElement()
                .satisfies(loopback -> assertThat(loopback.name()).startsWith("lo"));
    }

    static void assumeLibpcap() {
        try {
            LibPcap.require();
        } catch (IOException e) {
            assumeTrue(false, "skipped: " + e.getMessage());
        }
    }

    private Map<String, String> run(String... scenario) throws Exception {
        return run(List.of("unshare", "-n"), scenario);
    }

    private Map<String, String> run(List<String> inside, String... scenario) throws Exception {
        assumeLibpcap();
        for (String program : new String[] {"unshare", "ip", "sysctl", "tcpreplay"}) {
            assumeTrue(hasProgram(program), "skipped: " + program + " is not installed");
        }
        assumeTrue(
                new ProcessBuilder("unshare", "-n", "true").start().waitFor() == 0,
                "skipped: no right to make a network namespace (root has it)");
        List<String> command = new ArrayList<>(inside);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-Xmx256m", "-cp"));
        command.add(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        command.addAll(List.of(LiveScenario.class.getName(), scenario[0], folder.toString()));
        command.addAll(List.of(scenario).subList(1, scenario.length));
        Path errors = folder.resolve("errors");
        Process process =
                new ProcessBuilder(command).redirectError(errors.toFile()).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor())
                .as("%s%n%s", output, Files.readString(errors))
                .isZero();
        Map<String, String> values = new HashMap<>();
        output.lines()
                .forEach(line ->
                        values.put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1)));
        assertThat(values).as(output).doesNotContainKey("failed");
        return values;
    }

    private static boolean hasProgram(String name) {
        return Stream.concat(Stream.of(System.getenv("PATH").split(":")), Stream.of("/usr/sbin", "/sbin"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
    }

    private static long number(Map<String, String> values, String name) {
        return Long.parseLong(values.get(name));
    }
}
