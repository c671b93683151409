package io.auscult.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.app.config.receiver.ReceiverKind;
import io.auscult.app.config.receiver.Receivers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What pages and examples tell people to write into their configuration is taken as it stands there. */
class PagesTest {
    private static final Path ROOT = Path.of(System.getProperty("auscult.root", ".."));
    private static final Pattern YAML = Pattern.compile("```yaml\\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path folder;

    /** @param text a whole configuration, as far as the page shows it */
    record Shown(String where, String text) {
        @Override
        public String toString() {
            return where;
        }
    }

    static List<Shown> configurations() throws IOException {
        List<Shown> all = new ArrayList<>();
        try (Stream<Path> pages = Files.walk(ROOT.resolve("docs"))) {
            for (Path page : pages.filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList()) {
                Matcher block = YAML.matcher(Files.readString(page));
                for (int number = 1; block.find(); number++) {
                    all.add(new Shown(ROOT.relativize(page) + " " + number, block.group(1)));
                }
            }
        }
        for (ReceiverKind kind : Receivers.ALL) {
            String name = kind.example().replaceFirst("(?s).*- name: (\\S+).*", "$1");
            String policy = "policies:\n  - to: [" + name + "]\n"; // an example says nothing about what may leave
            boolean leaves = kind.section().equals("misp") || kind.section().equals("taxii");
            all.add(new Shown("example of " + kind.section(), kind.example() + (leaves ? policy : "")));
        }
        all.add(new Shown("deploy/auscult.yml", Files.readString(ROOT.resolve("deploy/auscult.yml"))));
        return all;
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void shouldBeTaken(Shown shown) throws IOException {
        Path file = Files.writeString(folder.resolve("auscult.yml"), shown.text());
        ReceiverWiring.check(Configurations.read(file, Map.of()), folder);
    }

    @Test
    void shouldFindThePagesOfAllReceivers() throws IOException {
        List<String> shown = configurations().stream().map(Shown::text).toList();
        for (ReceiverKind kind : Receivers.ALL) {
            assertThat(shown)
                    .anyMatch(text ->
                            text.startsWith(kind.section() + ":") || text.contains("\n" + kind.section() + ":"));
        }
    }
}
