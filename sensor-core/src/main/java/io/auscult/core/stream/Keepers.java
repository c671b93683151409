package io.auscult.core.stream;

/**
 * What the flows of one shard keep of unfinished messages: stream bytes that wait for a parser, and what parsers hold themselves. The first {@link #FREE} bytes of a flow are not counted;
 * flows that keep more stand in a list in the order they began to, and when all together keep more than the bound, the first of them gives up. Owned by the shard's lane.
 */
final class Keepers {
    /** Bytes that any flow may keep. */
    static final int FREE = 4096;

    private final int bound;
    private long used;
    private Session first;
    private Session last;

    /** @param bound bytes kept by the flows in the list */
    Keepers(int bound) {
        this.bound = bound;
    }

    /** Bytes kept by the flows in the list. */
    long used() {
        return used;
    }

    /** The session keeps as much now. @return the session that must give up, or null */
    Session update(Session session, int kept) {
        int counted = kept > FREE ? kept : 0;
        used += counted - session.counted;
        if (session.counted == 0 && counted > 0) {
            append(session);
        } else if (session.counted > 0 && counted == 0) {
            unlink(session);
        }
        session.counted = counted;
        return used > bound ? first : null;
    }

    private void append(Session session) {
        session.keptBefore = last;
        if (last == null) {
            first = session;
        } else {
            last.keptAfter = session;
        }
        last = session;
    }

    private void unlink(Session session) {
        if (session.keptBefore == null) {
            first = session.keptAfter;
        } else {
            session.keptBefore.keptAfter = session.keptAfter;
        }
        if (session.keptAfter == null) {
            last = session.keptBefore;
        } else {
            session.keptAfter.keptBefore = session.keptBefore;
        }
        session.keptBefore = null;
        session.keptAfter = null;
    }
}
