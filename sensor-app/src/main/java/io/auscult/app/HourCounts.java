package io.auscult.app;

import io.auscult.app.metric.Counts;
import io.auscult.core.counter.Counter;
import io.auscult.core.event.IpAddress;
import io.auscult.core.event.Network;
import io.auscult.export.report.HourLog;
import io.auscult.export.report.ReportGatherer;
import io.auscult.export.report.ReportHour;
import io.auscult.rules.attempt.AttemptCounts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes down hour by hour what was counted, for reports. Of the watch's thread. */
final class HourCounts {
    private static final long HOUR_MS = 3_600_000;
    private static final int KEPT_HOURS = 400 * 24;
    private static final int MOST = 512; // pairs of technique and network an hour

    private final HourLog log;
    private final Counts counts;
    private final AttemptCounts attempts;
    private final InstantSource clock;
    private final Map<Counter, Long> counted = new HashMap<>();
    private Map<AttemptCounts.Place, Long> places = Map.of();
    private long sinceMs;

    /** @param folder of the journal */
    HourCounts(Path folder, Counts counts, AttemptCounts attempts, InstantSource clock) {
        this.log = new HourLog(folder);
        this.counts = counts;
        this.attempts = attempts;
        this.clock = clock;
        this.sinceMs = clock.millis();
    }

    /** Now and then: when an hour is over, it is written. */
    void tick() throws IOException {
        long nowMs = clock.millis();
        if (Math.floorDiv(nowMs, HOUR_MS) != Math.floorDiv(sinceMs, HOUR_MS)) {
            write(nowMs);
            log.cut(Math.floorDiv(nowMs, HOUR_MS) - KEPT_HOURS);
        }
    }

    /** What has been counted of this hour. */
    void finish() throws IOException {
        write(clock.millis());
    }

    private void write(long nowMs) throws IOException {
        long hour = Math.floorDiv(sinceMs, HOUR_MS);
        long watchedMs = Math.clamp(nowMs - sinceMs, 0, HOUR_MS);
        sinceMs = nowMs;
        Map<String, Long> more = new LinkedHashMap<>();
        for (Counter counter : ReportGatherer.wanted()) {
            long now = counts.get(counter);
            Long before = counted.put(counter, now);
            more.put(counter.metric(), now - (before == null ? 0 : before));
        }
        more.values().removeIf(count -> count == 0);
        log.add(new ReportHour(hour, watchedMs, more, newAttempts()));
    }

    private List<ReportHour.Attempts> newAttempts() {
        Map<AttemptCounts.Place, Long> now = attempts.places();
        List<ReportHour.Attempts> more = new ArrayList<>();
        now.forEach((place, count) -> {
            long added = count - places.getOrDefault(place, 0L);
            if (added > 0 && more.size() < MOST) {
                more.add(new ReportHour.Attempts(place.technique(), network(place), added));
            }
        });
        places = now;
        return more;
    }

    private static String network(AttemptCounts.Place place) {
        long high = place.networkHigh();
        long low = place.networkLow();
        return high == 0 && low == 0 ? "" : new Network(high, low, IpAddress.isIpv4(high, low) ? 120 : 64).toString();
    }
}
