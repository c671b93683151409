package io.auscult.core.protocol.smb;

import org.jspecify.annotations.Nullable;

/** Files of one connection that are open or being opened, at most {@link #MAX}; the one not used for the longest time is taken as closed. */
final class OpenFiles {
    static final int MAX = 128;

    private final @Nullable OpenFile[] files = new OpenFile[MAX];
    private int high; // places that were ever used by this connection
    private int last;
    private long uses;

    /** The file that {@link #begin} would drive out, or null while there is room. */
    @Nullable
    OpenFile victim() {
        if (high < MAX) {
            return null;
        }
        OpenFile oldest = null;
        for (OpenFile file : files) {
            if (!file.isUsed) {
                return null;
            }
            if (oldest == null || file.lastUse < oldest.lastUse) {
                oldest = file;
            }
        }
        return oldest;
    }

    /** A file that is not open yet. There must be room: see {@link #victim}. */
    OpenFile begin(long sessionId, long startNs) {
        int at = 0;
        while (at < high && files[at].isUsed) {
            at++;
        }
        high = Math.max(high, at + 1);
        OpenFile file = files[at];
        if (file == null) {
            file = new OpenFile();
            files[at] = file;
        }
        file.isUsed = true;
        file.sessionId = sessionId;
        file.startNs = startNs;
        file.lastUse = ++uses;
        return file;
    }

    @Nullable
    OpenFile find(long idHigh, long idLow) {
        if (last < high && is(files[last], idHigh, idLow)) {
            return files[last];
        }
        for (int i = 0; i < high; i++) {
            if (is(files[i], idHigh, idLow)) {
                last = i;
                return files[i];
            }
        }
        return null;
    }

    private boolean is(OpenFile file, long idHigh, long idLow) {
        if (file.isOpen && file.idLow == idLow && file.idHigh == idHigh) {
            file.lastUse = ++uses;
            return true;
        }
        return false;
    }

    /** How many places were used; each may be asked for by {@link #at}. */
    int high() {
        return high;
    }

    @Nullable
    OpenFile at(int place) {
        OpenFile file = files[place];
        return file.isUsed ? file : null;
    }

    void reset() {
        for (int i = 0; i < high; i++) {
            files[i].clear();
        }
        high = 0;
        last = 0;
    }
}
