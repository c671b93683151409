package io.auscult.rules.indicator;

import io.auscult.core.indicator.StateFile;
import io.auscult.core.indicator.StateFile.DamagedException;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What searches of the past have told, so that it is not told again, and how far they came, so that a restart knows what is left to search. In a {@link StateFile} where there is a folder of states. The last {@link #MOST}
 * finds; of one forgotten the alert would come again, with the id it had. Any thread, under its own lock.
 */
final class PastMemory {
    static final int MOST = 100_000;

    private static final long MAGIC = 0x4155534350415301L; // AUSCPAS, version 1

    private final @Nullable Path file;
    private final Map<Long, Long> told = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Long> eldest) {
            return size() > MOST;
        }
    };
    private long leaked; // fingerprint of the accounts that were searched
    private boolean isBehind; // whether indicators in force were not searched
    private boolean isBehindThere; // so the file says
    private boolean isNews;
    private @Nullable String trouble;

    /** @param file null: nothing is kept */
    PastMemory(@Nullable Path file) {
        this.file = file;
        if (file == null || !Files.exists(file)) {
            return;
        }
        try (DataInputStream in = StateFile.open(file, MAGIC)) {
            isBehind = in.readBoolean();
            leaked = in.readLong();
            for (int i = in.readInt(); i > 0; i--) {
                told.put(in.readLong(), in.readLong());
            }
        } catch (DamagedException e) {
            isBehind = true;
            trouble = file + " was damaged (" + e.getMessage() + "): all is searched again, and may be told again";
        } catch (IOException e) {
            isBehind = true;
            trouble = file + " cannot be read (" + e.getMessage() + "): all is searched again, and may be told again";
        }
        isBehindThere = isBehind;
    }

    /** Whether this was not told, or something of it happened since; then it is. */
    synchronized boolean tell(long key, long lastNs) {
        Long before = told.get(key);
        boolean isFresh = before == null || before < lastNs;
        if (isFresh) {
            told.put(key, lastNs);
            isNews = true;
        }
        return isFresh;
    }

    synchronized boolean isBehind() {
        return isBehind;
    }

    /** That there is something to search. */
    synchronized void behind() {
        isBehind = true;
    }

    /** On the disk before the indicators are: else a restart would take them for searched. */
    synchronized void behindThere() {
        if (isBehind && !isBehindThere) {
            write();
        }
    }

    synchronized boolean wasSearched(long fingerprint) {
        return leaked == fingerprint;
    }

    synchronized void searched(long fingerprint) {
        isNews |= leaked != fingerprint;
        leaked = fingerprint;
    }

    /** After everything found was told. @param nothingIsLeft whether everything was searched */
    synchronized void keep(boolean nothingIsLeft) {
        isBehind = !nothingIsLeft;
        if (isNews || isBehind != isBehindThere) {
            write();
        }
    }

    private void write() {
        if (file == null) {
            return;
        }
        try {
            StateFile.write(file, MAGIC, out -> {
                out.writeBoolean(isBehind);
                out.writeLong(leaked);
                out.writeInt(told.size());
                for (Map.Entry<Long, Long> each : told.entrySet()) {
                    out.writeLong(each.getKey());
                    out.writeLong(each.getValue());
                }
            });
            isNews = false;
            isBehindThere = isBehind;
            trouble = null;
        } catch (IOException e) {
            trouble = file + " cannot be written: " + e.getMessage();
        }
    }

    synchronized @Nullable String trouble() {
        return trouble;
    }
}
