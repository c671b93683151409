package io.auscult.export.report;

import io.auscult.core.event.Network;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which reports somebody gets, and when. Immutable.
 *
 * @param at time of day from which the report on what is over is made
 * @param folder of the journal
 * @param segments that were configured
 */
public record ReportSchedule(ReportPeriod.Kind kind, LocalTime at, ZoneId zone, Path folder, List<Network> segments) {
    public ReportSchedule {
        segments = List.copyOf(segments);
    }

    /**
     * The report whose time has come; null when they have it. Of those that were missed only the latest.
     *
     * @param last key of the last one they got; empty for none
     */
    public @Nullable ReportData due(String last, Instant now) throws IOException {
        ReportPeriod period = ReportPeriod.latest(kind, now, at, zone);
        return period.key().equals(last) ? null : ReportGatherer.gather(folder, period, segments);
    }
}
