package io.auscult.core.alert;

/** What became of it, as far as the answers tell. */
public enum Outcome {
    /** Asked, and no answer came although answers are visible. */
    ATTEMPTED,
    /** Refused or failed. */
    FAILED,
    SUCCEEDED,
    /** Nothing can be said: one-way mirror, or not readable. */
    UNKNOWN
}
