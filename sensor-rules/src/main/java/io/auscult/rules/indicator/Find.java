package io.auscult.rules.indicator;

import io.auscult.core.alert.Outcome;
import io.auscult.core.event.IpAddress;
import io.auscult.core.indicator.Indicator;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something that a search of the past found. Immutable. */
public final class Find {
    private final Occurrence occurrence;
    private final List<Indicator> matched;

    Find(Occurrence occurrence, List<Indicator> matched) {
        this.occurrence = occurrence;
        this.matched = List.copyOf(matched);
    }

    Occurrence occurrence() {
        return occurrence;
    }

    /** The indicators, the most specific first; empty for a leaked account. */
    public List<Indicator> matched() {
        return matched;
    }

    public Instant time() {
        return IndicatorAlerts.instant(occurrence.timeNs());
    }

    public @Nullable IpAddress orig() {
        return occurrence.orig();
    }

    public @Nullable IpAddress resp() {
        return occurrence.resp();
    }

    public int respPort() {
        return occurrence.connection().respPort();
    }

    /** The connection's id in the logs. */
    public String uid() {
        return occurrence.uid();
    }

    /** Log and field. */
    public String field() {
        return occurrence.field();
    }

    /** What stood there. */
    public String met() {
        return occurrence.met();
    }

    public Outcome outcome() {
        return occurrence.outcome();
    }
}
