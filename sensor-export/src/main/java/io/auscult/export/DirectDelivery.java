package io.auscult.export;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.AlertSink;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Alerts straight into an exporter, without a journal: for a replay, which can be run again. On the detect thread. The first failure ends
 * it: {@link #finish} tells.
 */
public final class DirectDelivery implements AlertSink, AutoCloseable {
    private final Exporter exporter;
    private @Nullable OutputException failure;

    private DirectDelivery(Exporter exporter) {
        this.exporter = exporter;
    }

    public static DirectDelivery to(Exporter exporter) throws OutputException {
        try {
            exporter.resume(null);
        } catch (IOException e) {
            throw wrapped(exporter, e);
        }
        return new DirectDelivery(exporter);
    }

    @Override
    public void raise(Alert alert) {
        if (failure != null) {
            return;
        }
        try {
            exporter.deliver(alert);
        } catch (IOException e) {
            failure = wrapped(exporter, e);
        }
    }

    /** After the last alert: all of them are with the receiver. @throws OutputException the first failure */
    public void finish() throws OutputException {
        if (failure == null) {
            try {
                exporter.flush();
            } catch (IOException e) {
                failure = wrapped(exporter, e);
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public void close() throws OutputException {
        try {
            exporter.close();
        } catch (IOException e) {
            throw wrapped(exporter, e);
        }
    }

    private static OutputException wrapped(Exporter exporter, IOException e) {
        return e instanceof OutputException output ? output : new OutputException(exporter.name(), e);
    }
}
