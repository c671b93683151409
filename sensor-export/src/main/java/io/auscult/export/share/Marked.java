package io.auscult.export.share;

import io.auscult.core.alert.JournalEntry;

/** An exporter that labels what it sends. On its own thread. */
public interface Marked {
    /** How freely this may be told; it is delivered next, or previewed. */
    void mark(JournalEntry entry, Marking marking);
}
