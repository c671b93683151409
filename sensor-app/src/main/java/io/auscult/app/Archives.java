package io.auscult.app;

import io.auscult.export.archive.Archive;
import io.auscult.export.archive.RotationSettings;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** One archive for all that a live run writes into a folder. Opened and closed by the main thread, asked by any. */
final class Archives implements AutoCloseable {
    private final RotationSettings settings;
    private final Map<Path, Archive> byFolder = new ConcurrentHashMap<>();

    Archives(RotationSettings settings) {
        this.settings = settings;
    }

    /** Null when files only grow. */
    @Nullable
    Archive of(Path folder) {
        return settings.isOn()
                ? byFolder.computeIfAbsent(
                        folder.toAbsolutePath().normalize(), path -> Archive.start(path, settings, Clock.systemUTC()))
                : null;
    }

    /** Why files do not go where they should, for a person; empty when all is well. */
    String troubles() {
        List<String> troubles = new ArrayList<>();
        for (Archive archive : byFolder.values()) {
            String trouble = archive.trouble();
            if (trouble != null) {
                troubles.add(trouble);
            }
        }
        return String.join("; ", troubles);
    }

    @Override
    public void close() {
        byFolder.values().forEach(Archive::close);
    }
}
