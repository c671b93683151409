package io.auscult.app.config;

import io.auscult.app.config.receiver.ReceiverKind;
import io.auscult.app.config.receiver.Receivers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All settings as they hold: from the environment, else from the file, else the default. Immutable, read by any thread.
 * Everything in it has been checked.
 */
public final class Configuration {
    private final Map<Setting<?>, Object> values;
    private final Map<String, List<Entry>> lists;
    private final Map<Setting<?>, String> places;

    Configuration(Map<Setting<?>, Object> values, Map<String, List<Entry>> lists, Map<Setting<?>, String> places) {
        this.values = new LinkedHashMap<>(values);
        this.lists = Map.copyOf(lists);
        this.places = Map.copyOf(places);
    }

    /** Nothing set. */
    public static Configuration defaults() {
        return new Configuration(Map.of(), Map.of(), Map.of());
    }

    /**
     * Reads the file, then the environment.
     *
     * @param path null for no file
     * @throws ConfigurationException with every problem found
     */
    public static Configuration read(@Nullable Path path, Map<String, String> environment)
            throws ConfigurationException {
        boolean isSet = false;
        for (String variable : environment.keySet()) {
            isSet |= variable.startsWith("AUSCULT_");
        }
        if (path == null && !isSet) {
            return defaults(); // without a look at YAML: a small replay starts faster
        }
        ConfigurationReader reader = path == null ? new ConfigurationReader("") : ConfigurationReader.read(path);
        reader.override(environment);
        if (!reader.problems().isEmpty()) {
            throw new ConfigurationException(reader.problems());
        }
        return new Configuration(reader.values(), reader.lists(), reader.places());
    }

    public <T> T get(Setting<T> setting) {
        return value(setting, values);
    }

    /** Where a setting stands that is in no list, as messages begin. */
    public String place(Setting<?> setting) {
        return places.getOrDefault(setting, setting.key());
    }

    /** The settings that were given, in the order they were. */
    public Set<Setting<?>> given() {
        return Set.copyOf(values.keySet());
    }

    /** What differs from the default, one {@code key: value} a line. */
    public List<String> describe() {
        List<String> lines = new ArrayList<>();
        for (Setting<?> setting : values.keySet()) {
            if (!get(setting).equals(setting.fallback())) {
                lines.add(setting.key() + ": " + print(setting));
            }
        }
        for (Entry role : roles()) {
            lines.add(
                    "roles: " + String.join(", ", EntryKeys.ROLE.type().print().apply(role.get(EntryKeys.ROLE))) + " "
                            + role.get(EntryKeys.ROLE_ADDRESSES) + " until " + role.get(EntryKeys.ROLE_EXPIRES));
        }
        for (Entry exception : exceptions()) {
            lines.add("exceptions: " + String.join(", ", exception.get(EntryKeys.EXCEPTION_RULES)) + " until "
                    + exception.get(EntryKeys.EXCEPTION_EXPIRES)
                    + (exception.get(EntryKeys.EXCEPTION_DRY_RUN) ? " (dry run)" : ""));
        }
        for (Entry policy : policies()) {
            lines.add("policies: " + String.join(", ", policy.get(ShareSettings.TO)) + ", approval "
                    + policy.get(ShareSettings.APPROVAL).name().toLowerCase(Locale.ROOT));
        }
        for (ReceiverKind kind : Receivers.ALL) {
            for (Entry receiver : list(kind.section())) {
                lines.add(kind.section() + ": " + kind.describe(receiver));
            }
        }
        return lines;
    }

    private <T> String print(Setting<T> setting) {
        List<String> texts = setting.type().print().apply(get(setting));
        return texts.isEmpty() ? "[]" : String.join(", ", texts);
    }

    public List<Entry> roles() {
        return list(Keys.ROLES);
    }

    public List<Entry> exceptions() {
        return list(Keys.EXCEPTIONS);
    }

    public List<Entry> policies() {
        return list(ShareSettings.POLICIES);
    }

    /** The entries of a section that is a list. */
    public List<Entry> list(String section) {
        return lists.getOrDefault(section, List.of());
    }

    /** A copy with these exceptions in place of its own. */
    public Configuration withExceptions(List<Entry> exceptions) {
        Map<String, List<Entry>> others = new LinkedHashMap<>(lists);
        others.put(Keys.EXCEPTIONS, List.copyOf(exceptions));
        return new Configuration(values, others, places);
    }

    /** A copy in which one setting has another value, as an option of the command line wants it. */
    public <T> Configuration with(Setting<T> setting, T value) {
        Configuration copy = new Configuration(values, lists, places);
        copy.values.put(setting, value);
        return copy;
    }

    @SuppressWarnings("unchecked") // a value was made by its setting's own type
    static <T> T value(Setting<T> setting, Map<Setting<?>, Object> values) {
        Object value = values.get(setting);
        if (value == null) {
            value = setting.fallback();
        }
        if (value == null) {
            throw new IllegalStateException(
                    setting.key() + ": nothing (expected: " + setting.type().expected() + ")");
        }
        return (T) value;
    }
}
