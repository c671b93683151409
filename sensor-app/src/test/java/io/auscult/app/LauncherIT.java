package io.auscult.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The {@code ./auscult} of a fresh copy of the sources: builds once, then only runs. */
class LauncherIT {
    private static final Path ROOT = Path.of(System.getProperty("auscult.root"));

    @TempDir
    private Path folder;

    private Path root;

    @BeforeEach
    void copySources() throws IOException {
        root = folder.resolve("fresh");
        for (String name : List.of(
                "pom.xml",
                "auscult",
                "mvnw",
                ".mvn",
                "LICENSE",
                "NOTICE",
                "benchmarks/pom.xml",
                "sensor-core/pom.xml",
                "sensor-core/src/main",
                "sensor-rules/pom.xml",
                "sensor-rules/src/main",
                "sensor-export/pom.xml",
                "sensor-export/src/main",
                "sensor-app/pom.xml",
                "sensor-app/src/main",
                "sample-pcaps",
                "deploy",
                "docs")) {
            copy(name);
        }
    }

    private void copy(String name) throws IOException {
        try (Stream<Path> files = Files.walk(ROOT.resolve(name))) {
            for (Path file : files.toList()) {
                Path copy = root.resolve(ROOT.relativize(file));
                Files.createDirectories(copy.getParent());
                if (!Files.isDirectory(file)) {
                    Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }

    private Program auscult(String... arguments) {
        try {
            return Program.run(
                    folder,
                    Map.of(),
                    Stream.concat(Stream.of(root.resolve("auscult").toString()), Stream.of(arguments))
                            .toList());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void shouldBuildOnceForTwoFirstUsesThenOnlyRun() throws Exception {
        CompletableFuture<Program> other = CompletableFuture.supplyAsync(() -> auscult("version"));
        Program one = auscult("version");
        Program two = other.join();
        assertThat(List.of(one, two)).allSatisfy(program -> {
            assertThat(program.exitCode()).as(program.err()).isZero();
            assertThat(program.out()).startsWith("auscult " + Version.number() + "\n");
        });
        assertThat(Stream.of(one, two).filter(program -> program.err().contains("built in")))
                .hasSize(1);

        assertThat(auscult("version").err()).isEmpty();

        Files.writeString(root.resolve("sensor-core/src/main/java/io/auscult/core/Broken.java"), "class Broken {");
        Program broken = auscult("version");
        assertThat(broken.exitCode()).isEqualTo(2);
        assertThat(broken.err()).contains("Broken.java").contains("the build failed");
        assertThat(broken.out()).isEmpty();
    }
}
