package io.auscult.export.share;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.Incident;
import io.auscult.core.alert.JournalEntry;
import io.auscult.core.alert.JournalReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds in the journal what was held back of an incident, or how it stands. Nothing is kept twice: what the journal has let go of cannot be released any more. */
public interface HeldEntries {
    int MOST = 20_000;

    /**
     * Its entries, in order, at most the last {@link #MOST}; of the incident itself the last snapshot only.
     *
     * @param first key of the first one; null for as far as the journal goes back
     * @param last key of the last one; null for the newest
     */
    List<JournalEntry> between(String incident, @Nullable String first, @Nullable String last) throws IOException;

    /** How the newest incident whose id begins so stands now; null when the journal does not know it. */
    @Nullable
    Incident latest(String incident) throws IOException;

    /** Those of a journal in this folder, which another thread or process may be writing. */
    static HeldEntries of(Path journal) {
        return new HeldEntries() {
            @Override
            public List<JournalEntry> between(String incident, @Nullable String first, @Nullable String last)
                    throws IOException {
                List<JournalEntry> held = new ArrayList<>();
                try (JournalReader reader = JournalReader.open(journal)) {
                    boolean isWithin = first == null;
                    JournalReader.Indexed next = reader.next();
                    while (next != null) {
                        JournalEntry entry = next.entry();
                        isWithin |= entry.key().equals(first);
                        if (isWithin && incidentOf(entry).equals(incident)) {
                            keep(held, entry);
                        }
                        next = isWithin && entry.key().equals(last) ? null : reader.next();
                    }
                }
                return held;
            }

            @Override
            public @Nullable Incident latest(String incident) throws IOException {
                try (JournalReader reader = JournalReader.open(journal).backwards()) {
                    for (JournalReader.Indexed next = reader.next(); next != null; next = reader.next()) {
                        if (next.entry() instanceof Incident found
                                && (found.id().startsWith(incident)
                                        || found.formerIds().stream().anyMatch(id -> id.startsWith(incident)))) {
                            return found;
                        }
                    }
                }
                return null;
            }
        };
    }

    private static void keep(List<JournalEntry> held, JournalEntry entry) {
        if (entry instanceof Incident) {
            held.removeIf(Incident.class::isInstance);
        }
        held.add(entry);
        if (held.size() > MOST) {
            held.removeFirst();
        }
    }

    static String incidentOf(JournalEntry entry) {
        return switch (entry) {
            case Alert alert -> alert.incidentId();
            case Incident incident -> incident.id();
        };
    }
}
