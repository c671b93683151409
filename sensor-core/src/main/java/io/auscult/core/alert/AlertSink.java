package io.auscult.core.alert;

/** Takes alerts. Called by the detect thread. */
@FunctionalInterface
public interface AlertSink {
    void raise(Alert alert);
}
