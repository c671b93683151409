package io.auscult.export.share;

import io.auscult.core.alert.JournalEntry;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How freely the entries may be told that are on their way through an exporter. One thread. Of more than {@link #MOST} the first are forgotten. */
public final class MarkedEntries {
    private static final int MOST = 1 << 14; // many times what is on its way, or previewed, at once

    private final Map<String, Marking> byKey = new LinkedHashMap<>();

    public void mark(JournalEntry entry, Marking marking) {
        byKey.remove(entry.key()); // to the end
        byKey.put(entry.key(), marking);
        if (byKey.size() > MOST) {
            byKey.remove(byKey.keySet().iterator().next());
        }
    }

    /** Null where nobody said so. */
    public @Nullable Marking of(JournalEntry entry) {
        return byKey.get(entry.key());
    }

    /** What a program reads of it: {@code tlp} and {@code pap}; empty where nobody said so. */
    public Map<String, String> labels(JournalEntry entry) {
        Marking marking = of(entry);
        return marking == null ? Map.of() : marking.labels();
    }
}
