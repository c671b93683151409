package io.auscult.export.share;

import io.auscult.core.alert.EvidenceRef;
import io.auscult.core.alert.JournalEntry;
import io.auscult.core.alert.Party;
import io.auscult.core.alert.Rule;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All that an entry consists of, as lines for a person, whatever form the receiver gets it in. Stateless. */
final class Rendering {
    private Rendering() {}

    static String of(JournalEntry entry) {
        StringBuilder text = new StringBuilder();
        parts(text, "", (Record) entry);
        return text.toString();
    }

    private static void parts(StringBuilder text, String indent, Record some) {
        for (RecordComponent component : some.getClass().getRecordComponents()) {
            try {
                value(text, indent, component.getName(), component.getAccessor().invoke(some));
            } catch (IllegalAccessException | InvocationTargetException e) {
                throw new IllegalStateException(e); // public records
            }
        }
    }

    private static void value(StringBuilder text, String indent, String name, @Nullable Object value) {
        switch (value) {
            case null -> {}
            case Rule rule -> line(text, indent, name, rule.id() + " (" + rule.title() + ")");
            case Party party ->
                line(
                        text,
                        indent,
                        name,
                        party
                                + (party.mac() == null ? "" : ", " + party.mac())
                                + (party.user() == null ? "" : ", " + party.user()));
            case Collection<?> all -> all(text, indent, name, all);
            case Map<?, ?> map -> {
                if (!map.isEmpty()) {
                    line(text, indent, name, "");
                    map.forEach((key, each) -> value(text, indent + "  ", key.toString(), each));
                }
            }
            case Record some
            when isTree(some) -> {
                line(text, indent, name, "");
                parts(text, indent + "  ", some);
            }
            case Long ns
            when name.endsWith("Ns") ->
                line(text, indent, name, Instant.ofEpochSecond(0, ns).toString());
            default -> line(text, indent, name, value.toString());
        }
    }

    private static void all(StringBuilder text, String indent, String name, Collection<?> all) {
        boolean isTree = all.stream().anyMatch(each -> each instanceof Record some && isTree(some));
        if (!isTree && !all.isEmpty()) {
            line(
                    text,
                    indent,
                    name,
                    String.join(", ", all.stream().map(Object::toString).toList()));
            return;
        }
        int number = 1;
        for (Object each : all) {
            value(text, indent, name + " " + number, each);
            number++;
        }
    }

    private static boolean isTree(Record some) {
        return !List.of("IpAddress", "Party", "Technique")
                        .contains(some.getClass().getSimpleName())
                && !(some instanceof EvidenceRef evidence
                        && evidence.connection().uid() == 0);
    }

    private static void line(StringBuilder text, String indent, String name, String value) {
        text.append(indent)
                .append(name)
                .append(value.isEmpty() ? ":" : ": ")
                .append(Lines.oneLine(value))
                .append('\n');
    }
}
