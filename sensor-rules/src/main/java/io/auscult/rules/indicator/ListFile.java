package io.auscult.rules.indicator;

import io.auscult.core.indicator.Guess;
import io.auscult.core.indicator.Indicator;
import io.auscult.core.indicator.IndicatorSink;
import io.auscult.core.indicator.IndicatorType;
import io.auscult.core.indicator.Tlp;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a list: an indicator a line, alone ({@code 198.51.100.7}) or with its type ({@code ja3:e7d7...}), or CSV with a header that names the columns. Lines that begin with # or ; count for nothing, and so does what
 * follows {@code  #}. Stateless.
 */
final class ListFile {
    static final int MOST_LINE = 8_192; // bytes
    private static final int MOST_COLUMNS = 64;

    /** What columns are called, by what they mean. */
    private static final Map<String, List<String>> COLUMNS = Map.of(
            "value",
                    List.of(
                            "value",
                            "indicator",
                            "ioc",
                            "ioc_value",
                            "observable",
                            "url",
                            "dst_ip",
                            "ip",
                            "ip_address",
                            "domain",
                            "hostname",
                            "sha256_hash"),
            "type", List.of("type", "indicator_type", "ioc_type"),
            "id", List.of("id", "uuid", "indicator_id"),
            "confidence", List.of("confidence", "confidence_level"),
            "tlp", List.of("tlp", "marking"),
            "from", List.of("valid_from", "first_seen", "first_seen_utc", "dateadded"),
            "until", List.of("valid_until", "expires", "expiration"),
            "labels", List.of("labels", "tags", "malware", "description", "comment"));

    private ListFile() {}

    /** @return how many lines had an indicator, good or not */
    static long read(InputStream in, String source, IndicatorSink sink) throws IOException {
        LineInput lines = new LineInput(in, MOST_LINE);
        long count = 0;
        Columns columns = null;
        boolean isFirst = true;
        while (lines.next()) {
            if (lines.isTooLong()) {
                sink.refused("line " + lines.number(), "longer than " + MOST_LINE + " bytes");
                count++;
                continue;
            }
            String line = lines.text();
            if (line == null) {
                sink.refused("line " + lines.number(), "not written in UTF-8");
                count++;
                continue;
            }
            String text = line.strip();
            if (isFirst && text.startsWith("#")) { // some publishers put the header into a comment
                Columns named = Columns.of(text.substring(1).strip());
                columns = named != null && named.names().size() > 1 ? named : columns;
                continue;
            }
            if (text.isEmpty() || text.startsWith("#") || text.startsWith(";") || text.startsWith("//")) {
                continue;
            }
            if (isFirst) {
                isFirst = false;
                Columns named = Columns.of(text);
                if (named != null) {
                    columns = named;
                    continue;
                }
            }
            count++;
            if (columns != null) {
                row(columns, text, "line " + lines.number(), source, sink);
            } else {
                single(text, "line " + lines.number(), source, sink);
            }
        }
        return count;
    }

    private static void single(String line, String where, String source, IndicatorSink sink) {
        int comment = line.indexOf(" #");
        String text = (comment < 0 ? line : line.substring(0, comment)).strip();
        int colon = text.indexOf(':');
        IndicatorType type = colon <= 0 ? null : IndicatorType.of(text.substring(0, colon));
        String value = type == null ? text : text.substring(colon + 1).strip();
        put(
                type == null ? "" : type.word(),
                value,
                "",
                where,
                source,
                Indicator.UNKNOWN,
                Tlp.AMBER,
                null,
                null,
                List.of(),
                sink);
    }

    private static void row(Columns columns, String line, String where, String source, IndicatorSink sink) {
        List<String> cells = cells(line, columns.separator());
        String labels = columns.cell(cells, "labels");
        int confidence = Indicator.UNKNOWN;
        Instant from;
        Instant until;
        try {
            String text = columns.cell(cells, "confidence").replace("%", "").strip();
            confidence = text.isEmpty() ? confidence : Math.clamp((long) Double.parseDouble(text), 0, 100);
            from = time(columns.cell(cells, "from"));
            until = time(columns.cell(cells, "until"));
        } catch (NumberFormatException | DateTimeParseException e) {
            sink.refused(where, "confidence or time: " + e.getMessage());
            return;
        }
        put(
                columns.cell(cells, "type"),
                columns.cell(cells, "value"),
                columns.cell(cells, "id"),
                where,
                source,
                confidence,
                Tlp.parse(columns.cell(cells, "tlp"), Tlp.AMBER),
                from,
                until,
                labels.isBlank()
                        ? List.of()
                        : Arrays.stream(labels.split("[,;|]"))
                                .map(String::strip)
                                .toList(),
                sink);
    }

    private static void put(
            String typeWord,
            String value,
            String id,
            String where,
            String source,
            int confidence,
            Tlp tlp,
            @Nullable Instant from,
            @Nullable Instant until,
            List<String> labels,
            IndicatorSink sink) {
        IndicatorType type = typeWord.isBlank() ? Guess.of(value) : typed(typeWord, value);
        String normal = type == null ? null : type.normal(value);
        if (type == null || normal == null) {
            sink.refused(
                    where + " " + value,
                    type == null ? "nothing that is known by its form" : "expected: " + type.expected());
            return;
        }
        String sourceId = id.isBlank() || id.length() > Indicator.MOST_ID / 4 ? sourceId(type, normal) : id.strip();
        sink.put(
                sourceId, List.of(new Indicator(type, normal, source, sourceId, confidence, tlp, from, until, labels)));
    }

    /** A list has no ids: the value is its own, and where that is too long its beginning and hash. */
    static String sourceId(IndicatorType type, String normal) {
        String value = type == Guess.of(normal) ? normal : type.word() + ":" + normal;
        int most = Indicator.MOST_ID / 4; // characters of up to four bytes
        return value.length() <= most || value.chars().allMatch(c -> c < 0x80) && value.length() <= Indicator.MOST_ID
                ? value
                : value.substring(0, most - 9).replaceAll("\\p{Cs}", "?") + "#" + Integer.toHexString(value.hashCode());
    }

    /** By our word or by MISP's and others'. */
    private static @Nullable IndicatorType typed(String word, String value) {
        IndicatorType type = IndicatorType.of(word);
        if (type != null) {
            return type;
        }
        return switch (word.strip().toLowerCase(Locale.ROOT)) {
            case "ja3-fingerprint-md5", "ja3_fingerprint" -> IndicatorType.JA3;
            case "x509-fingerprint-sha1", "x509-fingerprint-sha256", "x509-fingerprint-md5", "cert" ->
                IndicatorType.CERTIFICATE;
            case "username", "user-account", "account" -> IndicatorType.USER;
            default -> Guess.of(value);
        };
    }

    private static @Nullable Instant time(String text) {
        String plain = text.strip();
        if (plain.isEmpty()) {
            return null;
        }
        if (plain.chars().allMatch(c -> c >= '0' && c <= '9') && plain.length() <= 11) {
            return Instant.ofEpochSecond(Long.parseLong(plain));
        }
        return plain.length() == 10
                ? LocalDate.parse(plain).atStartOfDay(ZoneOffset.UTC).toInstant()
                : Instant.parse(plain.replace(' ', 'T') + (plain.endsWith("Z") || plain.contains("+") ? "" : "Z"));
    }

    /** RFC 4180 in one line: quotes may hold separators, doubled quotes stand for one. */
    static List<String> cells(String line, char separator) {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quoted) {
                if (c != '"') {
                    cell.append(c);
                } else if (i + 1 < line.length() && line.charAt(i + 1) == '"') {
                    cell.append('"');
                    i++;
                } else {
                    quoted = false;
                }
            } else if (c == '"') {
                quoted = true;
            } else if (c == separator) {
                if (cells.size() == MOST_COLUMNS) {
                    return cells;
                }
                cells.add(cell.toString().strip());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        cells.add(cell.toString().strip());
        return cells;
    }

    /** Which column is where. */
    private record Columns(char separator, List<String> names) {
        static @Nullable Columns of(String header) {
            for (char separator : new char[] {',', ';', '\t'}) {
                List<String> names = cells(header.toLowerCase(Locale.ROOT), separator);
                if (names.stream().anyMatch(COLUMNS.getOrDefault("value", List.of())::contains)) {
                    return new Columns(separator, names);
                }
            }
            return null;
        }

        String cell(List<String> cells, String meaning) {
            for (String name : COLUMNS.getOrDefault(meaning, List.of())) {
                int index = names.indexOf(name);
                if (index >= 0 && index < cells.size()) {
                    return cells.get(index);
                }
            }
            return "";
        }
    }
}
