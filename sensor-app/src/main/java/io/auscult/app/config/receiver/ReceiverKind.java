package io.auscult.app.config.receiver;

import io.auscult.app.config.Entry;
import io.auscult.app.config.Language;
import io.auscult.app.config.Setting;
import io.auscult.app.config.ValueType;
import io.auscult.app.config.ValueTypes;
import io.auscult.core.counter.Counters;
import io.auscult.core.indicator.IndicatorFeed;
import io.auscult.export.EventStream;
import io.auscult.export.Exporter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A way out of the sensor: a section of the configuration in which each entry is one receiver. A kind is the table of its settings, which are its fields
 * in the order of the file, and {@link #open}. Stateless once made; all are in {@link Receivers}.
 */
public abstract class ReceiverKind {
    private static final int MAX_NAME = 32;

    private final String section;
    private final String doc;
    private final String example;
    private final List<Setting<?>> settings = new ArrayList<>();
    private final Setting<String> name;
    private final @Nullable Setting<Boolean> inside;

    /**
     * @param leaves whether others can usually read there: then what a receiver gets leaves the hospital unless its entry says otherwise
     * @param section such as {@code syslog}
     * @param doc what it is for, for a person
     * @param example an entry as one would write it, in YAML
     */
    ReceiverKind(boolean leaves, String section, String doc, String example) {
        this.section = section;
        this.doc = doc;
        this.example = section + ":\n" + example.indent(2);
        this.name = required(
                "name",
                ValueTypes.name(MAX_NAME),
                "What you call it, in messages, metrics and commands; each receiver another. With a new name it gets everything again that the journal holds.");
        this.inside = leaves
                ? optional(
                        "inside",
                        ValueTypes.flag(),
                        false,
                        "true when nobody outside the hospital can read there: it gets everything as it is. Otherwise one of the policies has to name it.")
                : null;
    }

    /** It has to be there. */
    final <T> Setting<T> required(String setting, ValueType<T> type, String meaning) {
        return added(new Setting<>(section, setting, type, null, meaning));
    }

    final <T> Setting<T> optional(String setting, ValueType<T> type, T fallback, String meaning) {
        return added(new Setting<>(section, setting, type, fallback, meaning));
    }

    private <T> Setting<T> added(Setting<T> setting) {
        settings.add(setting);
        return setting;
    }

    final Setting<Language> language(String meaning) {
        return optional("language", ValueTypes.choice(Language.class), Language.AUTO, meaning);
    }

    public final String section() {
        return section;
    }

    public final String doc() {
        return doc;
    }

    /** The section with one entry. */
    public final String example() {
        return example;
    }

    /** In the order of the file. */
    public final List<Setting<?>> settings() {
        return List.copyOf(settings);
    }

    /** Which receiver an entry is; unique over all kinds. */
    public final String name(Entry entry) {
        return entry.get(name);
    }

    /** Whether what it gets leaves the hospital, so that a policy has to say what that is. */
    public final boolean leaves(Entry entry) {
        return inside != null && !entry.get(inside);
    }

    /** The settings of an entry by which something is sent that no policy can change, such as single events; empty: none. */
    public List<Setting<?>> pastPolicies(Entry entry) {
        return List.of();
    }

    /** The settings that say how freely what is sent may be told; a policy says it in their place. */
    public List<Setting<?>> markings() {
        return List.of();
    }

    /** In a few words, for the list of what is set. */
    public abstract String describe(Entry entry);

    /**
     * Makes the exporter; connects nowhere yet.
     *
     * @throws IllegalArgumentException when values do not go together: {@code setting: value (expected: ...)}
     */
    public abstract Exporter open(Entry entry, ReceiverContext context);

    /**
     * The indicators that this receiver also gives, as a live run asks for them; connects nowhere yet.
     *
     * @throws IllegalArgumentException when values do not go together: {@code setting: value (expected: ...)}
     */
    public List<IndicatorFeed> feeds(Entry entry, ReceiverContext context) {
        return List.of();
    }

    /**
     * The way out of events to the same receiver, begun; null when it gets none.
     *
     * @param counters of the detect thread
     */
    public @Nullable EventStream events(Entry entry, Counters counters) {
        return null;
    }
}
