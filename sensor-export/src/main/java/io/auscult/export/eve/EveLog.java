package io.auscult.export.eve;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.AlertSink;
import io.auscult.core.counter.Counters;
import io.auscult.core.event.Event;
import io.auscult.core.event.EventConsumer;
import io.auscult.core.event.EventType;
import io.auscult.export.JsonLine;
import io.auscult.export.LogFile;
import io.auscult.export.OutputException;
import io.auscult.export.archive.Archive;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Events as EVE records, one a line, and the alerts of a replay among them. On the detect thread; allocates nothing for an event. A replay ends with
 * an {@link OutputException} when the file cannot be written; live, lines that find no room are counted and {@link #trouble} says why.
 */
public final class EveLog implements EventConsumer, AlertSink, AutoCloseable {

    private final Set<EveType> types;
    private final boolean live;
    private final LogFile file;
    private final Heading heading;
    private final EveRecord alerts;
    private final Shapes shapes = new Shapes();
    private final IdentityHashMap<EventType, Shape[]> known = new IdentityHashMap<>();
    private @Nullable OutputException failure;

    private EveLog(LogFile file, Set<EveType> types, boolean live, IntFunction<@Nullable String> interfaces) {
        this.file = file;
        this.types = types.isEmpty() ? EnumSet.noneOf(EveType.class) : EnumSet.copyOf(types);
        this.live = live;
        this.heading = new Heading(interfaces);
        this.alerts = new EveRecord(interfaces);
    }

    /** A new file in place of an old one, for a replay. @param file null: standard output */
    public static EveLog toNewFile(
            @Nullable Path file, Set<EveType> types, IntFunction<@Nullable String> interfaces, Counters counters) {
        return new EveLog(new LogFile(file, false, null, counters), types, false, interfaces);
    }

    /** Goes on where a file ends. @param file null: standard output @param archive null: the file grows */
    public static EveLog toFile(
            @Nullable Path file,
            @Nullable Archive archive,
            Set<EveType> types,
            IntFunction<@Nullable String> interfaces,
            Counters counters) {
        return new EveLog(new LogFile(file, true, archive, counters), types, true, interfaces);
    }

    @Override
    public boolean wants(EventType type) {
        return shapesOf(type).length > 0;
    }

    @Override
    public void onEvent(Event event) throws OutputException {
        for (Shape record : shapesOf(event.type())) {
            if (record.due().test(event)) {
                write(record, event);
            }
        }
    }

    private Shape[] shapesOf(EventType type) {
        Shape[] wanted = known.get(type);
        if (wanted == null) {
            wanted = shapes.of(type).stream()
                    .filter(shape -> types.contains(shape.type()))
                    .toArray(Shape[]::new);
            known.put(type, wanted);
        }
        return wanted;
    }

    private void write(Shape record, Event event) throws OutputException {
        JsonLine line = file.lines();
        heading.write(line, event, record.type(), record.time().ns(event));
        record.service().write(line, event);
        record.body().write(line, event);
        line.endObject();
        line.endLine();
        file.added();
    }

    /** Among the events, where it belongs. A failure is told by the next call that may. */
    @Override
    public void raise(Alert alert) {
        alerts.write(file.lines(), alert);
        try {
            file.added();
        } catch (OutputException e) {
            failure = e;
        }
    }

    @Override
    public void onBlockEnd(long nowNs) throws OutputException {
        if (live || failure != null) {
            flush();
        }
    }

    @Override
    public void onEnd() throws OutputException {
        flush();
    }

    private void flush() throws OutputException {
        if (failure != null) {
            throw failure;
        }
        file.flush();
    }

    /** Why lines are being lost; null when none are. Any thread. */
    public @Nullable String trouble() {
        return file.trouble();
    }

    @Override
    public void close() throws OutputException {
        file.close();
    }
}
