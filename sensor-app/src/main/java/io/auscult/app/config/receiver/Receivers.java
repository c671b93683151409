package io.auscult.app.config.receiver;

import io.auscult.app.config.Configuration;
import io.auscult.app.config.Entry;
import io.auscult.core.counter.Counters;
import io.auscult.core.indicator.IndicatorFeed;
import io.auscult.export.EventStream;
import io.auscult.export.Exporter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Every kind of receiver: the one list. */
public final class Receivers {
    /** All of them, in the order of the configuration file. */
    public static final List<ReceiverKind> ALL = List.of(
            new KafkaReceiver(),
            new MailReceiver(),
            new MispReceiver(),
            new ReportReceiver(),
            new SyslogReceiver(),
            new TaxiiReceiver(),
            new WebhookReceiver());

    /** Most receivers of all kinds together; each has a thread. */
    static final int MOST = 64;

    /**
     * A receiver.
     *
     * @param kind what it is
     */
    public record Opened(ReceiverKind kind, Entry entry, Exporter exporter) {}

    private Receivers() {}

    /**
     * Makes the exporters of all receivers.
     *
     * @throws IllegalArgumentException with file, line and reason
     */
    public static List<Opened> open(Configuration configuration, ReceiverContext context) {
        List<Opened> opened = new ArrayList<>();
        Set<String> names = new HashSet<>(Set.of("eve")); // what output.eve is called
        for (ReceiverKind kind : ALL) {
            for (Entry entry : configuration.list(kind.section())) {
                String name = kind.name(entry);
                if (!names.add(name)) {
                    throw new IllegalArgumentException(
                            entry.place() + ".name: " + name + " (expected: a name that no other receiver has)");
                }
                if (opened.size() == MOST) {
                    throw new IllegalArgumentException(
                            entry.place() + ": one more receiver (expected: at most " + MOST + ")");
                }
                opened.add(new Opened(kind, entry, open(kind, entry, context)));
            }
        }
        return opened;
    }

    /**
     * Makes the feeds of indicators that receivers also give.
     *
     * @throws IllegalArgumentException with file, line and reason
     */
    public static List<IndicatorFeed> feeds(Configuration configuration, ReceiverContext context) {
        List<IndicatorFeed> feeds = new ArrayList<>();
        for (ReceiverKind kind : ALL) {
            for (Entry entry : configuration.list(kind.section())) {
                try {
                    feeds.addAll(kind.feeds(entry, context));
                } catch (IllegalArgumentException e) {
                    throw new IllegalArgumentException(entry.place() + ": " + e.getMessage(), e);
                }
            }
        }
        return feeds;
    }

    /** Begins the ways out of events, of the receivers that get some. After {@link #open}, which says what is wrong. */
    public static List<EventStream> events(Configuration configuration, Counters counters) {
        List<EventStream> opened = new ArrayList<>();
        for (ReceiverKind kind : ALL) {
            for (Entry entry : configuration.list(kind.section())) {
                EventStream events = kind.events(entry, counters);
                if (events != null) {
                    opened.add(events);
                }
            }
        }
        return opened;
    }

    private static Exporter open(ReceiverKind kind, Entry entry, ReceiverContext context) {
        try {
            return kind.open(entry, context);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(entry.place() + ": " + e.getMessage(), e);
        }
    }
}
