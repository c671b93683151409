package io.auscult.core.indicator;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;

/**
 * A file that is either the one written last or the one before, whatever happens meanwhile: eight bytes that say what it is, the content, a CRC-32C of both. Damage is found before anything is read of it. Stateless.
 */
public final class StateFile {
    private static final int BUFFER = 1 << 16;
    private static final int AROUND = 8 + 4; // bytes besides the content

    private StateFile() {}

    /** Writes the content. */
    @FunctionalInterface
    public interface Content {
        void write(DataOutputStream out) throws IOException;
    }

    /** A file is not what was written. */
    public static final class DamagedException extends Exception {
        private static final long serialVersionUID = 1;

        public DamagedException(String message) {
            super(message);
        }

        DamagedException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * Makes its folder where there is none; a file {@code .new} beside it is this one until it is whole.
     *
     * @return bytes
     */
    public static long write(Path file, long magic, Content content) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException(file + ": no file");
        }
        Files.createDirectories(folder);
        Path fresh = folder.resolve(file.getFileName() + ".new");
        long size;
        try (FileChannel channel = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            OutputStream bytes = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
            CRC32C sum = new CRC32C();
            DataOutputStream out =
                    new DataOutputStream(new BufferedOutputStream(new CheckedOutputStream(bytes, sum), BUFFER));
            out.writeLong(magic);
            content.write(out);
            out.flush();
            new DataOutputStream(bytes).writeInt((int) sum.getValue());
            bytes.flush();
            channel.force(true);
            size = channel.size();
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
            directory.force(true);
        }
        return size;
    }

    /** The content, gone through once already. @throws DamagedException when it is not what was written */
    public static DataInputStream open(Path file, long magic) throws IOException, DamagedException {
        long left = Files.size(file) - 4;
        if (left < AROUND - 4) {
            throw new DamagedException("cut off");
        }
        CRC32C sum = new CRC32C();
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = Files.newInputStream(file)) {
            while (left > 0) {
                int count = in.read(buffer, 0, (int) Math.min(left, BUFFER));
                if (count < 0) {
                    throw new DamagedException("cut off");
                }
                sum.update(buffer, 0, count);
                left -= count;
            }
            if (new DataInputStream(in).readInt() != (int) sum.getValue()) {
                throw new DamagedException("its sum is wrong");
            }
        }
        DataInputStream content = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER));
        if (content.readLong() != magic) {
            content.close();
            throw new DamagedException("of another kind or version");
        }
        return content;
    }
}
