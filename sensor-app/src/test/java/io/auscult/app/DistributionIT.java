package io.auscult.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a hospital gets: the folder and the archive, started by their own script. */
class DistributionIT {
    @TempDir
    private Path folder;

    private Program run(Path home, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(home.resolve("bin/auscult").toString()));
        command.addAll(List.of(arguments));
        return Program.run(folder, environment, command);
    }

    @Test
    void shouldSayItsVersionAndNothingElse() throws Exception {
        Program version = run(Distribution.HOME, Map.of(), "version");
        assertThat(version.out()).startsWith("auscult " + Version.number() + "\n");
        assertThat(version.err()).isEmpty();
        assertThat(version.exitCode()).isZero();
    }

    private Path unpack() throws IOException, InterruptedException {
        Path place = Files.createDirectory(folder.resolve("a place with spaces"));
        Program tar = Program.run(
                folder, Map.of(), List.of("tar", "-xzf", Distribution.ARCHIVE.toString(), "-C", place.toString()));
        assertThat(tar.exitCode()).as(tar.err()).isZero();
        return place.resolve(Distribution.HOME.getFileName());
    }

    @Test
    void shouldRunWhereverTheArchiveIsUnpacked() throws Exception {
        Path home = unpack();
        assertThat(home).isDirectoryContaining("glob:**/LICENSE").isDirectoryContaining("glob:**/NOTICE");
        if (!System.getProperty("auscult.build")
                .equals("offline=true")) { // an offline build makes no bill of materials
            assertThat(home).isDirectoryContaining("glob:**/sbom.json");
        }

        Path link = Files.createSymbolicLink(folder.resolve("auscult"), home.resolve("bin/auscult"));
        Program version = Program.run(folder, Map.of("JAVA_HOME", ""), List.of(link.toString(), "version"));
        assertThat(version.err()).isEmpty();
        assertThat(version.out()).startsWith("auscult ");
        assertThat(version.exitCode()).isZero();
    }

    @Test
    void shouldStartFromACacheAndWithoutOne() throws Exception {
        Path home = unpack();
        Path cache = home.resolve("lib/auscult.aot");
        Program made = Program.run(
                folder, Map.of(), List.of(home.resolve("bin/make-startup-cache").toString()));
        assertThat(made.exitCode()).as(made.err()).isZero();
        Program fast = run(home, Map.of("AUSCULT_JAVA_OPTS", "-XX:AOTMode=on"), "version"); // fails without its cache
        assertThat(fast.exitCode()).as(fast.err()).isZero();
        assertThat(fast.err()).isEmpty();

        byte[] bytes = Files.readAllBytes(cache);
        Files.write(cache, Arrays.copyOf(bytes, bytes.length / 2)); // as bad as one of another Java
        Program slow = run(home, Map.of(), "version");
        assertThat(slow.exitCode()).isZero();
        assertThat(slow.err()).isEmpty();
        assertThat(slow.out()).isEqualTo(fast.out());
    }

    @Test
    void shouldPassTheExitCodeOfWrongUsage() throws Exception {
        assertThat(run(Distribution.HOME, Map.of(), "no-such-command").exitCode())
                .isEqualTo(2);
    }

    @Test
    void shouldTakeFlagsOfTheJvmFromTheEnvironment() throws Exception {
        Program version = run(Distribution.HOME, Map.of("AUSCULT_JAVA_OPTS", "-Xmx32m -Xlog:gc+init"), "version");
        assertThat(version.out()).contains("Heap Max Capacity: 32M");
    }

    @Test
    void shouldCarryItsFlagsInTheManifest() throws Exception {
        Path jar = Distribution.HOME.resolve("lib/sensor-app-" + Version.number() + ".jar");
        try (JarFile file = new JarFile(jar.toFile())) {
            Attributes main = file.getManifest().getMainAttributes();
            assertThat(main.getValue("Main-Class")).isEqualTo(Main.class.getName());
            assertThat(main.getValue("Enable-Native-Access")).isEqualTo("ALL-UNNAMED");
            assertThat(main.getValue("Add-Opens")).contains("java.base/sun.nio.ch");
            assertThat(main.getValue("Add-Exports")).contains("java.base/jdk.internal.ref");
            assertThat(main.getValue("Class-Path").split(" "))
                    .allSatisfy(name -> assertThat(jar.resolveSibling(name)).exists())
                    .hasSize(Distribution.jars().size() - 1);
        }
    }

    /** Name of the artifact, without version and classifier. */
    private static String artifact(String jar) {
        return jar.replaceFirst("-\\d.*", "");
    }

    @Test
    void shouldNameTheLicenceOfEveryLibrary() throws Exception {
        String notice = Files.readString(Distribution.HOME.resolve("NOTICE"));
        assertThat(Distribution.jars())
                .map(DistributionIT::artifact)
                .filteredOn(name -> !name.startsWith("sensor-"))
                .allSatisfy(name -> assertThat(notice).containsPattern("(?m)^  " + name + " "));
    }
}
