package io.auscult.export.extract;

import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file on the disk that is being written. Made by the detect thread; its channel belongs to the writer's. */
final class Target {
    /** Name while it is not whole. */
    final Path part;

    /** It could not be written. */
    volatile boolean isFailed;

    @Nullable
    FileChannel channel;

    Target(Path part) {
        this.part = part;
    }
}
