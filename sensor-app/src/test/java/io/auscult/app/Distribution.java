package io.auscult.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The folder and the archive that the build made, where the integration tests find them. */
final class Distribution {
    static final Path HOME = Path.of(System.getProperty("auscult.distribution"));
    static final Path ARCHIVE = Path.of(System.getProperty("auscult.distribution") + ".tar.gz");

    private Distribution() {}

    /** File names of everything on the class path of the sensor. */
    static List<String> jars() throws IOException {
        try (Stream<Path> files = Files.list(HOME.resolve("lib"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }

    /** The Java that runs this test. */
    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
