package io.auscult.app.config;

import java.util.Map;

/**
 * One entry of a section that is a list, such as a role. Immutable.
 *
 * @param line where it begins in the file
 * @param values by setting
 */
public record Entry(int line, Map<Setting<?>, Object> values) {
    public Entry {
        values = Map.copyOf(values);
    }

    public <T> T get(Setting<T> setting) {
        return Configuration.value(setting, values);
    }
}
