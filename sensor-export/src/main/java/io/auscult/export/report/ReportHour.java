package io.auscult.export.report;

import java.util.List;
import java.util.Map;

/**
 * What was counted within an hour, or a part of one; several of the same hour add up. Immutable.
 *
 * @param hour hours since 1970
 * @param watchedMs how long the sensor was watching
 * @param counts by the metric's name of {@link io.auscult.core.counter.Counter}
 * @param attempts below any alarm
 */
public record ReportHour(long hour, long watchedMs, Map<String, Long> counts, List<Attempts> attempts) {
    /**
     * Attempts of one kind at one place.
     *
     * @param technique ATT&CK's number, and its name behind a space
     * @param network of the targets, in CIDR form; empty when it is not known
     */
    public record Attempts(String technique, String network, long count) {}

    public ReportHour {
        counts = Map.copyOf(counts);
        attempts = List.copyOf(attempts);
    }
}
