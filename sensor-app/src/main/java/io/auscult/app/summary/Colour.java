package io.auscult.app.summary;

import io.auscult.core.alert.Level;
import io.auscult.core.alert.Light;
import java.util.Locale;

/** How grave things are painted, and what gravity is called. */
public enum Colour {
    GREEN("42;30", "32"),
    BLUE("44;97", "34"),
    AMBER("43;30", "33"),
    RED("41;97", "31");

    private final String sgr;
    private final String foreground;

    Colour(String sgr, String foreground) {
        this.sgr = sgr;
        this.foreground = foreground;
    }

    public static Colour of(Light light) {
        return switch (light) {
            case RED -> RED;
            case BLUE -> BLUE;
            case GREEN -> GREEN;
        };
    }

    static Colour of(Level level) {
        return switch (level) {
            case CRITICAL, HIGH -> RED;
            case MEDIUM -> AMBER;
            case LOW, INFORMATIONAL -> BLUE;
        };
    }

    /** The level that says as much as a severity of 0 to 10. */
    static Level level(int severity) {
        return Level.values()[Math.min(severity / 2, Level.CRITICAL.ordinal())];
    }

    static String key(Level level) {
        return "level." + level.name().toLowerCase(Locale.ROOT);
    }

    String sgr() {
        return sgr;
    }

    public String foreground() {
        return foreground;
    }
}
