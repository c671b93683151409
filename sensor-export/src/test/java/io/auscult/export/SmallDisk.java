package io.auscult.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A small disk of its own (tmpfs, so for root alone) that runs full and gets room again. */
public final class SmallDisk implements AutoCloseable {
    private final Path folder;

    private SmallDisk(Path folder) {
        this.folder = folder;
    }

    /** Where it cannot be, the test says that it was skipped. @param parent in which its folder is made */
    public static SmallDisk mount(Path parent, int bytes) throws IOException {
        Path folder = Files.createDirectory(parent.resolve("disk"));
        assumeTrue("root".equals(System.getProperty("user.name")), "skipped: only root can mount a small disk");
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=" + bytes, "tmpfs", folder.toString()),
                "skipped: this machine does not let root mount a tmpfs");
        return new SmallDisk(folder);
    }

    public Path folder() {
        return folder;
    }

    /** To the last byte. */
    public void fill(String name) throws IOException {
        try (OutputStream out = Files.newOutputStream(folder.resolve(name))) {
            while (true) {
                out.write(new byte[4_096]);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left");
        }
    }

    /** Deletes what {@link #fill} wrote. */
    public void empty(String name) throws IOException {
        Files.delete(folder.resolve(name));
    }

    public void resize(int bytes) throws IOException {
        assertThat(run("mount", "-o", "remount,size=" + bytes, folder.toString()))
                .isTrue();
    }

    @Override
    public void close() throws IOException {
        assertThat(run("umount", "-l", folder.toString())).isTrue();
    }

    private static boolean run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
