package io.auscult.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every protocol is fuzzed, from a corpus of its own. */
class FuzzTestsTest {
    static Stream<String> packages() {
        return Protocols.ALL.stream()
                .map(protocol -> protocol.parser().get().getClass().getPackageName())
                .distinct();
    }

    @ParameterizedTest
    @MethodSource("packages")
    void shouldFuzzEveryProtocolFromSeeds(String name) throws Exception {
        List<Path> files = files(name.replace('.', '/'));
        List<String> tests = files.stream()
                .map(file -> file.getFileName().toString())
                .filter(file -> file.endsWith("FuzzTest.class"))
                .map(file -> name + "." + file.substring(0, file.length() - ".class".length()))
                .toList();
        assertThat(tests).as("fuzz tests of %s", name).isNotEmpty();
        for (String test : tests) {
            assertThat(Arrays.stream(Class.forName(test).getDeclaredMethods())
                            .anyMatch(method -> method.isAnnotationPresent(FuzzTest.class)))
                    .as("%s fuzzes", test)
                    .isTrue();
        }
        assertThat(files.stream().filter(file -> file.toString().contains("FuzzTestInputs")))
                .as("seeds of %s", name)
                .hasSizeGreaterThanOrEqualTo(2);
    }

    private static List<Path> files(String folder) throws IOException, URISyntaxException {
        List<Path> files = new ArrayList<>();
        for (URL root : Collections.list(FuzzTestsTest.class.getClassLoader().getResources(folder))) {
            if (root.getProtocol().equals("file")) {
                try (Stream<Path> inside = Files.walk(Path.of(root.toURI()))) {
                    inside.filter(Files::isRegularFile).forEach(files::add);
                }
            }
        }
        return files;
    }
}
