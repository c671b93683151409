package io.auscult.export.share;

import io.auscult.core.disk.WholeFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Small files of lines {@code name value} that only their owner may read; written whole or not at all, and to the disk. Stateless. */
final class Lines {
    private static final long RETRY_NS = 1_000_000;

    private Lines() {}

    /** A folder for its owner alone. */
    static void folder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder, permissions("rwx------"));
        }
    }

    static FileAttribute<?>[] permissions(String text) {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text))}
                : new FileAttribute<?>[0];
    }

    static void write(Path file, Map<String, String> values) throws IOException {
        write(file, values, true);
    }

    /** @param isToDisk whether it is on the disk on return; otherwise the one before may be back after a power failure */
    static void write(Path file, Map<String, String> values, boolean isToDisk) throws IOException {
        StringBuilder text = new StringBuilder();
        values.forEach((name, value) ->
                text.append(name).append(' ').append(oneLine(value)).append('\n'));
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        if (isToDisk) {
            WholeFile.replace(file, bytes, permissions("rw-------"));
        } else {
            WholeFile.replaceSoon(file, bytes, permissions("rw-------"));
        }
    }

    /** Null when there is no such file. */
    static @Nullable Map<String, String> read(Path file) throws IOException {
        try {
            Map<String, String> values = new LinkedHashMap<>();
            for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                int space = line.indexOf(' ');
                if (space > 0) {
                    values.put(line.substring(0, space), line.substring(space + 1));
                }
            }
            return values;
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /** Waits for others, of other processes and of this one. */
    static FileLock lock(FileChannel channel) throws IOException {
        while (true) {
            try {
                return channel.lock();
            } catch (OverlappingFileLockException e) {
                LockSupport.parkNanos(RETRY_NS); // held by this process
            }
        }
    }

    static String oneLine(String text) {
        return text.codePoints()
                .map(point -> Character.isISOControl(point) || point == 0x2028 || point == 0x2029 ? ' ' : point)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
