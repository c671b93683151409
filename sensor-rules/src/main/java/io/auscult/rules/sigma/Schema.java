package io.auscult.rules.sigma;

import io.auscult.core.detect.DetectStage;
import io.auscult.core.event.EventType;
import io.auscult.core.event.EventWriter;
import io.auscult.core.event.Field;
import io.auscult.core.flow.FlowEvents;
import io.auscult.core.pipeline.HostNaming;
import io.auscult.core.protocol.Protocol;
import io.auscult.core.protocol.Protocols;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What rules can ask about: services, which are the types of events by name, and their columns. The columns belong to whoever made the schema, and to the thread that
 * matches with them.
 */
final class Schema {
    private static final String EVERY = "*";

    private final TreeMap<String, EventType> services = new TreeMap<>();
    private final Map<EventType, Map<String, Column>> columns = new HashMap<>();
    private final Map<String, Map<String, String>> otherNames = new HashMap<>();

    Schema() {
        for (EventType type : types()) {
            services.put(type.name(), type);
            Map<String, Column> byName = new HashMap<>();
            for (Column.Shared shared : Column.Shared.values()) {
                if (type.hasConnection() || shared == Column.Shared.TS) {
                    byName.put(shared.key, new Column(shared));
                }
            }
            for (Field field : type.fields()) {
                byName.put(field.name(), new Column(field));
            }
            columns.put(type, byName);
        }
        for (String[] line : Tables.lines(Schema.class, "names.tsv", 3)) {
            otherNames.computeIfAbsent(line[0], service -> new HashMap<>()).put(line[1], line[2]);
        }
    }

    /** Every type of event that reaches detectors. */
    static List<EventType> types() {
        TreeMap<String, EventType> types = new TreeMap<>();
        for (EventType type : FlowEvents.ALL) {
            types.put(type.name(), type);
        }
        types.put(EventWriter.WEIRD.name(), EventWriter.WEIRD);
        types.put(DetectStage.NOTICE.name(), DetectStage.NOTICE);
        types.put(HostNaming.KNOWN_NAMES.name(), HostNaming.KNOWN_NAMES);
        for (Protocol protocol : Protocols.ALL) {
            for (EventType type : protocol.events()) {
                types.put(type.name(), type);
            }
        }
        return List.copyOf(types.values());
    }

    @Nullable
    EventType service(String name) {
        return services.get(name);
    }

    String services() {
        return String.join(", ", services.keySet());
    }

    /** The column of this name, or of the name that it is another word for; null when there is none. */
    @Nullable
    Column column(EventType type, String name) {
        Map<String, Column> own = columns.getOrDefault(type, Map.of());
        Column column = own.get(name);
        if (column != null) {
            return column;
        }
        String other = otherNames.getOrDefault(type.name(), Map.of()).get(name);
        if (other == null) {
            other = otherNames.getOrDefault(EVERY, Map.of()).get(name);
        }
        return other == null ? null : own.get(other);
    }

    /** All columns that a keyword is looked for in: everything that is written as text. */
    List<Column> texts(EventType type) {
        List<Column> texts = new ArrayList<>();
        for (Field field : type.fields()) {
            Column column = column(type, field.name());
            if (column != null) {
                texts.add(column);
            }
        }
        if (type.hasConnection()) {
            for (Column.Shared shared : List.of(Column.Shared.ORIG_H, Column.Shared.RESP_H)) {
                Column column = column(type, shared.key);
                if (column != null) {
                    texts.add(column);
                }
            }
        }
        return texts;
    }

    /** Names that may have been meant. */
    String near(EventType type, String name) {
        List<String> near = new ArrayList<>();
        for (String known : new TreeMap<>(columns.getOrDefault(type, Map.of())).keySet()) {
            if (known.equalsIgnoreCase(name) || known.contains(name) || name.contains(known)) {
                near.add(known);
            }
        }
        if (!near.isEmpty()) {
            return String.join(", ", near);
        }
        List<String> all = new ArrayList<>();
        type.fields().forEach(field -> all.add(field.name()));
        return String.join(", ", all);
    }
}
