package io.auscult.export.share;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What waits for a person before it goes to one receiver, and what persons decided: a file each, in a folder of the receiver's. The sensor writes what waits, a command writes decisions, each reads the
 * other's. One thread in each process. At most {@link #MOST} incidents wait, each at most {@link #LONGEST}; older ones are given up, which the log tells.
 */
public final class Approvals {
    static final int MOST = 4_096;
    static final Duration LONGEST = Duration.ofDays(30);

    private static final String WAITING = ".waiting";
    private static final String DECISION = ".decision";
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9-]{1,64}");

    private final Path folder;

    /** @param share where everything about sharing is kept */
    public Approvals(Path share, String receiver) throws IOException {
        this.folder = share.resolve("to-" + receiver);
        Lines.folder(folder);
    }

    private Path file(String incident, String suffix) {
        String name = PLAIN.matcher(incident).matches() ? incident : AuditLog.sha256(incident);
        return folder.resolve(name + suffix);
    }

    /** Null when nobody decided, or the file cannot be understood. */
    public @Nullable Decision decision(String incident) throws IOException {
        Map<String, String> lines = Lines.read(file(incident, DECISION));
        return lines == null ? null : Decision.of(lines);
    }

    /** In place of an earlier decision. */
    public void decide(String incident, Decision decision) throws IOException {
        Lines.write(file(incident, DECISION), decision.lines());
    }

    public @Nullable Waiting waiting(String incident) throws IOException {
        Map<String, String> lines = Lines.read(file(incident, WAITING));
        return lines == null ? null : Waiting.of(lines);
    }

    /** The longest waiting first. */
    public List<Waiting> waiting() throws IOException {
        List<Waiting> all = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(WAITING)).toList()) {
                Map<String, String> lines = Lines.read(file);
                Waiting waiting = lines == null ? null : Waiting.of(lines);
                if (waiting != null) {
                    all.add(waiting);
                }
            }
        }
        all.sort(Comparator.comparing(Waiting::since).thenComparing(Waiting::incident));
        return all;
    }

    void hold(Waiting waiting) throws IOException {
        Lines.write(file(waiting.incident(), WAITING), waiting.lines());
    }

    void release(String incident) throws IOException {
        Files.deleteIfExists(file(incident, WAITING));
    }

    /** When anything was decided last: changes with each decision. */
    Instant changed() throws IOException {
        return Files.getLastModifiedTime(folder).toInstant();
    }
}
