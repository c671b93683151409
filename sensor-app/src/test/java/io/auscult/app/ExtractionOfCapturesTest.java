package io.auscult.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.app.config.Configuration;
import io.auscult.app.config.Keys;
import io.auscult.core.capture.CaptureFiles;
import io.auscult.core.capture.PacketSource;
import io.auscult.core.counter.Counter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is extracted from captures: content as its digest says, the same for any number of lanes, and nothing without being asked. */
class ExtractionOfCapturesTest {
    private static final Pattern TEXT = Pattern.compile("\"(extracted|sha256|unextracted)\":\"([^\"]*)\"");
    private static final long MAX_CAPTURE = 4 << 20; // bytes; larger ones say nothing new

    @TempDir
    Path folder;

    private int runs;
    private int verified;
    private int incomplete;
    private int truths;
    private final List<String> whole = new ArrayList<>(); // protocol, size and digest of what the last run wrote

    @Test
    void shouldExtractWhatWasSentInTheSamples() throws IOException {
        for (SampleCase sample : SampleCase.all()) {
            Map<String, String> alone = extract(sample.input(), 0);
            assertThat(extract(sample.input(), 2))
                    .as("%s with two lanes", sample)
                    .isEqualTo(alone);
            assertThat(whole).as("%s: files that were sent", sample).containsAll(sample.carries());
            truths += sample.carries().size();
        }
        assertThat(truths).as("files known by those who sent them").isGreaterThanOrEqualTo(5);
        assertThat(verified).as("files held against their digest").isGreaterThan(2000);
    }

    @Test
    void shouldExtractWhatWasSentInRealCaptures() throws IOException {
        Path captures = Path.of(System.getProperty("auscult.shared"), "captures");
        Assumptions.assumeTrue(Files.isDirectory(captures), () -> captures + " is not there");
        try (Stream<Path> files = Files.walk(captures)) {
            for (Path file :
                    files.filter(ExtractionOfCapturesTest::isCapture).sorted().toList()) {
                extract(file, 0);
            }
        }
        assertThat(verified).as("files held against their digest").isGreaterThan(1500);
        assertThat(incomplete).as("files that were not whole").isPositive();
    }

    private static boolean isCapture(Path file) {
        String name = file.toString();
        return Files.isRegularFile(file)
                && (name.endsWith(".pcap") || name.endsWith(".pcapng") || name.endsWith(".cap"))
                && file.toFile().length() < MAX_CAPTURE;
    }

    /** @return the digest of every file that was written, by its name */
    private Map<String, String> extract(Path capture, int lanes) throws IOException {
        Path place = folder.resolve("run-" + ++runs);
        Path files = place.resolve("files");
        Path logs = place.resolve("logs");
        Configuration configuration = Configuration.defaults().with(Keys.EXTRACT_DISK_FREE, 0L);
        try (PacketSource source = CaptureFiles.open(capture);
                Outputs outputs = Outputs.replay(
                        source,
                        null,
                        null,
                        List.of(),
                        logs.toString(),
                        Mapping.extract(configuration, files, false),
                        null)) {
            Sensor sensor = new Sensor(source, configuration, lanes, outputs);
            sensor.run();
            outputs.finish();
            assertThat(sensor.counts().get(Counter.EVENTS_DROPPED))
                    .as("%s", capture)
                    .isZero();
        }
        whole.clear();
        Map<String, String> digests = digests(files);
        Map<String, String> logged = new TreeMap<>();
        Path log = logs.resolve("files.log");
        for (String line : Files.exists(log) ? Files.readAllLines(log) : List.<String>of()) {
            check(capture + ": " + line, line, digests, logged);
        }
        assertThat(logged.keySet()).as("%s: every file is told", capture).isEqualTo(digests.keySet());
        delete(place);
        return digests;
    }

    private void check(String what, String line, Map<String, String> digests, Map<String, String> logged) {
        Map<String, String> texts = new TreeMap<>();
        Matcher matcher = TEXT.matcher(line);
        while (matcher.find()) {
            texts.put(matcher.group(1), matcher.group(2));
        }
        String extracted = texts.get("extracted");
        if (extracted == null) {
            assertThat(texts.get("unextracted")).as(what).isNotNull();
            return;
        }
        logged.put(extracted, line);
        boolean isCut = line.contains("\"extracted_cutoff\":true");
        assertThat(extracted.endsWith(".incomplete")).as(what).isEqualTo(isCut);
        assertThat(texts.containsKey("unextracted")).as(what).isEqualTo(isCut);
        @Nullable String sha256 = texts.get("sha256");
        if (isCut) {
            incomplete++;
        } else if (sha256 != null) {
            verified++;
            assertThat(digests).as(what).containsEntry(extracted, sha256);
        }
    }

    private Map<String, String> digests(Path files) throws IOException {
        Map<String, String> digests = new TreeMap<>();
        try (Stream<Path> all = Files.list(files)) {
            for (Path file : all.toList()) {
                byte[] content = Files.readAllBytes(file);
                String name = file.getFileName().toString();
                String digest = HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(content));
                digests.put(name, digest);
                whole.add(name.substring(0, name.indexOf('-')) + " " + content.length + " " + digest);
            }
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
        return digests;
    }

    private static void delete(Path place) throws IOException {
        try (Stream<Path> all = Files.walk(place)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
