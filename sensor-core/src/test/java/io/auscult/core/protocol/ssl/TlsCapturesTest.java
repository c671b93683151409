package io.auscult.core.protocol.ssl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.auscult.core.event.Event;
import io.auscult.core.event.EventType;
import io.auscult.core.event.Field;
import io.auscult.core.protocol.RealCaptures;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Public captures with TLS and DTLS, held against the lines that Zeek writes for them. */
class TlsCapturesTest {
    private static final Path ZEEK = RealCaptures.ROOT.resolve("zeek-logs");
    private static final double SHARE = 0.97;
    private static final Map<String, List<String>> KEYS = Map.of(
            "ssl", List.of("version", "cipher", "server_name", "established"),
            "x509", List.of("certificate.subject", "certificate.issuer", "certificate.serial"));

    private static String ofZeek(String line, List<String> keys) {
        StringBuilder text = new StringBuilder();
        for (String key : keys) {
            Matcher member = Pattern.compile("\"" + Pattern.quote(key) + "\":(\"((?:[^\"\\\\]|\\\\.)*)\"|true|false)")
                    .matcher(line);
            boolean found = member.find();
            String value = !found ? "-" : member.group(2) == null ? member.group(1) : member.group(2);
            text.append(value.replace("\\\"", "\"").replace("\\\\", "\\")).append('|');
        }
        return text.toString();
    }

    private static String ofOurs(Event event, List<String> keys) {
        StringBuilder text = new StringBuilder();
        for (String key : keys) {
            Field field = event.type().field(key);
            String value = !event.has(field)
                    ? "-"
                    : key.equals("established") ? String.valueOf(event.flag(field)) : event.text(field);
            text.append(value).append('|');
        }
        return text.toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ssl", "x509"})
    void shouldTellWhatZeekTells(String log) throws Exception {
        assumeTrue(RealCaptures.areHere(), "public captures are not here");
        EventType type = log.equals("ssl") ? SslParser.SSL : SslParser.X509;
        List<String> keys = KEYS.get(log);
        List<Path> files;
        try (Stream<Path> walk = Files.walk(ZEEK)) {
            files = walk.filter(file -> file.toString().endsWith(".jsonl"))
                    .sorted()
                    .toList();
        }
        int had = 0;
        int all = 0;
        for (Path file : files) {
            List<String> lines;
            try (Stream<String> every = Files.lines(file, java.nio.charset.StandardCharsets.ISO_8859_1)) {
                lines = every.filter(line -> line.contains("\"_path\":\"" + log + "\""))
                        .map(line -> ofZeek(line, keys))
                        .toList();
            }
            if (lines.isEmpty()) {
                continue;
            }
            Map<String, Integer> told = new TreeMap<>();
            String capture = ZEEK.relativize(file).toString();
            RealCaptures.replay(
                    RealCaptures.ROOT.resolve(capture.substring(0, capture.length() - ".jsonl".length())), event -> {
                        if (event.is(type)) {
                            told.merge(ofOurs(event, keys), 1, Integer::sum);
                        }
                    });
            for (String line : lines) {
                all++;
                if (told.getOrDefault(line, 0) > 0) {
                    told.merge(line, -1, Integer::sum);
                    had++;
                }
            }
        }
        System.out.println(log + ": " + had + " of " + all + " lines of Zeek");
        assertThat(had).as("lines of Zeek's %s, of %s", log, all).isGreaterThanOrEqualTo((int) (all * SHARE));
    }
}
