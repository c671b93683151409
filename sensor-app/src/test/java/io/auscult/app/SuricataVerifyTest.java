package io.auscult.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.capture.CaptureFiles;
import io.auscult.core.capture.PacketSource;
import io.auscult.core.event.Event;
import io.auscult.core.event.EventConsumer;
import io.auscult.core.event.Field;
import io.auscult.core.event.IpAddress;
import io.auscult.core.pipeline.Pipeline;
import io.auscult.core.pipeline.PipelineSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * What the tests of Suricata expect of the captures beside them, as far as a field here means the same ({@code suricata-fields.tsv}; what is left out
 * stands with its reason in {@code suricata-left-out.tsv}). One event here must agree with as many fields of a check as any; these hold.
 */
class SuricataVerifyTest {
    private static final Path TESTS =
            Path.of(System.getProperty("auscult.shared", "../../shared"), "captures/OISF+suricata-verify/tests");

    private static final double GOAL = 0.9;

    private record Same(String eveType, String eveField, String log, String field, String how) {}

    private record LeftOut(String eveType, String eveField) {
        boolean covers(String type, String field) {
            boolean named = eveField.endsWith(".") ? field.startsWith(eveField) : field.equals(eveField);
            return named && (eveType.equals("*") || eveType.equals(type));
        }
    }

    private final List<Same> table = rows("suricata-fields.tsv").stream()
            .map(row -> new Same(row[0], row[1], row[2], row[3], row[4]))
            .toList();
    private final List<LeftOut> leftOut = rows("suricata-left-out.tsv").stream()
            .map(row -> new LeftOut(row[0], row[1]))
            .toList();
    private final Map<String, int[]> byType = new TreeMap<>();
    private final List<String> misses = new ArrayList<>();
    private final TreeSet<String> unknown = new TreeSet<>();

