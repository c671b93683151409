package io.auscult.app.config.receiver;

import io.auscult.app.config.Entry;
import io.auscult.app.config.Setting;
import io.auscult.app.config.ValueTypes;
import io.auscult.export.report.ReportPeriod;
import io.auscult.export.report.ReportSchedule;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which scheduled reports a receiver gets. Immutable. */
final class ReportKeys {
    /** How often. */
    enum Every {
        NONE,
        DAILY,
        WEEKLY
    }

    private final Setting<Every> every;
    private final Setting<Integer> hour;

    ReportKeys(ReceiverKind settings, String name, Every fallback, String doc) {
        every = settings.optional(name, ValueTypes.choice(Every.class), fallback, doc);
        hour = settings.optional(
                "report_hour",
                ValueTypes.number("hour of the day", 0, 23),
                7,
                "From when on the report on yesterday, or on Mondays on last week, is made; by this machine's clock.");
    }

    /** What sets a report going; it tells everything as it is. */
    List<Setting<?>> given(Entry entry) {
        return entry.get(every) == Every.NONE ? List.of() : List.of(every);
    }

    /** Null for none. */
    @Nullable
    ReportSchedule of(Entry entry, ReceiverContext context) {
        Every asked = entry.get(every);
        return asked == Every.NONE
                ? null
                : new ReportSchedule(
                        asked == Every.DAILY ? ReportPeriod.Kind.DAILY : ReportPeriod.Kind.WEEKLY,
                        LocalTime.of(entry.get(hour), 0),
                        ZoneId.systemDefault(),
                        context.folder(),
                        context.segments());
    }
}
