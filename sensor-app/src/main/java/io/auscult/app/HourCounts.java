package io.auscult.app;

import io.auscult.app.metric.Counts;
import io.auscult.core.alert.Technique;
import io.auscult.core.counter.Counter;
import io.auscult.core.event.IpAddress;
import io.auscult.core.event.Network;
import io.auscult.export.report.HourLog;
import io.auscult.export.report.ReportGatherer;
import io.auscult.export.report.ReportHour;
import io.auscult.rules.attempt.AttemptCounts;
import io.auscult.rules.rule.Techniques;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes down hour by hour what was counted, for reports. Of the watch's thread. */
final class HourCounts {
    private static final long HOUR_MS = 3_600_000;
    private static final int KEPT_HOURS = 400 * 24;
    static final int MOST = 512; // pairs of technique and network an hour

    private final HourLog log;
    private final Counts counts;
    private final AttemptCounts attempts;
    private final InstantSource clock;
    private final Techniques techniques = new Techniques();
    private Map<Counter, Long> counted = Map.of();
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

    /** When that fails, it is written with what comes next. */
    private void write(long nowMs) throws IOException {
        Map<Counter, Long> now = new EnumMap<>(Counter.class);
        Map<String, Long> more = new LinkedHashMap<>();
        for (Counter counter : ReportGatherer.wanted()) {
            long count = counts.get(counter);
            now.put(counter, count);
            more.put(counter.metric(), count - counted.getOrDefault(counter, 0L));
        }
        more.values().removeIf(count -> count == 0);
        Map<AttemptCounts.Place, Long> nowThere = attempts.places();
        long watchedMs = Math.clamp(nowMs - sinceMs, 0, HOUR_MS);
        log.add(new ReportHour(Math.floorDiv(sinceMs, HOUR_MS), watchedMs, more, since(nowThere)));
        sinceMs = nowMs;
        counted = now;
        places = nowThere;
    }

    /** The most frequent pairs; of others only the technique. */
    private List<ReportHour.Attempts> since(Map<AttemptCounts.Place, Long> nowThere) {
        List<ReportHour.Attempts> added = new ArrayList<>();
        nowThere.forEach((place, count) -> {
            long more = count - places.getOrDefault(place, 0L);
            if (more > 0) {
                added.add(new ReportHour.Attempts(named(place.technique()), network(place), more));
            }
        });
        if (added.size() <= MOST) {
            return added;
        }
        added.sort(Comparator.comparingLong(ReportHour.Attempts::count).reversed());
        Map<String, Long> others = new LinkedHashMap<>();
        added.subList(MOST, added.size()).forEach(each -> others.merge(each.technique(), each.count(), Long::sum));
        List<ReportHour.Attempts> shown = new ArrayList<>(added.subList(0, MOST));
        others.forEach((technique, count) -> shown.add(new ReportHour.Attempts(technique, "", count)));
        return shown;
    }

    private String named(String id) {
        Technique technique = techniques.find(id);
        return technique == null ? id : id + " " + technique.name();
    }

    private static String network(AttemptCounts.Place place) {
        long high = place.networkHigh();
        long low = place.networkLow();
        return high == 0 && low == 0 ? "" : new Network(high, low, IpAddress.isIpv4(high, low) ? 120 : 64).toString();
    }
}
