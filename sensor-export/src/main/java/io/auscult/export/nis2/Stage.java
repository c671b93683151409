package io.auscult.export.nis2;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;

/** Reports of article 23 (4) in their order, and how long one has for each, counted from when one became aware. */
public enum Stage {
    /** Within 24 hours. */
    EARLY_WARNING,
    /** Within 72 hours. */
    NOTIFICATION,
    /** Within a month: of the notification, or of becoming aware where none is known, which is earlier. */
    FINAL;

    /** @param aware when one became aware, or when it was notified where that is asked for */
    Instant due(Instant aware, ZoneId zone) {
        return switch (this) {
            case EARLY_WARNING -> aware.plusSeconds(24 * 3600);
            case NOTIFICATION -> aware.plusSeconds(72 * 3600);
            case FINAL -> aware.atZone(zone).plusMonths(1).toInstant();
        };
    }

    /** As commands call it. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