    private static List<String[]> rows(String file) {
        try (InputStream in = SuricataVerifyTest.class.getResourceAsStream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && line.charAt(0) != '#')
                    .map(line -> line.split("\t", -1))
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void shouldSayWhatTheTestsOfSuricataExpect() throws IOException {
        Assumptions.assumeTrue(Files.isDirectory(TESTS), () -> TESTS + " is not there");
        try (Stream<Path> folders = Files.list(TESTS)) {
            for (Path folder : folders.sorted().toList()) {
                if (Files.exists(folder.resolve("test.yaml"))) {
                    verify(folder);
                }
            }
        }
        int held = 0;
        int all = 0;
        StringBuilder shares = new StringBuilder();
        for (Map.Entry<String, int[]> entry : byType.entrySet()) {
            int[] counts = entry.getValue();
            held += counts[0];
            all += counts[1];
            shares.append(String.format("%n  %-10s %4d of %4d", entry.getKey(), counts[0], counts[1]));
        }
        System.out.printf("Fields of suricata-verify: %d of %d%s%n", held, all, shares);
        misses.forEach(System.out::println);
        assertThat(unknown)
                .as("neither in the table nor left out with a reason")
                .isEmpty();
        assertThat(all).isGreaterThan(300);
        assertThat((double) held / all).as("share that holds: %s", shares).isGreaterThanOrEqualTo(GOAL);
    }

    private void verify(Path folder) throws IOException {
        Object test =
                new Load(LoadSettings.builder().build()).loadFromString(Files.readString(folder.resolve("test.yaml")));
        Path capture = capture(folder, test);
        if (capture == null || !(test instanceof Map<?, ?> yaml) || !(yaml.get("checks") instanceof List<?> checks)) {
            return;
        }
        Map<String, List<Map<String, List<String>>>> said = null;
        for (Object check : checks) {
            if (check instanceof Map<?, ?> entry
                    && entry.get("filter") instanceof Map<?, ?> filter
                    && filter.get("match") instanceof Map<?, ?> match
                    && !"0".equals(String.valueOf(filter.get("count")))
                    && !isOfOlder(filter)) {
                if (said == null) {
                    said = replay(capture);
                }
                Map<String, String> wanted = new TreeMap<>();
                flatten("", match, wanted);
                check(folder.getFileName().toString(), wanted, said);
            }
        }
    }

    /** Whether the check is for versions of Suricata before those that all others are for. */
    private static boolean isOfOlder(Map<?, ?> filter) {
        return filter.get("requires") instanceof Map<?, ?> versions && versions.containsKey("lt-version");
    }

    private static Path capture(Path folder, Object test) throws IOException {
        if (test instanceof Map<?, ?> yaml && yaml.get("pcap") instanceof String name) {
            Path named = folder.resolve(name).normalize();
            return Files.exists(named) ? named : null;
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> captures = files.filter(
                            file -> file.getFileName().toString().matches(".*\\.pcap(ng)?"))
                    .toList();
            return captures.size() == 1 ? captures.getFirst() : null;
        }
    }

    private static void flatten(String prefix, Map<?, ?> map, Map<String, String> into) {
        map.forEach((key, value) -> {
            if (value instanceof Map<?, ?> inner) {
                flatten(prefix + key + ".", inner, into);
            } else if (!(value instanceof List)) {
                into.put(prefix + key, String.valueOf(value));
            }
        });
    }

    private void check(String name, Map<String, String> wanted, Map<String, List<Map<String, List<String>>>> said) {
        String type = wanted.get("event_type");
        boolean nfs = "nfs".equals(wanted.get("app_proto")); // not read
        if (type == null || nfs || table.stream().noneMatch(same -> same.eveType.equals(type))) {
            return;
        }
        Map<String, String> compared = new TreeMap<>();
        Map<String, List<Same>> means = new HashMap<>();
        wanted.forEach((key, value) -> {
            String field = key.replaceAll("\\[\\d+]", "");
            List<Same> same = table.stream()
                    .filter(row -> row.eveType.equals(type) && row.eveField.equals(field))
                    .toList();
            if (same.isEmpty()) {
                if (leftOut.stream().noneMatch(row -> row.covers(type, field)) && !field.endsWith("__len")) {
                    unknown.add(type + " " + field);
                }
            } else if (isFact(type, field, value)) {
                compared.put(key, value);
                means.put(key, same);
            }
        });
        int[] counts = byType.computeIfAbsent(type, key -> new int[2]);
        for (String key : compared.keySet()) {
            boolean holds = means.get(key).stream()
                    .anyMatch(same -> best(said.getOrDefault(same.log, List.of()), compared, means, same.log).stream()
                            .anyMatch(event -> agrees(event.get(same.field), compared.get(key), same.how)));
            counts[1]++;
            counts[0] += holds ? 1 : 0;
            if (!holds) {
                misses.add("  " + name + ": " + key + " = " + compared.get(key));
            }
        }
    }

    /** Values by which Suricata says that it does not know, and names of files that it takes from a URL. */
    private static boolean isFact(String type, String field, String value) {
        return switch (type + " " + field) {
            case "krb5 krb5.encryption", "krb5 krb5.cname", "krb5 krb5.sname", "krb5 krb5.realm" ->
                !value.startsWith("<");
            case "krb5 krb5.msg_type" -> !value.equals("KRB_ERROR");
            case "smb smb.dialect" -> !value.equals("unknown");
            case "tls tls.version" -> !value.equals("UNDETERMINED");
            case "fileinfo fileinfo.filename" -> !value.startsWith("/");
            default -> true;
        };
    }

    /** The events of this log that agree with the most fields of the check. */
    private static List<Map<String, List<String>>> best(
            List<Map<String, List<String>>> events,
            Map<String, String> compared,
            Map<String, List<Same>> means,
            String log) {
        List<Map<String, List<String>>> best = new ArrayList<>();
        long most = 1;
        for (Map<String, List<String>> event : events) {
            long agreed = compared.entrySet().stream()
                    .filter(entry -> means.get(entry.getKey()).stream()
                            .anyMatch(same ->
                                    same.log.equals(log) && agrees(event.get(same.field), entry.getValue(), same.how)))
                    .count();
            if (agreed > most) {
                best.clear();
                most = agreed;
            }
            if (agreed == most) {
                best.add(event);
            }
        }
        return best;
    }

    private static boolean agrees(List<String> values, String wanted, String how) {
        if (wanted.isEmpty() && values == null) {
            return true; // an empty text is no field here
        }
        return values != null && values.stream().anyMatch(value -> agree(value, wanted, how));
    }

    private static boolean agree(String value, String wanted, String how) {
        return switch (how) {
            case "upper" -> value.equals(wanted.toUpperCase(Locale.ROOT));
            case "not_zero" -> wanted.equals(String.valueOf(!value.equals("0")));
            case "host" -> value.equals(wanted) || value.startsWith(wanted + ":");
            case "case" -> value.equalsIgnoreCase(wanted);
            case "address6" -> value.equals(wanted) || wanted.contains(":") && value.equals(shortest(wanted));
            case "address" -> wanted.equals("<" + value + ">") || wanted.equals(value);
            case "principal" -> value.equals(wanted) || value.startsWith(wanted + "/");
            case "krb5" -> wanted.startsWith("KRB_" + value + "_");
            case "end" -> value.endsWith(wanted);
            case "start" -> value.startsWith(wanted);
            case "scope" -> value.equals(wanted.equals("0") ? "base" : wanted.equals("1") ? "single" : "tree");
            case "dialect" -> value.equals(wanted) || wanted.equals(value + "0"); // 3.00 for 3.0
            case "words" -> words(value).equals(words(wanted));
            case "ssh_version" -> value.startsWith("SSH-" + wanted + "-");
            case "tls" ->
                value.equals(wanted.replace("TLS 1.", "TLSv1")) || wanted.equals("TLSv1") && value.equals("TLSv10");
            case "serial" -> value.equals(wanted.replace(":", ""));
            case "name" -> rdns(value).equals(rdns(wanted));
            case "time" ->
                Instant.parse(value).equals(LocalDateTime.parse(wanted).toInstant(ZoneOffset.UTC));
            default -> value.equals(wanted);
        };
    }

    private static String shortest(String address) {
        return String.valueOf(IpAddress.parse(address));
    }

    /** Letters and digits alone, in lower case. */
    private static String words(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }

    /** The parts of a distinguished name, whatever their order and however commas are escaped. */
    private static TreeSet<String> rdns(String name) {
        return new TreeSet<>(Arrays.asList(name.replace("\\,", ",").split(", ?(?=[A-Za-z]+=)", -1)));
    }

    private static Map<String, List<Map<String, List<String>>>> replay(Path capture) throws IOException {
        Map<String, List<Map<String, List<String>>>> said = new HashMap<>();
        EventConsumer listener = new EventConsumer() {
            @Override
            public void onEvent(Event event) {
                Map<String, List<String>> fields = new HashMap<>();
                for (Field field : event.type().fields()) {
                    if (event.has(field)) {
                        fields.put(field.name(), values(event, field));
                    }
                }
                said.computeIfAbsent(event.type().name(), name -> new ArrayList<>())
                        .add(fields);
            }
        };
        try (PacketSource source = CaptureFiles.open(capture)) {
            new Pipeline(source, PipelineSettings.defaults(0), List.of(listener)).run();
        }
        return said;
    }

    private static List<String> values(Event event, Field field) {
        return switch (field.kind()) {
            case TEXT -> List.of(event.text(field));
            case TEXT_LIST -> event.texts(field);
            case BOOL -> List.of(String.valueOf(event.flag(field)));
            case ADDRESS -> List.of(String.valueOf(event.address(field)));
            case TIME -> List.of(Instant.ofEpochSecond(0, event.number(field)).toString());
            case COUNT_LIST, INTERVAL_LIST, ADDRESS_LIST -> List.of();
            default -> List.of(String.valueOf(event.number(field)));
        };
    }
}
