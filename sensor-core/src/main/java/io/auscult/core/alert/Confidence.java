package io.auscult.core.alert;

/** How sure the detector is. */
public enum Confidence {
    LOW,
    MEDIUM,
    HIGH
}
