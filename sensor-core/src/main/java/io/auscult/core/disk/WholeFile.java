package io.auscult.core.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.Set;

/** Small files that are replaced as a whole: whenever the process ends, the old one is there or the new one; a file {@code .new} beside it is this one until it is whole. Stateless. */
public final class WholeFile {
    private WholeFile() {}

    /**
     * Its bytes are on the disk on return; after a power cut the old one may be back.
     *
     * @param attributes of the new file, such as who may read it
     * @throws FileSystemException when it cannot be replaced; the message names the file
     */
    public static void replace(Path file, byte[] bytes, FileAttribute<?>... attributes) throws IOException {
        replace(file, bytes, true, attributes);
    }

    /** As {@link #replace}, without waiting for the disk. */
    public static void replaceSoon(Path file, byte[] bytes, FileAttribute<?>... attributes) throws IOException {
        replace(file, bytes, false, attributes);
    }

    private static void replace(Path file, byte[] bytes, boolean isForced, FileAttribute<?>... attributes)
            throws IOException {
        try {
            write(file, bytes, isForced, attributes);
        } catch (FileSystemException e) {
            throw e;
        } catch (IOException e) { // of a channel, which does not know its name
            FileSystemException named = new FileSystemException(file.toString(), null, e.getMessage());
            named.initCause(e);
            throw named;
        }
    }

    private static void write(Path file, byte[] bytes, boolean isForced, FileAttribute<?>... attributes)
            throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        try (FileChannel channel =
                FileChannel.open(fresh, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes)) {
            ByteBuffer rest = ByteBuffer.wrap(bytes);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            if (isForced) {
                channel.force(true);
            }
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
