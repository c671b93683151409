package io.auscult.app.config.receiver;

import io.auscult.app.config.Setting;
import io.auscult.app.config.ValueType;
import io.auscult.app.config.ValueTypes;
import java.util.ArrayList;
import java.util.List;

/** Collects the settings of one kind of receiver, in the order of the file. While classes are loaded, one thread. */
final class EntrySettings {
    private static final int MAX_NAME = 32;

    private final String section;
    private final List<Setting<?>> all = new ArrayList<>();

    EntrySettings(String section) {
        this.section = section;
    }

    /** What every receiver has: what it is called in messages, metrics and commands. */
    Setting<String> name() {
        return required(
                "name",
                ValueTypes.name(MAX_NAME),
                "What you call it, in messages, metrics and commands; each receiver another. With a new name it gets everything again that the journal holds.");
    }

    /** Of receivers that others can usually read. */
    Setting<Boolean> inside() {
        return optional(
                "inside",
                ValueTypes.flag(),
                false,
                "true when nobody outside the hospital can read there: it gets everything as it is. Otherwise one of the policies has to name it.");
    }

    /** It has to be there. */
    <T> Setting<T> required(String name, ValueType<T> type, String doc) {
        return added(new Setting<>(section, name, type, null, doc));
    }

    <T> Setting<T> optional(String name, ValueType<T> type, T fallback, String doc) {
        return added(new Setting<>(section, name, type, fallback, doc));
    }

    private <T> Setting<T> added(Setting<T> setting) {
        all.add(setting);
        return setting;
    }

    List<Setting<?>> all() {
        return List.copyOf(all);
    }
}
