package io.auscult.export.share;

import io.auscult.core.indicator.Tlp;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An incident that waits for a person. Immutable.
 *
 * @param incident its id inside
 * @param since when it began to wait
 * @param first key of its first entry that waits
 * @param last key of its last entry that waits
 * @param entries how many entries wait
 * @param alerts how many alerts it has, as far as known
 * @param severity the highest of what waits
 * @param untilNs packet time up to which entries wait
 * @param marking the strictest of what waits
 * @param headline what it is about, in English, for the hospital's own people
 */
public record Waiting(
        String incident,
        Instant since,
        String first,
        String last,
        long entries,
        long alerts,
        int severity,
        long untilNs,
        Marking marking,
        String headline) {
    Map<String, String> lines() {
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put("incident", incident);
        lines.put("since", since.toString());
        lines.put("first", first);
        lines.put("last", last);
        lines.put("entries", Long.toString(entries));
        lines.put("alerts", Long.toString(alerts));
        lines.put("severity", Integer.toString(severity));
        lines.put("until_ns", Long.toString(untilNs));
        lines.put("tlp", marking.tlp().tag());
        lines.put("pap", marking.pap().key());
        lines.put("headline", headline);
        return lines;
    }

    static @Nullable Waiting of(Map<String, String> lines) {
        try {
            return new Waiting(
                    lines.getOrDefault("incident", ""),
                    Instant.parse(lines.getOrDefault("since", "")),
                    lines.getOrDefault("first", ""),
                    lines.getOrDefault("last", ""),
                    Long.parseLong(lines.getOrDefault("entries", "0")),
                    Long.parseLong(lines.getOrDefault("alerts", "0")),
                    Integer.parseInt(lines.getOrDefault("severity", "0")),
                    Long.parseLong(lines.getOrDefault("until_ns", "0")),
                    new Marking(
                            Tlp.parse(lines.getOrDefault("tlp", ""), Tlp.RED),
                            Pap.of(lines.getOrDefault("pap", "red"))),
                    lines.getOrDefault("headline", ""));
        } catch (DateTimeException | IllegalArgumentException e) {
            return null;
        }
    }
}
