package io.auscult.app.metric;

/** The traffic light. */
public enum Status {
    /** All is well. */
    GREEN,
    /** Works, and somebody should look at it. */
    AMBER,
    /** Does not do its work. */
    RED
}
