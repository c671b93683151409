package io.auscult.export.zeek;

import io.auscult.core.event.Event;
import io.auscult.core.event.EventType;
import io.auscult.export.JsonLine;
import java.util.IdentityHashMap;

/** Events as lines of Zeek's logs, {@code _path} first, for others than files. One thread; allocates nothing after each type was seen once. */
public final class EventLines {
    private final CommonKeys common = new CommonKeys();
    private final IdentityHashMap<EventType, ZeekLog> logs = new IdentityHashMap<>();
    private long batch;

    /** Appends the event's line. */
    public void write(Event event, JsonLine to) {
        ZeekLog log = logs.get(event.type());
        if (log == null) {
            log = new ZeekLog(event.type(), common, true, false);
            logs.put(event.type(), log);
        }
        log.write(event, to, batch);
    }

    /** The lines before were taken away, or come from another event's writer. */
    public void begin() {
        batch++;
    }
}
