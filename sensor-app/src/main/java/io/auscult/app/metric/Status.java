package io.auscult.app.metric;

/** The health of the sensor itself; what it noticed in the network is {@link io.auscult.rules.incident.Light}. */
public enum Status {
    /** All is well. */
    GREEN,
    /** Works, and somebody should look at it. */
    AMBER,
    /** Does not do its work. */
    RED
}
