package io.auscult.core.capture;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;

/** Opens capture files. What a file is, its first bytes tell, never its name. */
public final class CaptureFiles {
    /** Stands for standard input. */
    public static final Path STANDARD_INPUT = Path.of("-");

    private static final int MAGIC = 4; // bytes
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
                case NoSuchFileException _ -> "no such file";
                case AccessDeniedException _ -> "permission denied";
                default -> e.getMessage();
            };
            throw new IOException(path + ": " + reason + EXPECTED, e);
        }
    }

    private static PacketSource recognise(String path, String iface, ByteInput in) throws IOException {
        try {
            byte[] magic = new byte[MAGIC];
            int n = readFully(in, magic);
            ByteInput whole = new PrefixedInput(Arrays.copyOf(magic, n), in);
            RecordFormat format = n < MAGIC ? null : formatOf(magic, iface);
            if (format == null) {
                throw new IOException(n == 0 ? "empty" : "not a capture file");
            }
            return new CaptureFile(path, whole, format);
        } catch (IOException e) {
            in.close();
            throw new IOException(path + ": " + e.getMessage() + EXPECTED, e);
        }
    }

    private static RecordFormat formatOf(byte[] magic, String iface) {
        int first = magic[0] & 0xFF | (magic[1] & 0xFF) << 8 | (magic[2] & 0xFF) << 16 | magic[3] << 24;
        return PcapFormat.of(first, iface);
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
