package io.auscult.core.alert;

/** How much it matters, in Sigma's words. */
public enum Level {
    INFORMATIONAL,
    LOW,
    MEDIUM,
    HIGH,
    CRITICAL;

    public boolean atLeast(Level other) {
        return compareTo(other) >= 0;
    }
}
