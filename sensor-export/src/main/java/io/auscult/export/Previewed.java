package io.auscult.export;

import io.auscult.core.alert.JournalEntry;
import java.util.List;

/** An exporter that can show what it would send, without sending it: every one that can stand behind a policy. */
public interface Previewed {
    /**
     * One thing that is sent.
     *
     * @param where it goes, for a person
     * @param content as the receiver reads it; of a mail, the part as it was before it was encoded
     */
    record Document(String where, String content) {}

    /** What the receiver would get of these entries if they were delivered now, in order; it is not told of all. Asks nobody and remembers nothing. */
    List<Document> preview(List<JournalEntry> entries);
}
