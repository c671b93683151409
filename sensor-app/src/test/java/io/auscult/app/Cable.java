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

/**
 * A cable, and the sensor at its end: a veth pair, {@code near} and {@code far}, in a network namespace of its own. Needs root, iproute2, tcpreplay and libpcap; a test says that it was skipped where
 * one is missing. One thread.
 */
final class Cable implements AutoCloseable {
    private static final Path SAMPLES = Path.of(System.getProperty("auscult.root"), "sample-pcaps");

    private final Path folder;
    private final String namespace;
    private Process sensor;

    private Cable(Path folder, String namespace) {
        this.folder = folder;
        this.namespace = namespace;
    }

    /** @param folder for what programs say @param programs that are needed besides */
    static Cable lay(Path folder, String... programs) throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "skipped: needs root");
        List<String> needed = new ArrayList<>(List.of("ip", "tcpreplay"));
        needed.addAll(List.of(programs));
        for (String program : needed) {
            assumeTrue(
                    List.of("/usr/bin", "/usr/sbin", "/bin", "/sbin").stream()
                            .anyMatch(place -> Files.exists(Path.of(place, program))),
                    "skipped: " + program + " is not installed");
        }
        Cable cable = new Cable(folder, "auscult-it-" + ProcessHandle.current().pid());
        assumeTrue(cable.ip("netns", "add", cable.namespace) == 0, "skipped: no network namespace can be made here");
        cable.here("link", "add", "near", "mtu", "65535", "type", "veth", "peer", "name", "far", "mtu", "65535");
        for (String each : List.of("lo", "near", "far")) {
            cable.here("link", "set", each, "up");
        }
        return cable;
    }

    /** {@code ip} on its network. */
    int here(String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of("-n", namespace));
        all.addAll(List.of(arguments));
        return ip(all.toArray(String[]::new));
    }

    private int ip(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(arguments));
        return Program.run(folder, Map.of(), command).exitCode();
    }

    private List<String> within(String... command) {
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
        all.addAll(List.of(command));
        return all;
    }

    /** A program on its network, to its end. */
    Program inside(String... command) throws Exception {
        return Program.run(folder, Map.of(), within(command));
    }

    /** One that goes on. @param says how the files are called that take what it says */
    Process start(String says, String... command) throws IOException {
        return new ProcessBuilder(within(command))
                .directory(folder.toFile())
                .redirectOutput(folder.resolve(says + "out").toFile())
                .redirectError(folder.resolve(says + "err").toFile())
                .start();
    }

    /** Starts the sensor at the far end. */
    void listen(String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                "env",
                "--default-signal=INT", // ignored where the tests run in the background of a script
                Distribution.HOME.resolve("bin/auscult").toString(),
                "capture",
                "-i",
                "far"));
        command.addAll(List.of(options));
        sensor = start("", command.toArray(String[]::new));
        await(() -> read("err"), text -> text.contains("listening on far"));
    }

    /** What a program said. */
    String read(String file) throws IOException {
        return Files.readString(folder.resolve(file));
    }

    interface Look {
        String now() throws Exception;
    }

    static String await(Look look, Predicate<String> good) throws Exception {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        String seen = look.now();
        while (!good.test(seen)) {
            assertThat(System.nanoTime()).as("still: " + seen).isLessThan(until);
            Thread.sleep(100);
            seen = look.now();
        }
        return seen;
    }

    /** Sends what was recorded from the near end. */
    void send(String sample) throws Exception {
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

    /** Asks the sensor to end. @return its exit code */
    int end(String signal) throws Exception {
        return end(sensor, signal);
    }

    static int end(Process process, String signal) throws Exception {
        process.descendants().forEach(child -> signal(signal, child.pid()));
        signal(signal, process.pid()); // ip has become the program by exec, or waits for it
        return exit(process);
    }

    /** Of a sensor that ends by itself. */
    int exit() throws Exception {
        return exit(sensor);
    }

    private static int exit(Process process) throws Exception {
        assertThat(process.waitFor(90, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private static void signal(String signal, long pid) {
        try {
            new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).start().waitFor();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws Exception {
        if (sensor != null) {
            sensor.destroyForcibly().waitFor();
        }
        ip("netns", "del", namespace);
    }
}
