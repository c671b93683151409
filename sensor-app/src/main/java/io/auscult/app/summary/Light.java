package io.auscult.app.summary;

import io.auscult.core.alert.Level;
import io.auscult.rules.incident.Incident;
import java.util.List;
import java.util.Locale;

/** The colours, by the worst that was found. */
enum Light {
    GREEN("42;30", "32"),
    BLUE("44;97", "34"),
    AMBER("43;30", "33"),
    RED("41;97", "31");

    private final String sgr;
    private final String foreground;

    Light(String sgr, String foreground) {
        this.sgr = sgr;
        this.foreground = foreground;
    }

    static Light of(List<Incident> incidents) {
        return incidents.isEmpty() ? GREEN : of(incidents.getFirst().level());
    }

    static Light of(Level level) {
        return switch (level) {
            case CRITICAL, HIGH -> RED;
            case MEDIUM -> AMBER;
            case LOW, INFORMATIONAL -> BLUE;
        };
    }

    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    String sgr() {
        return sgr;
    }

    String foreground() {
        return foreground;
    }
}
