package io.auscult.app.config.receiver;

import io.auscult.app.config.Entry;
import io.auscult.app.config.Setting;
import io.auscult.core.counter.Counters;
import io.auscult.core.indicator.IndicatorFeed;
import io.auscult.export.EventStream;
import io.auscult.export.Exporter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A way out of the sensor: a section of the configuration in which each entry is one receiver. Stateless; all are in {@link Receivers}. */
public interface ReceiverKind {
    /** The section, such as {@code syslog}. */
    String section();

    /** What it is for, for a person. */
    String doc();

    /** An entry as one would write it, in YAML. */
    String example();

    /** In the order of the file; made by one {@link EntrySettings}. */
    List<Setting<?>> settings();

    /** Which receiver an entry is; unique over all kinds. */
    String name(Entry entry);

    /** Whether what it gets leaves the hospital, so that a policy has to say what that is. */
    default boolean leaves(Entry entry) {
        return false;
    }

    /** In a few words, for the list of what is set. */
    String describe(Entry entry);

    /**
     * Makes the exporter; connects nowhere yet.
     *
     * @throws IllegalArgumentException when values do not go together: {@code setting: value (expected: ...)}
     */
    Exporter open(Entry entry, ReceiverContext context);

    /**
     * The indicators that this receiver also gives, as a live run asks for them; connects nowhere yet.
     *
     * @throws IllegalArgumentException when values do not go together: {@code setting: value (expected: ...)}
     */
    default List<IndicatorFeed> feeds(Entry entry, ReceiverContext context) {
        return List.of();
    }

    /**
     * The way out of events to the same receiver, begun; null when it gets none.
     *
     * @param counters of the detect thread
     */
    default @Nullable EventStream events(Entry entry, Counters counters) {
        return null;
    }
}
