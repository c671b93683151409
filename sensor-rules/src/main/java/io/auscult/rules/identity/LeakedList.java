package io.auscult.rules.identity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * The accounts known to have leaked as they are now: those named once and for all, and those of a file that is read again when it changes. One that cannot be read keeps what it had. {@link #look} one
 * thread, all else any.
 */
public final class LeakedList {
    private final LeakedAccounts named;
    private final @Nullable Path file;
    private volatile LeakedAccounts now;
    private volatile @Nullable String trouble;
    private String stamp = "";

    /** These, and never others. */
    public LeakedList(LeakedAccounts named) {
        this.named = named;
        this.file = null;
        this.now = named;
    }

    /** @throws IOException when the file cannot be read, or with file and line of what is wrong in it */
    public LeakedList(LeakedAccounts named, Path file) throws IOException {
        this.named = named;
        this.file = file;
        this.stamp = stamp(file);
        this.now = named.and(file);
    }

    public LeakedAccounts now() {
        return now;
    }

    /** Whether there are any, or might be one day. */
    public boolean isWanted() {
        return file != null || !now.isEmpty();
    }

    /** Takes up a change of the file. */
    public void look() {
        if (file == null) {
            return;
        }
        try {
            String found = stamp(file);
            if (!found.equals(stamp)) {
                now = named.and(file);
                stamp = found;
            }
            trouble = null;
        } catch (NoSuchFileException e) {
            trouble = file + " is not there";
        } catch (IOException e) {
            trouble = String.valueOf(e.getMessage());
        }
    }

    /** Why the file is not used as it is now; null when it is. */
    public @Nullable String trouble() {
        return trouble;
    }

    private static String stamp(Path file) throws IOException {
        BasicFileAttributes read = Files.readAttributes(file, BasicFileAttributes.class);
        return read.size() + " " + read.lastModifiedTime() + " " + read.fileKey();
    }
}
