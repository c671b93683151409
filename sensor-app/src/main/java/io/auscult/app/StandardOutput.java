package io.auscult.app;

import io.auscult.app.metric.Output;
import io.auscult.core.alert.Alert;
import io.auscult.core.alert.AlertSink;
import io.auscult.export.DirectDelivery;
import io.auscult.export.OutputException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Alerts of a live run on standard output, each at once. Written by the detect thread. When the reader goes away, the sensor goes on. */
final class StandardOutput implements AlertSink, Output {
    private final DirectDelivery delivery;
    private volatile long delivered;
    private volatile @Nullable Instant failingSince;
    private volatile String failure = "";

    StandardOutput(DirectDelivery delivery) {
        this.delivery = delivery;
    }

    @Override
    public void raise(Alert alert) {
        if (failingSince != null) {
            return;
        }
        delivery.raise(alert);
        try {
            delivery.finish();
            long before = delivered;
            delivered = before + 1;
        } catch (OutputException e) {
            failure = String.valueOf(e.getMessage());
            failingSince = Instant.now();
        }
    }

    @Override
    public String name() {
        return "standard-output";
    }

    @Override
    public long lag() {
        return 0;
    }

    @Override
    public long delivered() {
        return delivered;
    }

    @Override
    public @Nullable Instant failingSince() {
        return failingSince;
    }

    @Override
    public String failure() {
        return failure;
    }
}
