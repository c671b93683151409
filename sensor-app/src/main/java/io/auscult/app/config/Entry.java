package io.auscult.app.config;

import java.util.HashMap;
import java.util.Map;

/**
 * One entry of a section that is a list, such as a role. Immutable.
 *
 * @param place file, line and name of the entry, as messages begin
 * @param values by setting
 * @param lines where each stands
 */
public record Entry(Place place, Map<Setting<?>, Object> values, Map<Setting<?>, Integer> lines) {
    /**
     * Where something stands.
     *
     * @param path such as {@code exceptions[0]}
     */
    public record Place(String file, int line, String path) {
        @Override
        public String toString() {
            return file + ":" + line + ": " + path;
        }
    }

    public Entry {
        values = Map.copyOf(values);
        lines = Map.copyOf(lines);
    }

    /** Where this value stands; the entry itself when it is not given. */
    public Place place(Setting<?> setting) {
        return new Place(
                place.file(),
                lines.getOrDefault(setting, place.line()),
                place.path() + (lines.containsKey(setting) ? "." + setting.name() : ""));
    }

    /** A copy in which one setting has another value. */
    public <T> Entry with(Setting<T> setting, T value) {
        Map<Setting<?>, Object> others = new HashMap<>(values);
        others.put(setting, value);
        return new Entry(place, others, lines);
    }

    public <T> T get(Setting<T> setting) {
        return Configuration.value(setting, values);
    }
}
