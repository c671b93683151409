package io.auscult.export.share;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.JournalEntry;
import io.auscult.core.alert.Party;
import io.auscult.core.alert.Rule;
import io.auscult.core.event.IpAddress;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Walks through all that an entry consists of, whatever records it consists of: a component that somebody adds later is met as well. One thread. Entries are trees, so this ends.
 */
abstract class Parts {
    /** Any text, those of parties, evidence and users too; not those of rules, and not the names of evidence. */
    abstract void text(String text);

    /** Any address. */
    void address(IpAddress address) {}

    void party(Party party) {}

    void evidence(Map<String, String> evidence) {}

    /** Names of users in a list. */
    void users(List<String> users) {}

    void rule(Rule rule) {}

    final void walk(JournalEntry entry) {
        value(entry);
    }

    private void value(@Nullable Object value) {
        switch (value) {
            case null -> {}
            case String text -> text(text);
            case IpAddress address -> address(address);
            case Rule rule -> rule(rule);
            case Collection<?> all -> all.forEach(this::value);
            case Map<?, ?> map ->
                map.forEach((key, each) -> {
                    value(key);
                    value(each);
                });
            case Record some -> parts(some);
            case Number number -> {}
            case Boolean flag -> {}
            case Enum<?> constant -> {}
            default ->
                throw new IllegalStateException(value.getClass() + " (expected: records, lists, texts, numbers)");
        }
    }

    @SuppressWarnings("unchecked") // Map and List of texts, as the records declare
    private void parts(Record some) {
        if (some instanceof Party party) {
            party(party);
        }
        for (RecordComponent component : Components.of(some)) {
            Object value;
            try {
                value = component.getAccessor().invoke(some);
            } catch (IllegalAccessException | InvocationTargetException e) {
                throw new IllegalStateException(e); // public records
            }
            if (some instanceof Alert && component.getName().equals("evidence")) {
                evidence((Map<String, String>) value);
            }
            if (component.getName().equals("users")) {
                users((List<String>) value);
            }
            value(value);
        }
    }

    /** Looking them up by reflection each time would cost more than all else. */
    private static final class Components {
        private static final ClassValue<RecordComponent[]> BY_TYPE = new ClassValue<>() {
            @Override
            protected RecordComponent[] computeValue(Class<?> type) {
                return type.getRecordComponents();
            }
        };

        private static RecordComponent[] of(Record some) {
            return BY_TYPE.get(some.getClass());
        }
    }
}
