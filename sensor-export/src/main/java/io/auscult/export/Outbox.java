package io.auscult.export;

import io.auscult.core.alert.DeadLetters;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What lies beside the journal about one receiver, for people and for commands of other processes: its state, its dead letters, and the wish to
 * try those again. Used by one thread, the files by any process.
 */
public final class Outbox {
    /** Stands for all dead letters in a wish. */
    public static final String ALL = "*";

    private static final String STATE = ".status";
    private static final long TELL_EVERY_NS = 1_000_000_000L;
    private static final int MOST_WISHES = 4_096;

    /**
     * How a receiver was doing.
     *
     * @param at when this was written
     * @param delivered entries since the sensor began
     * @param waiting entries that it has not got yet
     * @param dead entries that it refused
     * @param failingSince since when every try fails, null when it works
     * @param failure why; empty when it works
     * @param lastDelivered when it last acknowledged something
     */
    public record State(
            Instant at,
            long delivered,
            long waiting,
            long dead,
            @Nullable Instant failingSince,
            String failure,
            @Nullable Instant lastDelivered) {}

    private final Path state;
    private final Path wishes;
    private final DeadLetters deadLetters;
    private final SequencedSet<String> requested = new LinkedHashSet<>();
    private long toldAtNs = System.nanoTime() - TELL_EVERY_NS;

    /** @param journal the folder of the journal */
    public Outbox(Path journal, String receiver) {
        this.state = journal.resolve(receiver + STATE);
        this.wishes = journal.resolve(receiver + ".retry");
        this.deadLetters = DeadLetters.of(journal, receiver);
    }

    /** The receivers that ever had an outbox there, by name. */
    public static List<String> receivers(Path journal) throws IOException {
        try (Stream<Path> files = Files.list(journal)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(STATE))
                    .map(name -> name.substring(0, name.length() - STATE.length()))
                    .sorted()
                    .toList();
        }
    }

    public DeadLetters deadLetters() {
        return deadLetters;
    }

    boolean isDue() {
        return System.nanoTime() - toldAtNs >= TELL_EVERY_NS;
    }

    /** Writes the state; that it cannot be written is no reason to stop delivering. */
    void tell(State now) {
        toldAtNs = System.nanoTime();
        String text = "at " + now.at() + "\ndelivered " + now.delivered() + "\nwaiting " + now.waiting() + "\ndead "
                + now.dead() + "\nfailing " + (now.failingSince() == null ? "" : now.failingSince()) + "\nlast "
                + (now.lastDelivered() == null ? "" : now.lastDelivered()) + "\nfailure "
                + now.failure().replace('\n', ' ') + "\n";
        try {
            Path next = state.resolveSibling(state.getFileName() + ".new");
            Files.writeString(next, text);
            Files.move(next, state, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            toldAtNs = System.nanoTime(); // health tells of the disk
        }
    }

    /** What was written last; null when there is nothing. */
    public @Nullable State state() throws IOException {
        try {
            List<String> lines = Files.readAllLines(state, StandardCharsets.UTF_8);
            return new State(
                    Instant.parse(after(lines, "at ")),
                    Long.parseLong(after(lines, "delivered ")),
                    Long.parseLong(after(lines, "waiting ")),
                    Long.parseLong(after(lines, "dead ")),
                    instant(after(lines, "failing ")),
                    after(lines, "failure "),
                    instant(after(lines, "last ")));
        } catch (NoSuchFileException e) {
            return null;
        } catch (DateTimeException | NumberFormatException e) {
            throw new IOException(state + ": unreadable (expected: what a sensor wrote)", e);
        }
    }

    private static @Nullable Instant instant(String text) {
        return text.isEmpty() ? null : Instant.parse(text);
    }

    private static String after(List<String> lines, String name) {
        for (String line : lines) {
            if (line.startsWith(name)) {
                return line.substring(name.length());
            }
        }
        return "";
    }

    /** Asks whoever delivers to try a dead letter again. @param key of its entry, or {@link #ALL} */
    public void retry(String key) throws IOException {
        Files.writeString(wishes, key + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** Takes up what was asked for. */
    void takeRequests() throws IOException {
        if (!Files.exists(wishes)) {
            return;
        }
        Path taken = wishes.resolveSibling(wishes.getFileName() + ".taken");
        Files.move(wishes, taken, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        for (String key : Files.readAllLines(taken, StandardCharsets.UTF_8)) {
            if (requested.size() < MOST_WISHES && !key.isBlank()) {
                requested.add(key.strip());
            }
        }
        Files.delete(taken);
    }

    List<String> requested() {
        return new ArrayList<>(requested);
    }

    void done(String key) {
        requested.remove(key);
    }
}
