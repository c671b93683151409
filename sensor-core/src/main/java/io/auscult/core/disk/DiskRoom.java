package io.auscult.core.disk;

import java.io.IOException;
import java.nio.file.Path;

/** Whether a folder's disk may be written on, looked at every {@link #LOOK_EVERY} bytes. Of the writing thread; {@link #isThere} of any. */
public final class DiskRoom {
    private static final long LOOK_EVERY = 1 << 22; // bytes written between two looks

    private final Path folder;
    private final Disk disk;
    private final long freeBytes;
    private long unlooked; // bytes written since the last look
    private volatile boolean isThere;

    /** @param freeBytes that must stay free */
    public DiskRoom(Path folder, Disk disk, long freeBytes) throws IOException {
        this.folder = folder;
        this.disk = disk;
        this.freeBytes = freeBytes;
        isThere = disk.free(folder) >= freeBytes;
    }

    public boolean isThere() {
        return isThere;
    }

    public void wrote(long bytes) {
        unlooked += bytes;
        if (unlooked >= LOOK_EVERY) {
            look();
        }
    }

    /** A disk that does not answer has no room. */
    public void look() {
        unlooked = 0;
        try {
            isThere = disk.free(folder) >= freeBytes;
        } catch (IOException e) {
            isThere = false;
        }
    }
}
