package io.auscult.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that journals and exports is killed (SIGKILL) at random moments, again and again, and started again. */
class KillTest {
    private static final int KILLS = Integer.getInteger("auscult.kills", 8);
    private static final int MOST_STARTS = 10;
    private static final int OVERLAP =
            5; // alerts that are raised once more after each start, as a second look at packets would

    @TempDir
    Path directory;

    private final List<Long> startMs = new ArrayList<>();

    @Test
    void shouldLoseNothingAndTellNothingTwice() throws Exception {
        Files.createFile(directory.resolve(JournalVictim.ROTATE));
        Random random = new Random();
        int journaled = 0;
        for (int i = 0; i < KILLS; i++) {
            Process victim = start(Math.max(1, journaled - OVERLAP), Integer.MAX_VALUE);
            journaled = Math.max(journaled, runUntilKilled(victim, random.nextInt(400)));
        }
        Process last = start(Math.max(1, journaled - OVERLAP), journaled + 10);
        journaled = Math.max(journaled, read(last));
        assertThat(last.waitFor(90, TimeUnit.SECONDS)).isTrue();
        assertThat(last.exitValue()).as(Files.readString(errors())).isZero();
        List<String> expected = SampleAlerts.ids(1, journaled);
        assertThat(ids().stream().sorted().toList())
                .isEqualTo(expected.stream().sorted().toList());
        assertThat(archived()).as("files that went to the archive").isNotEmpty();
        System.out.println("KillTest: " + KILLS + " kills, " + journaled + " alerts, first alert after ms: " + startMs);
    }

    @Test
    void shouldBringEveryAlertToReceiversThatFailStallAndLie() throws Exception {
        Random random = new Random();
        long seed = random.nextLong();
        try (FaultyReceiver fails = new FaultyReceiver(FaultyReceiver.Fault.FAILS, seed);
                FaultyReceiver stalls = new FaultyReceiver(FaultyReceiver.Fault.STALLS, seed);
                FaultyReceiver lies = new FaultyReceiver(FaultyReceiver.Fault.LIES, seed)) {
            int[] ports = {fails.port(), stalls.port(), lies.port()};
            int journaled = 0;
            for (int i = 0; i < KILLS; i++) {
                Process victim = start(Math.max(1, journaled - OVERLAP), Integer.MAX_VALUE, ports);
                journaled = Math.max(journaled, runUntilKilled(victim, random.nextInt(400)));
            }
            int most = Math.max(journaled + 10, 50 * KILLS);
            List<FaultyReceiver> receivers = List.of(fails, stalls, lies);
            int starts = 0; // an orderly end waits for a minute at most; what is left then goes with the next start
            while (starts == 0 || starts < MOST_STARTS && !all(receivers, most)) {
                Process orderly = start(Math.max(1, (starts == 0 ? journaled : most) - OVERLAP), most, ports);
                assertThat(read(orderly)).isEqualTo(most);
                assertThat(orderly.waitFor(200, TimeUnit.SECONDS)).isTrue();
                assertThat(orderly.exitValue()).as(Files.readString(errors())).isZero();
                starts++;
            }
            List<String> expected = SampleAlerts.ids(1, most);
            for (FaultyReceiver receiver : receivers) {
                assertThat(receiver.first()).as("seed " + seed).isEqualTo(expected);
            }
            assertThat(ids()).isEqualTo(expected);
            System.out.println("KillTest: " + KILLS + " kills, " + most + " alerts, arrived " + fails.count() + ", "
                    + stalls.count() + " and " + lies.count() + " times");
        }
    }

    private static boolean all(List<FaultyReceiver> receivers, int alerts) {
        return receivers.stream().allMatch(receiver -> receiver.first().size() == alerts);
    }

    private int runUntilKilled(Process victim, int afterMs) throws Exception {
        Thread killer = Thread.ofPlatform().unstarted(() -> {
            try {
                Thread.sleep(afterMs);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            victim.toHandle().destroyForcibly(); // unlike the process, leaves its output to be read
        });
        int last = 0;
        long started = System.nanoTime();
        try (BufferedReader out = victim.inputReader()) {
            String line = out.readLine();
            assertThat(line)
                    .as("the victim works at all: %s", Files.readString(errors()))
                    .isNotNull();
            startMs.add((System.nanoTime() - started) / 1_000_000);
            killer.start();
            while (line != null) {
                last = Math.max(last, number(line));
                line = out.readLine();
            }
        }
        killer.join();
        assertThat(victim.waitFor()).isNotZero();
        return last;
    }

    private static int read(Process process) throws IOException {
        int last = 0;
        try (BufferedReader out = process.inputReader()) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                last = Math.max(last, number(line));
            }
        }
        return last;
    }

    /** The last line of a process that was killed may be cut; then it is smaller. */
    private static int number(String line) {
        return line.isEmpty() ? 0 : Integer.parseInt(line);
    }

    private List<String> ids() throws IOException {
        List<String> ids = new ArrayList<>();
        for (Path file : archived()) {
            try (InputStream in = Files.newInputStream(file)) {
                ids(file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in, ids);
            }
        }
        try (InputStream in = Files.newInputStream(directory.resolve("eve.json"))) {
            ids(in, ids);
        }
        return ids;
    }

    private List<Path> archived() throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(file -> file.toString().matches(".*/eve\\.2.*\\.json(\\.gz)?"))
                    .toList();
        }
    }

    private static void ids(InputStream lines, List<String> into) throws IOException {
        ObjectMapper json = new ObjectMapper();
        String all = new String(lines.readAllBytes(), StandardCharsets.UTF_8);
        assertThat(all.isEmpty() || all.endsWith("\n")).isTrue();
        for (String line : all.lines().toList()) {
            into.add(json.readTree(line).at("/alert/context/id").textValue());
        }
    }

    private Path errors() {
        return directory.resolve("errors");
    }

    private Process start(int first, int last, int... ports) throws IOException {
        return victim(directory, errors(), first, last, ports).start();
    }

    static ProcessBuilder victim(Path folder, Path errors, int first, int last, int... ports) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
                "--add-opens=java.base/java.nio.channels.spi=ALL-UNNAMED",
                "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
                "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-Xmx128m",
                "-cp",
                classPath(),
                "io.auscult.export.JournalVictim",
                folder.toString(),
                Integer.toString(first),
                Integer.toString(last)));
        Arrays.stream(ports).mapToObj(Integer::toString).forEach(command::add);
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()));
    }

    /** Ours without the test libraries: with JUnit, Chronicle behaves differently; Logback would print. */
    private static String classPath() {
        return String.join(
                File.pathSeparator,
                Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                        .filter(entry -> !entry.matches(".*(junit|jazzer|assertj|logback|surefire).*\\.jar"))
                        .toList());
    }
}
