package io.auscult.export.share;

import io.auscult.export.JsonBytes.Key;
import io.auscult.export.JsonLine;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What left, when, to whom, and who allowed it: a line of JSON each, appended and never changed. Each line has the hash of the one before in it, and its own at the end, so that a line
 * that was changed, put in or taken out breaks the chain; a file beside it has the last number and hash, or after a power failure those of a line before, so that a cut end shows. Any thread; processes agree by a lock on the file. It grows by
 * about 400 bytes a line and is never deleted by the sensor.
 */
public final class AuditLog {
    private static final String HASH = ",\"hash\":\"";
    private static final String INCIDENT = "\"incident\":\"";
    private static final String FIRST = "0".repeat(64);
    private static final int MAX_LINE = 1 << 16; // bytes

    private final Path file;
    private final Path head;
    private final InstantSource clock;
    private long lineNumber;
    private String last = FIRST;
    private long length = -1; // of the file when we wrote last

    public AuditLog(Path folder, InstantSource clock) throws IOException {
        Lines.folder(folder);
        this.file = folder.resolve("audit.jsonl");
        this.head = folder.resolve("audit.head");
        this.clock = clock;
    }

    /**
     * A line to be added.
     *
     * @param action what happened
     * @param values in this order, behind number, time and action
     */
    record Line(String action, Map<String, ?> values) {}

    /** Adds a line, and has it on the disk when it returns. @param values in this order, behind number, time and what happened */
    public void add(String action, Map<String, ?> values) throws IOException {
        add(List.of(new Line(action, values)));
    }

    synchronized void add(List<Line> lines) throws IOException {
        if (lines.isEmpty()) {
            return;
        }
        if (!Files.exists(file)) {
            Files.createFile(file, Lines.permissions("rw-------"));
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
                FileLock lock = Lines.lock(channel)) {
            if (channel.size() != length) {
                catchUp(channel);
            }
            long before = channel.size();
            StringBuilder text = new StringBuilder();
            for (Line line : lines) {
                String body = body(++lineNumber, line.action(), line.values());
                last = sha256(body);
                text.append(body).append(HASH).append(last).append("\"}\n");
            }
            try {
                write(channel, before, text.toString());
            } catch (IOException e) {
                channel.truncate(before); // all lines or none: they are added again
                throw new IOException(file + ": " + e.getMessage() + "; nothing leaves before this can be written", e);
            }
            length = channel.size();
            assert lock.isValid();
        } catch (IOException | RuntimeException e) {
            length = -1; // what got there is read again
            throw e;
        }
    }

    private void write(FileChannel channel, long at, String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        channel.position(at);
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        channel.force(false);
        Lines.write(head, Map.of("number", Long.toString(lineNumber), "hash", last), false);
    }

    /** Another process wrote, or we begin: the last line says where the chain is. A line that was cut by a crash is cut off. */
    private void catchUp(FileChannel channel) throws IOException {
        long from = Math.max(0, channel.size() - 2 * MAX_LINE);
        ByteBuffer tail = ByteBuffer.allocate((int) (channel.size() - from));
        while (tail.hasRemaining() && channel.read(tail, from + tail.position()) >= 0) {}
        String text = new String(tail.array(), 0, tail.position(), StandardCharsets.UTF_8);
        int end = text.lastIndexOf('\n');
        if (end + 1 < text.length()) {
            channel.truncate(channel.size() - (tail.position() - bytesTo(text, end + 1)));
        }
        lineNumber = 0;
        last = FIRST;
        if (end >= 0) {
            String line = text.substring(text.lastIndexOf('\n', end - 1) + 1, end);
            lineNumber = number(line);
            last = hash(line);
        }
    }

    private static int bytesTo(String text, int at) {
        return text.substring(0, at).getBytes(StandardCharsets.UTF_8).length;
    }

    private String body(long number, String action, Map<String, ?> values) {
        JsonLine line = new JsonLine(512);
        int root = line.open();
        line.key(new Key("number")).unsigned(number);
        line.key(new Key("time"))
                .text(clock.instant().truncatedTo(ChronoUnit.MILLIS).toString());
        line.key(new Key("action")).text(action);
        values.forEach((name, value) -> {
            line.key(new Key(name));
            if (value instanceof Number amount) {
                line.signed(amount.longValue());
            } else {
                String text = value.toString();
                line.text(text.length() > 1_024 ? text.substring(0, 1_024) : text);
            }
        });
        line.key(new Key("previous")).text(last);
        line.closeObject(root);
        return new String(line.bytes(), 0, line.length() - 1, StandardCharsets.UTF_8); // without the last bracket
    }

    private static long number(String line) {
        int comma = line.indexOf(',');
        try {
            return line.startsWith("{\"number\":") && comma > 0 ? Long.parseLong(line.substring(10, comma)) : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static String hash(String line) {
        int at = line.lastIndexOf(HASH);
        return at < 0 || line.length() < at + HASH.length() + 64
                ? ""
                : line.substring(at + HASH.length(), at + HASH.length() + 64);
    }

    /** All lines, the oldest first. */
    public static List<String> lines(Path folder) throws IOException {
        try {
            return Files.readAllLines(folder.resolve("audit.jsonl"), StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    /** What is wrong with it, at most some of it; empty when it is whole. */
    public static List<String> verify(Path folder) throws IOException {
        List<String> problems = new ArrayList<>();
        Map<String, String> head = Lines.read(folder.resolve("audit.head"));
        String noted = head == null ? "0" : head.getOrDefault("number", "");
        String last = FIRST;
        String atHead = FIRST;
        long number = 0;
        try (BufferedReader reader = Files.newBufferedReader(folder.resolve("audit.jsonl"), StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null && problems.size() < 20; line = reader.readLine()) {
                number++;
                int at = line.lastIndexOf(HASH);
                String body = at < 0 ? "" : line.substring(0, at);
                if (!sha256(body).equals(hash(line)) || !line.equals(body + HASH + hash(line) + "\"}")) {
                    problems.add("line " + number + ": was changed");
                } else if (number(line) != number) {
                    problems.add("line " + number + ": has number " + number(line)
                            + ", lines were taken out or put in before it");
                    number = number(line);
                } else if (!body.endsWith(",\"previous\":\"" + last + "\"")) {
                    problems.add("line " + number + ": does not follow the line before");
                }
                last = hash(line);
                atHead = noted.equals(Long.toString(number)) ? last : atHead;
            }
        } catch (NoSuchFileException e) {
            number = 0;
        }
        if (head == null ? number > 0 : !atHead.equals(head.get("hash"))) {
            problems.add("the end: " + number + " lines, and audit.head tells of line "
                    + (head == null ? "none" : noted) + " or of another one (expected: one of these)");
        }
        return problems;
    }

    /** Number and hash of the last line, to be noted elsewhere; null when there is none. */
    public static @Nullable String head(Path folder) throws IOException {
        Map<String, String> head = Lines.read(folder.resolve("audit.head"));
        return head == null ? null : head.get("number") + " " + head.get("hash");
    }

    /** The incident that left under this id; null when none did. */
    public static @Nullable String incident(Path folder, String sharedAs) throws IOException {
        for (String line : lines(folder)) {
            int at = line.indexOf(INCIDENT);
            if (at >= 0 && line.contains("\"shared_as\":\"" + sharedAs + "\"")) {
                int begin = at + INCIDENT.length();
                return line.substring(begin, line.indexOf('"', begin));
            }
        }
        return null;
    }

    static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
