package io.auscult.export.extract;

import java.nio.file.Path;

/**
 * Where extracted files go, and how much. Immutable. What of a file, and of which files, is decided where they are read
 * ({@link io.auscult.core.protocol.file.WantedFiles}).
 *
 * @param folder made when it is missing
 * @param names how files are named
 * @param runBytes written in all
 * @param minuteBytes written in any minute of packet time
 * @param files written in all
 * @param freeBytes that stay free on the disk
 * @param keepsIncomplete whether files stay of which something is missing
 * @param waits whether to wait for the disk (a replay), or to leave out what comes while it is behind (live)
 */
public record ExtractSettings(
        Path folder,
        Naming names,
        long runBytes,
        long minuteBytes,
        long files,
        long freeBytes,
        boolean keepsIncomplete,
        boolean waits) {
    /** What stands before the extension. */
    public enum Naming {
        /** Protocol and identifier of the log of files. */
        FUID,
        /** SHA-256 of the content, each content once; as {@link #FUID} where it is not known. */
        SHA256
    }
}
