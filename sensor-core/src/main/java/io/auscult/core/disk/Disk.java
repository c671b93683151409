package io.auscult.core.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** What is asked of the disk that files go to. Stateless. Tests have one that runs full. */
public interface Disk {
    Disk REAL = new Disk() {
        private static final boolean POSIX =
                FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

        private static FileAttribute<?>[] mode(String permissions) {
            return POSIX
                    ? new FileAttribute<?>[] {
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                    }
                    : new FileAttribute<?>[0];
        }

        @Override
        public void makeFolder(Path folder) throws IOException {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(folder, mode("rwx------"));
            }
        }

        @Override
        public FileChannel create(Path file) throws IOException {
            Files.deleteIfExists(file);
            return FileChannel.open(
                    file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), mode("rw-------"));
        }

        @Override
        public FileChannel open(Path file) throws IOException {
            return FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        }

        @Override
        public long free(Path folder) throws IOException {
            return Files.getFileStore(folder).getUsableSpace();
        }
    };

    void makeFolder(Path folder) throws IOException;

    /** A new file that nobody else can read; what had its name is gone. Follows no link. */
    FileChannel create(Path file) throws IOException;

    /** One that was created before, to be continued. Follows no link. */
    FileChannel open(Path file) throws IOException;

    /** As {@link FileChannel#write(ByteBuffer, long)}. */
    default int write(FileChannel file, ByteBuffer bytes, long at) throws IOException {
        return file.write(bytes, at);
    }

    /** Bytes that may still be written. */
    long free(Path folder) throws IOException;
}
