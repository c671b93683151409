package io.auscult.core.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Opens capture files. What a file is, its first bytes tell, never its name. */
public final class CaptureFiles {
    /** Stands for standard input. */
    public static final Path STANDARD_INPUT = Path.of("-");

    private static final int MAGIC = 4; // bytes
    private static final int MAX_TOLD = 10; // names of files that are left out
    private static final String EXPECTED = " (expected: pcap or pcapng, as it is or in gzip or zstd)";

    private CaptureFiles() {}

    /**
     * Opens one capture file, or standard input for {@code -}.
     *
     * @throws IOException {@code path: reason (expected: ...)} when it cannot be read or is no capture file
     */
    public static PacketSource open(Path path) throws IOException {
        if (path.equals(STANDARD_INPUT)) {
            return recognise("standard input", "stdin", PlainInput.ofStandardInput());
        }
        Path name = path.getFileName();
        return recognise(path.toString(), name == null ? path.toString() : name.toString(), openFile(path));
    }

    /**
     * Opens several files as one timeline. A directory stands for all capture files in it and below it, by name; other files
     * there are left out and told in {@link PacketSource#notes}.
     *
     * @throws IOException {@code path: reason (expected: ...)} when one of the paths cannot be read, is no capture file, or is a
     *     directory without any
     */
    public static PacketSource open(List<Path> paths) throws IOException {
        if (paths.size() == 1 && !Files.isDirectory(paths.getFirst())) {
            return open(paths.getFirst());
        }
        PacketBlock probe = new PacketBlock(RecordFormat.MAX_RECORD + CaptureFile.PIECE, 1);
        List<MergedFile> files = new ArrayList<>();
        List<String> leftOut = new ArrayList<>();
        for (Path path : paths) {
            if (!Files.isDirectory(path)) {
                files.add(MergedFile.look(path, files.size(), probe));
                continue;
            }
            int before = files.size();
            for (Path file : filesIn(path, leftOut)) {
                try {
                    files.add(MergedFile.look(file, files.size(), probe));
                } catch (IOException e) {
                    leftOut.add(path.relativize(file).toString());
                }
            }
            if (files.size() == before) {
                throw new IOException(path + ": no capture file in this directory" + EXPECTED);
            }
        }
        return new MergedFiles(files, leftOut.isEmpty() ? List.of() : List.of(tell(leftOut)));
    }

    /** All files below a directory by name; what cannot be entered is left out. */
    private static List<Path> filesIn(Path directory, List<String> leftOut) throws IOException {
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (Files.isRegularFile(file)) {
                    files.add(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException reason) {
                leftOut.add(directory.relativize(file).toString());
                return FileVisitResult.CONTINUE;
            }
        });
        files.sort(null);
        return files;
    }

    private static String tell(List<String> leftOut) {
        int rest = leftOut.size() - MAX_TOLD;
        return "left out, no capture files or not readable: "
                + String.join(", ", leftOut.subList(0, Math.min(leftOut.size(), MAX_TOLD)))
                + (rest > 0 ? " and " + rest + " more" : "");
    }

    private static ByteInput openFile(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            throw new IOException(path + ": is a directory (expected: a file)");
        }
        try {
            if (!Files.exists(path)) {
                throw new NoSuchFileException(path.toString());
            }
            if (!Files.isReadable(path)) {
                throw new AccessDeniedException(path.toString());
            }
            return PlainInput.of(path);
        } catch (FileSystemException e) {
            String reason = switch (e) {
                case NoSuchFileException missing -> "no such file";
                case AccessDeniedException denied -> "permission denied";
                default -> e.getMessage();
            };
            throw new IOException(path + ": " + reason + EXPECTED, e);
        }
    }

    /** Finds out what the bytes are. @param iface name of the interface where the file names none */
    static PacketSource recognise(String path, String iface, ByteInput in) throws IOException {
        ByteInput opened = in; // closed together with all that was put around it
        try {
            byte[] magic = peek(in);
            ByteInput whole = new PrefixedInput(magic, in);
            opened = decompressed(whole, little(magic));
            if (opened != whole) {
                magic = peek(opened);
                whole = new PrefixedInput(magic, opened);
            }
            RecordFormat format = formatOf(little(magic), iface);
            if (format == null) {
                throw new IOException(whyNot(opened, magic.length));
            }
            return new CaptureFile(path, whole, format);
        } catch (IOException e) {
            opened.close();
            throw new IOException(path + ": " + e.getMessage() + EXPECTED, e);
        }
    }

    private static String whyNot(ByteInput in, int length) {
        if (length < MAGIC && !in.endDetail().isEmpty()) {
            return in.endDetail();
        }
        return length == 0 ? "empty" : "not a capture file";
    }

    private static ByteInput decompressed(ByteInput in, int magic) throws IOException {
        if (GzipInput.isMagic(magic)) {
            return new GzipInput(in);
        }
        return ZstdInput.isMagic(magic) ? new ZstdInput(in) : in;
    }

    private static @Nullable RecordFormat formatOf(int magic, String iface) {
        return PcapngFormat.isMagic(magic) ? new PcapngFormat(iface) : PcapFormat.of(magic, iface);
    }

    /** The first four bytes as a little-endian number; 0, which no format begins with, where there are fewer. */
    private static int little(byte[] magic) {
        return magic.length < MAGIC
                ? 0
                : ByteBuffer.wrap(magic).order(ByteOrder.LITTLE_ENDIAN).getInt();
    }

    private static byte[] peek(ByteInput in) throws IOException {
        byte[] magic = new byte[MAGIC];
        return Arrays.copyOf(magic, readFully(in, magic));
    }

    private static int readFully(ByteInput in, byte[] bytes) throws IOException {
        int n = 0;
        while (n < bytes.length) {
            int more = in.read(bytes, n, bytes.length - n);
            if (more < 0) {
                break;
            }
            n += more;
        }
        return n;
    }
}
