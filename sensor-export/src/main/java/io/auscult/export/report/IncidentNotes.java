package io.auscult.export.report;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What people say of incidents: that they know of one, that it is dealt with. A file of lines beside the journal, only ever added to, so that it also tells who
 * said what and when. Of more than {@link LineFile#MOST} lines the earlier ones are not read.
 */
public final class IncidentNotes {
    private static final int MAX_TEXT = 4_000; // characters of a name, of a text

    /** What was said. */
    public enum Kind {
        /** Somebody became aware of it; the deadlines count from there. */
        AWARE,
        /** The authority was sent an early warning. */
        WARNED,
        /** It was notified to the authority. */
        NOTIFIED,
        /** The authority was sent the final report. */
        REPORTED,
        /** What was recommended is done, or need not be done. */
        CLOSED,
        /** It is not done after all. */
        REOPENED
    }

    /**
     * A line.
     *
     * @param id of the incident
     * @param atMs the time that is meant
     * @param saidMs when it was said
     * @param by who said it
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Note(String id, Kind kind, long atMs, long saidMs, String by, String text) {
        public Note {
            Objects.requireNonNull(id);
            Objects.requireNonNull(kind);
            by = Objects.requireNonNullElse(by, "");
            text = Objects.requireNonNullElse(text, "");
        }
    }

    /** What was said of each incident. Immutable. */
    public static final class Said {
        private final Map<String, List<Note>> notes = new HashMap<>();

        Said(List<Note> all) {
            all.forEach(note ->
                    notes.computeIfAbsent(note.id(), id -> new ArrayList<>()).add(note));
        }

        /** Of one incident and of what became part of it, in the order it was said. */
        public List<Note> of(KnownIncident incident) {
            List<Note> found =
                    new ArrayList<>(notes.getOrDefault(incident.latest().id(), List.of()));
            incident.latest().formerIds().forEach(id -> found.addAll(notes.getOrDefault(id, List.of())));
            found.sort(Comparator.comparingLong(Note::saidMs));
            return found;
        }

        /** Whether what was recommended is still to be done. */
        public boolean isOpen(KnownIncident incident) {
            boolean isOpen = true;
            for (Note note : of(incident)) {
                isOpen = switch (note.kind()) {
                    case CLOSED -> false;
                    case REOPENED -> true;
                    case AWARE, WARNED, NOTIFIED, REPORTED -> isOpen;
                };
            }
            return isOpen;
        }
    }

    private final LineFile<Note> lines;

    /** @param folder of the journal */
    public IncidentNotes(Path folder) {
        this.lines = new LineFile<>(folder.resolve("incident-notes.jsonl"), Note.class);
    }

    /** On the disk when it returns. */
    public void add(Note note) throws IOException {
        if (note.by().length() > MAX_TEXT || note.text().length() > MAX_TEXT) {
            throw new IOException("note: too long (expected: at most " + MAX_TEXT + " characters)");
        }
        lines.add(List.of(note), true);
    }

    /** Damaged lines are left out. */
    public Said said() throws IOException {
        return saidBefore(Long.MAX_VALUE);
    }

    /** What had been said before that moment. */
    Said saidBefore(long ms) throws IOException {
        return new Said(lines.list(note -> note.saidMs() < ms));
    }
}
