package io.auscult.core.alert;

import io.auscult.core.disk.WholeFile;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one receiver refused for good, with the reason: a file beside the journal, a line each. Written by the receiver's thread, read by any process.
 * At most {@link #MOST} letters and {@link #MOST_BYTES}; with more the oldest is dropped, which the journal still holds.
 */
public final class DeadLetters {
    static final int MOST = 4_096;
    static final int MOST_BYTES = 16 << 20; // of the file; all of them are in memory when one comes or goes
    private static final int MAX_REASON = 500;

    /**
     * One that was refused.
     *
     * @param since when it was given up
     * @param reason what the receiver said
     */
    public record Letter(Instant since, String reason, JournalEntry entry) {}

    private final Path file;

    DeadLetters(Path file) {
        this.file = file;
    }

    /** Of a receiver. @param journal the folder of the journal */
    public static DeadLetters of(Path journal, String receiver) {
        return new DeadLetters(journal.resolve(receiver + ".dead"));
    }

    /** Puts one aside, in place of an earlier one of the same entry. */
    public void add(Letter letter) throws IOException {
        Map<String, Letter> all = byKey(list());
        all.put(letter.entry().key(), letter);
        write(all.values());
    }

    /** Takes one out. */
    public void remove(String key) throws IOException {
        Map<String, Letter> all = byKey(list());
        if (all.remove(key) != null) {
            write(all.values());
        }
    }

    /** All of them, the oldest first; lines that cannot be read are left out. */
    public List<Letter> list() throws IOException {
        List<Letter> letters = new ArrayList<>();
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                Letter letter = parse(line);
                if (letter != null) {
                    letters.add(letter);
                }
            }
        } catch (NoSuchFileException e) {
            return List.of();
        }
        return letters;
    }

    private static Map<String, Letter> byKey(List<Letter> letters) {
        Map<String, Letter> all = new LinkedHashMap<>();
        letters.forEach(letter -> all.put(letter.entry().key(), letter));
        return all;
    }

    private static @Nullable Letter parse(String line) {
        String[] parts = line.split("\t", -1);
        if (parts.length != 3) {
            return null;
        }
        try {
            return new Letter(
                    Instant.parse(parts[0]),
                    parts[1],
                    EntryCodec.decode(ByteBuffer.wrap(Base64.getDecoder().decode(parts[2]))));
        } catch (DateTimeException | IllegalArgumentException | CorruptAlertException e) {
            return null;
        }
    }

    private void write(Collection<Letter> letters) throws IOException {
        EntryCodec codec = new EntryCodec();
        Deque<byte[]> lines = new ArrayDeque<>();
        int size = 0;
        for (Letter letter : letters) {
            String entry = StandardCharsets.ISO_8859_1
                    .decode(Base64.getEncoder().encode(codec.encode(letter.entry())))
                    .toString();
            String line = letter.since() + "\t" + oneLine(letter.reason()) + "\t" + entry + "\n";
            byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
            lines.add(bytes);
            size += bytes.length;
            while (lines.size() > 1 && (size > MOST_BYTES || lines.size() > MOST)) {
                size -= lines.removeFirst().length;
            }
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream(size);
        lines.forEach(all::writeBytes);
        WholeFile.replace(file, all.toByteArray());
    }

    private static String oneLine(String reason) {
        String shown = reason.length() > MAX_REASON ? reason.substring(0, MAX_REASON) : reason;
        return shown.codePoints()
                .map(point -> Character.isISOControl(point) ? ' ' : point)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
