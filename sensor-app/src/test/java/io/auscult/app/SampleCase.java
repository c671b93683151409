package io.auscult.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.app.config.Configuration;
import io.auscult.app.config.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * A folder of {@code sample-pcaps}, as its {@code case.yml} tells. Immutable.
 *
 * @param kind attack, benign or variant
 * @param input the capture
 * @param isCut whether the capture ends in the middle of a packet or is damaged
 * @param expected what really happened; empty: a sensor stays silent
 * @param nearMisses rules that this case almost fulfils, and that stay silent nevertheless
 * @param asks rules that ask a person, by an alert of medium level, about something ordinary of which nothing tells that it is
 * @param carries digests (SHA-256) of files that travel whole, each behind the protocol that carries it
 * @param config configuration beyond the default, null for none
 */
record SampleCase(
        String name,
        Path folder,
        String kind,
        Path input,
        boolean isCut,
        List<GroundTruth> expected,
        List<String> nearMisses,
        List<String> asks,
        List<String> carries,
        @Nullable Object config) {
    static final Path FOLDER = Path.of(System.getProperty("auscult.root"), "sample-pcaps");

    private static final Set<String> KEYS = Set.of(
            "name",
            "kind",
            "description",
            "recorded",
            "notes",
            "expect",
            "near_miss",
            "asks",
            "config",
            "carries",
            "ends",
            "contains");
    private static final String RECORDING = "record"; // the one folder that is no case

    static List<SampleCase> all() throws IOException {
        List<SampleCase> cases = new ArrayList<>();
        try (Stream<Path> folders = Files.list(FOLDER)) {
            for (Path folder : folders.filter(Files::isDirectory).sorted().toList()) {
                if (!folder.endsWith(RECORDING)) {
                    cases.add(read(folder));
                }
            }
        }
        return cases;
    }

    static SampleCase read(Path folder) throws IOException {
        Map<?, ?> yaml = (Map<?, ?>) load(Files.readString(folder.resolve("case.yml")));
        assertThat(yaml.keySet()).as(folder + "/case.yml").allMatch(KEYS::contains, "known keys: " + KEYS);
        List<GroundTruth> expected = new ArrayList<>();
        for (Object each : (List<?>) yaml.get("expect")) {
            expected.add(GroundTruth.of((Map<?, ?>) each));
        }
        return new SampleCase(
                (String) yaml.get("name"),
                folder,
                (String) yaml.get("kind"),
                input(folder),
                "cut".equals(yaml.get("ends")),
                expected,
                texts(yaml.get("near_miss")),
                texts(yaml.get("asks")),
                yaml.get("carries") instanceof List<?> files
                        ? files.stream().map(SampleCase::carried).toList()
                        : List.of(),
                yaml.get("config"));
    }

    private static List<String> texts(@Nullable Object list) {
        return list instanceof List<?> each
                ? each.stream().map(Object::toString).toList()
                : List.of();
    }

    private static String carried(Object file) {
        Map<?, ?> yaml = (Map<?, ?>) file;
        return yaml.get("source") + " " + yaml.get("bytes") + " " + yaml.get("sha256");
    }

    static @Nullable Object load(String yaml) {
        return new Load(LoadSettings.builder().build()).loadFromString(yaml);
    }

    private static Path input(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> inputs = files.filter(
                            file -> file.getFileName().toString().startsWith("input."))
                    .toList();
            assertThat(inputs).as(folder + ": captures").hasSize(1);
            return inputs.getFirst();
        }
    }

    /** As {@code auscult replay --config} would read it. */
    Configuration configuration() throws IOException {
        if (config == null) {
            return Configuration.defaults();
        }
        Path file = Files.createTempFile(name, ".yml");
        try {
            Files.writeString(file, new Dump(DumpSettings.builder().build()).dumpToString(config));
            return Configuration.read(file, new TreeMap<>());
        } catch (ConfigurationException e) {
            throw new AssertionError(name + ": config: " + e.problems(), e);
        } finally {
            Files.delete(file);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
