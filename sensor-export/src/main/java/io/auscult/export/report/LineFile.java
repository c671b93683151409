package io.auscult.export.report;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Records as lines of JSON in a file that grows. A line that a crash or a full disk cut short is left out and spoils no other. Of more than
 * {@link #MOST} that are asked for the latest are given. One writer, any readers.
 */
final class LineFile<T> {
    static final int MOST = 100_000;

    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private final Path file;
    private final Class<T> type;

    LineFile(Path file, Class<T> type) {
        this.file = file;
        this.type = type;
    }

    /** @param isForced whether it shall be on the disk when this returns */
    void add(List<T> records, boolean isForced) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (T each : records) {
            lines.append(JSON.writeValueAsString(each)).append('\n');
        }
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long end = channel.size();
            ByteBuffer bytes = ByteBuffer.wrap((isEndOfLine(channel, end) ? lines : lines.insert(0, '\n'))
                    .toString()
                    .getBytes(StandardCharsets.UTF_8));
            channel.position(end);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            if (isForced) {
                channel.force(true);
            }
        }
    }

    private static boolean isEndOfLine(FileChannel channel, long end) throws IOException {
        ByteBuffer last = ByteBuffer.allocate(1);
        return end == 0 || channel.read(last, end - 1) == 1 && last.get(0) == '\n';
    }

    /** In the order they were added; none where there is no file. */
    List<T> list(Predicate<T> wanted) throws IOException {
        return list(line -> true, wanted);
    }

    /** @param maybe whether a line is worth reading */
    List<T> list(Predicate<String> maybe, Predicate<T> wanted) throws IOException {
        Deque<T> found = new ArrayDeque<>();
        if (!Files.isRegularFile(file)) {
            return new ArrayList<>();
        }
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                T each = maybe.test(line) ? read(line) : null;
                if (each != null && wanted.test(each)) {
                    found.addLast(each);
                    if (found.size() > MOST) {
                        found.removeFirst();
                    }
                }
            }
        }
        return new ArrayList<>(found);
    }

    private @Nullable T read(String line) {
        try {
            return line.isEmpty() ? null : JSON.readValue(line, type);
        } catch (JacksonException e) {
            return null; // half a line of a crash
        }
    }
}
