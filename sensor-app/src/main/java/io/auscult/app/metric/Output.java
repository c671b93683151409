package io.auscult.app.metric;

import io.auscult.export.Latencies;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Where alerts go, as far as metrics and health look at it. Any thread. */
public interface Output {
    /** Such as {@code eve}; never an address. */
    String name();

    /** Alerts in the journal that are still to be delivered. */
    long lag();

    long delivered();

    /** Entries that were put aside because the receiver refuses them. */
    default long dead() {
        return 0;
    }

    /** Entries of the journal that could not be read, so that no receiver gets them. */
    default long unreadable() {
        return 0;
    }

    /** How long alerts took; null when nobody measures it. */
    default @Nullable Latencies latencies() {
        return null;
    }

    /** Since when every try fails, or null when it works. */
    @Nullable
    Instant failingSince();

    /** Why it fails, for a person; empty when it works. */
    String failure();
}
