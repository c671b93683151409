package io.auscult.export.misp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process is killed (SIGKILL) when MISP has taken what it sent and before it knows, again and again, and started again. */
class MispKillTest {
    private static final int KILLS = Integer.getInteger("auscult.kills", 5);
    private static final int INCIDENTS = 40;

    @TempDir
    Path folder;

    @Test
    void shouldKeepOneEventAnIncident() throws Exception {
        Path key = folder.resolve("key");
        Files.writeString(key, FakeMisp.KEY);
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        Random random = new Random(5);
        try (FakeMisp misp = new FakeMisp()) {
            for (int i = 0; i < KILLS; i++) {
                AtomicReference<Process> victim = new AtomicReference<>();
                for (int pass = random.nextInt(6); pass > 0; pass--) {
                    misp.next.add(misp.asked());
                }
                misp.next.add(misp.andThen(() -> victim.get().destroyForcibly()));
                victim.set(start(misp, i == 0 ? INCIDENTS : 0));
                assertThat(victim.get().waitFor(60, TimeUnit.SECONDS)).isTrue();
                misp.next.clear();
            }
            int killed = misp.requests.size();
            Process last = start(misp, 0);
            assertThat(last.waitFor(90, TimeUnit.SECONDS)).isTrue();
            assertThat(last.exitValue()).as(Files.readString(errors())).isZero();
            assertThat(killed).as("requests of processes that were killed").isPositive();
            assertThat(misp.events).hasSize(INCIDENTS);
            for (ObjectNode event : misp.events.values()) {
                assertThat(event.path("Object")).hasSize(3);
                assertThat(event.path("info").asText()).isEqualTo("203.0.113.9 got in");
            }
            assertThat(misp.violations).isEmpty();
        }
    }

    private Path errors() {
        return folder.resolve("errors");
    }

    private Process start(FakeMisp misp, int incidents) throws IOException {
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
                MispVictim.class.getName(),
                folder.toString(),
                misp.url().toString(),
                Integer.toString(incidents)));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(errors().toFile()))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
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
