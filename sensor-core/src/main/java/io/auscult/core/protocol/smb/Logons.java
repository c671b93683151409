package io.auscult.core.protocol.smb;

import org.jspecify.annotations.Nullable;

/** Sessions of one connection, at most {@link #MAX}; the one not used for the longest time makes room. */
final class Logons {
    static final int MAX = 16;

    private final @Nullable Logon[] logons = new Logon[MAX];
    private long uses;

    /** The one that {@link #begin} would drive out, or null while there is room. */
    @Nullable
    Logon victim() {
        Logon oldest = null;
        for (Logon logon : logons) {
            if (logon == null || !logon.isUsed) {
                return null;
            }
            if (oldest == null || logon.lastUse < oldest.lastUse) {
                oldest = logon;
            }
        }
        return oldest;
    }

    /** There must be room: see {@link #victim}. */
    Logon begin(long startNs) {
        int at = 0;
        while (logons[at] != null && logons[at].isUsed) {
            at++;
        }
        Logon logon = logons[at];
        if (logon == null) {
            logon = new Logon();
            logons[at] = logon;
        }
        logon.isUsed = true;
        logon.startNs = startNs;
        logon.lastUse = ++uses;
        return logon;
    }

    @Nullable
    Logon find(long id) {
        for (Logon logon : logons) {
            if (logon == null) {
                return null;
            }
            if (logon.isUsed && logon.hasId && logon.id == id) {
                logon.lastUse = ++uses;
                return logon;
            }
        }
        return null;
    }

    /** The one that has no id yet, or null. */
    @Nullable
    Logon nameless() {
        for (Logon logon : logons) {
            if (logon == null) {
                return null;
            }
            if (logon.isUsed && !logon.hasId) {
                return logon;
            }
        }
        return null;
    }

    @Nullable
    Logon at(int place) {
        Logon logon = logons[place];
        return logon != null && logon.isUsed ? logon : null;
    }

    void reset() {
        for (Logon logon : logons) {
            if (logon == null) {
                return;
            }
            logon.clear();
        }
    }
}
