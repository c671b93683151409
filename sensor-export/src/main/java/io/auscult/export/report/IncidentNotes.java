package io.auscult.export.report;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * What people say of incidents: that they know of one, that it is dealt with. A file of lines beside the journal, only ever added to, so that it also tells who
 * said what and when. Of more than {@link #MOST} lines the later ones are not read.
 */
public final class IncidentNotes {
    static final int MOST = 100_000;

    private static final int MAX_LINE = 8_192; // characters
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    /** What was said. */
    public enum Kind {
        /** Somebody became aware of it; the deadlines count from there. */
        AWARE,
        /** It was notified to the authority. */
        NOTIFIED,
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
    public record Note(String id, Kind kind, long atMs, long saidMs, String by, String text) {}

    private final Path file;

    /** @param folder of the journal */
    public IncidentNotes(Path folder) {
        this.file = folder.resolve("incident-notes.jsonl");
    }

    /** On the disk when it returns. */
    public void add(Note note) throws IOException {
        byte[] line = (JSON.writeValueAsString(note) + "\n").getBytes(StandardCharsets.UTF_8);
        if (line.length > MAX_LINE) {
            throw new IOException("note: " + line.length + " bytes (expected: at most " + MAX_LINE + ")");
        }
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            ByteBuffer bytes = ByteBuffer.wrap(line);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    /** In the order they were said; damaged lines are left out. */
    public List<Note> list() throws IOException {
        List<Note> notes = new ArrayList<>();
        if (!Files.isRegularFile(file)) {
            return notes;
        }
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            for (String line = lines.readLine(); line != null && notes.size() < MOST; line = lines.readLine()) {
                try {
                    notes.add(JSON.readValue(line, Note.class));
                } catch (JacksonException e) {
                    continue; // half a line of a crash
                }
            }
        }
        return notes;
    }

    /** Of one incident and of what became part of it. */
    public static List<Note> of(List<Note> notes, KnownIncident incident) {
        return notes.stream()
                .filter(note -> note.id().equals(incident.latest().id())
                        || incident.latest().formerIds().contains(note.id()))
                .toList();
    }

    /** Whether what was recommended is still to be done. @param ofIncident what {@link #of} gives */
    public static boolean isOpen(List<Note> ofIncident) {
        boolean isOpen = true;
        for (Note note : ofIncident) {
            isOpen = switch (note.kind()) {
                case CLOSED -> false;
                case REOPENED -> true;
                case AWARE, NOTIFIED -> isOpen;
            };
        }
        return isOpen;
    }
}
