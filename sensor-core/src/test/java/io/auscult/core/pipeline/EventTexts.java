package io.auscult.core.pipeline;

import io.auscult.core.event.Event;
import io.auscult.core.event.EventConsumer;
import io.auscult.core.event.Field;
import io.auscult.core.event.Uid;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Writes events down as texts, {@code type@packet uid orig:port>resp:port field=value ...}, of all types or of some. */
final class EventTexts implements EventConsumer {
    private final Set<String> types;
    private final List<String> lines = new ArrayList<>();

    EventTexts(String... types) {
        this.types = Set.of(types);
    }

    List<String> lines() {
        return lines;
    }

    @Override
    public void onEvent(Event event) {
        if (!types.isEmpty() && !types.contains(event.type().name())) {
            return;
        }
        StringBuilder line = new StringBuilder(event.type().name());
        if (types.isEmpty()) {
            line.append('@')
                    .append(event.packetNumber())
                    .append(' ')
                    .append(event.timestampNs())
                    .append(' ')
                    .append(Uid.text(event.uid()));
        }
        if (event.hasConnection()) {
            line.append(' ').append(event.origHost()).append(':').append(event.origPort());
            line.append('>').append(event.respHost()).append(':').append(event.respPort());
        }
        for (Field field : event.type().fields()) {
            if (event.has(field)) {
                line.append(' ').append(field.name()).append('=').append(value(event, field));
            }
        }
        lines.add(line.toString());
    }

    static String value(Event event, Field field) {
        return switch (field.kind()) {
            case TEXT -> event.text(field);
            case ADDRESS -> String.valueOf(event.address(field));
            case TEXT_LIST -> event.texts(field).toString();
            case COUNT_LIST, INTERVAL_LIST, ADDRESS_LIST -> event.listCount(field) + " elements";
            default -> Long.toString(event.number(field));
        };
    }
}
