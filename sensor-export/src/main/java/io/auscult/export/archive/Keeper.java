package io.auscult.export.archive;

import com.github.luben.zstd.ZstdOutputStream;
import io.auscult.export.archive.RotationSettings.Compression;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.zip.GZIPOutputStream;

/**
 * Works through the dated folders: half-done files go, what is not compressed is, what is too old or too much goes. Each step leaves the folders
 * so that the next look goes on. One thread, but {@link #take}.
 */
final class Keeper {
    private static final String PART = ".part";
    private static final int MAX_SAME = 100_000; // files of one log that begin and end in the same seconds
    private static final int PIECE = 1 << 16; // bytes
    private static final int GZIP_LEVEL = 3; // less than half the time of the usual 6 for a seventh more bytes
    private static final int ZSTD_LEVEL = 3;

    private record Archived(Path path, String begun, long bytes) {}

    private final Path folder;
    private final RotationSettings settings;
    private final Clock clock;
    private final byte[] piece = new byte[PIECE];

    Keeper(Path folder, RotationSettings settings, Clock clock) {
        this.folder = folder;
        this.settings = settings;
        this.clock = clock;
    }

    /** Renames a file into the folder of its day. By the writers; waits for no more than the deletion of an empty folder. */
    synchronized void take(Path file, long begunMs, long endedMs) throws IOException {
        Path day = Files.createDirectories(folder.resolve(ArchivedName.folder(begunMs)));
        String log = file.getFileName().toString();
        for (int number = 1; number <= MAX_SAME; number++) {
            Path candidate = day.resolve(ArchivedName.file(log, begunMs, endedMs, number));
            if (!Files.exists(candidate) && !isCompressed(candidate)) {
                Files.move(file, candidate, StandardCopyOption.ATOMIC_MOVE);
                return;
            }
        }
        throw new IOException("too many files of the same second");
    }

    /** Whether a file is there in compressed form. */
    private static boolean isCompressed(Path file) {
        for (Compression compression : Compression.values()) {
            if (compression != Compression.NONE && Files.exists(with(file, compression.suffix()))) {
                return true;
            }
        }
        return false;
    }

    private static Path with(Path file, String suffix) {
        return file.resolveSibling(file.getFileName() + suffix);
    }

    /** @param stop asked now and then @throws IOException the first failure; the rest was tried too */
    void tidy(BooleanSupplier stop) throws IOException {
        List<Archived> found = new ArrayList<>();
        IOException failure = null;
        for (Path day : days()) {
            for (Path file : filesOf(day)) {
                if (stop.getAsBoolean()) {
                    return;
                }
                try {
                    Path kept = settle(file, stop);
                    ArchivedName name = kept == null ? null : ArchivedName.of(kept);
                    if (kept != null && name != null) {
                        found.add(new Archived(kept, name.begun(), Files.size(kept)));
                    }
                } catch (IOException e) {
                    failure = failure == null ? e : failure;
                }
            }
        }
        drop(found);
        for (Path day : days()) {
            deleteWhenEmpty(day);
        }
        if (failure != null) {
            throw failure;
        }
    }

    private List<Path> days() throws IOException {
        List<Path> days = new ArrayList<>();
        try (DirectoryStream<Path> entries =
                Files.newDirectoryStream(folder, entry -> ArchivedName.isFolder(entry) && Files.isDirectory(entry))) {
            entries.forEach(days::add);
        } catch (NoSuchFileException e) {
            return days; // nothing was written yet
        }
        days.sort(Comparator.naturalOrder());
        return days;
    }

    private static List<Path> filesOf(Path day) throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(day)) {
            entries.forEach(files::add);
        }
        files.sort(Comparator.naturalOrder());
        return files;
    }

    /** Brings a file into its last form. @return where it is; null when it is gone or none of ours */
    private @org.jspecify.annotations.Nullable Path settle(Path file, BooleanSupplier stop) throws IOException {
        String name = file.getFileName().toString();
        if (name.endsWith(PART)) {
            Path whole = file.resolveSibling(name.substring(0, name.length() - PART.length()));
            if (ArchivedName.of(whole) != null) {
                Files.deleteIfExists(file); // half of a file whose whole is still there
            }
            return null;
        }
        ArchivedName archived = ArchivedName.of(file);
        if (archived == null || !Files.isRegularFile(file)) {
            return null;
        }
        if (archived.compressed() || settings.compression() == Compression.NONE) {
            return file;
        }
        if (isCompressed(file)) { // that was done; only this was left
            Files.delete(file);
            return null;
        }
        return compress(file, stop);
    }

    private Path compress(Path file, BooleanSupplier stop) throws IOException {
        Path whole = with(file, settings.compression().suffix());
        Path part = with(whole, PART);
        try {
            try (FileChannel from = FileChannel.open(file);
                    FileChannel to = FileChannel.open(
                            part,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.TRUNCATE_EXISTING,
                            StandardOpenOption.WRITE)) {
                OutputStream out = compressing(new Kept(Channels.newOutputStream(to)));
                ByteBuffer buffer = ByteBuffer.wrap(piece);
                while (from.read(buffer.clear()) >= 0) {
                    if (stop.getAsBoolean()) {
                        return file; // the next start takes the part away
                    }
                    out.write(piece, 0, buffer.position());
                }
                out.close();
                to.force(true);
            }
            Files.setLastModifiedTime(part, Files.getLastModifiedTime(file));
            Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException | RuntimeException e) {
            try {
                Files.deleteIfExists(part); // above all when the disk is full
            } catch (IOException second) {
                e.addSuppressed(second);
            }
            throw e;
        }
        Files.delete(file);
        return whole;
    }

    private OutputStream compressing(OutputStream to) throws IOException {
        return switch (settings.compression()) {
            case GZIP ->
                new GZIPOutputStream(to, PIECE) {
                    {
                        def.setLevel(GZIP_LEVEL);
                    }
                };
            case ZSTD -> new ZstdOutputStream(to, ZSTD_LEVEL).setChecksum(true);
            case NONE -> to;
        };
    }

    /** Stays open when a compressor is closed: it is to be forced to the disk. */
    private static final class Kept extends OutputStream {
        private final OutputStream to;

        Kept(OutputStream to) {
            this.to = to;
        }

        @Override
        public void write(int b) throws IOException {
            to.write(b);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            to.write(bytes, offset, length);
        }
    }

    private void drop(List<Archived> found) throws IOException {
        found.sort(Comparator.comparing(Archived::begun));
        long total = 0;
        for (Archived each : found) {
            total += each.bytes();
        }
        String oldest = settings.age().isZero()
                ? ""
                : ArchivedName.second(clock.millis() - settings.age().toMillis());
        for (Archived each : found) {
            boolean isTooOld = each.begun().compareTo(oldest) < 0;
            boolean isTooMuch = settings.total() > 0 && total > settings.total();
            if (!isTooOld && !isTooMuch) {
                return;
            }
            Files.deleteIfExists(each.path());
            total -= each.bytes();
        }
    }

    private synchronized void deleteWhenEmpty(Path day) throws IOException {
        try {
            Files.delete(day);
        } catch (DirectoryNotEmptyException e) {
            return; // as usual
        }
    }
}
