package io.auscult.rules.lateral;

import io.auscult.core.counter.Counters;
import io.auscult.core.detect.State;
import io.auscult.core.detect.StateTable;
import io.auscult.rules.knowledge.Service;
import org.jspecify.annotations.Nullable;

/**
 * The login graph: who is at work on whom now, or was a moment ago. The last {@link #SESSIONS} sessions, and for {@link #SERVERS} hosts the last {@link #INBOUND} that were opened
 * to each; the longest idle are forgotten, and a path that led over them begins later. Detect thread.
 */
final class Sessions {
    static final int SESSIONS = 1 << 15;
    static final int SERVERS = 1 << 14;
    static final int INBOUND = 8;

    /** What was begun in a session may go on for a while after it. */
    static final long LINGER_NS = 600_000_000_000L;
    /** What was started by a call (a service, a task) goes on by itself. */
    static final long STARTED_NS = 3_600_000_000_000L;

    private final StateTable<Session> sessions;
    private final StateTable<Inbound> inbounds;

    private static final class Inbound implements State {
        private final long[] uids = new long[INBOUND];
        private int next;

        @Override
        public void clear() {
            java.util.Arrays.fill(uids, 0);
            next = 0;
        }
    }

    Sessions(Counters counters) {
        sessions = new StateTable<>(SESSIONS, 1, counters, Session::new);
        inbounds = new StateTable<>(SERVERS, 2, counters, Inbound::new);
    }

    @Nullable
    Session find(long uid) {
        return sessions.find(uid);
    }

    /** The session of this connection; {@link #isFresh} tells whether it has to be begun. */
    Session at(long uid) {
        return sessions.at(uid);
    }

    boolean isFresh() {
        return sessions.isFresh();
    }

    /** It is open: from its server one may go on. */
    void open(Session session) {
        Inbound inbound = inbounds.at(session.serverHigh, session.serverLow);
        inbound.uids[inbound.next++ % INBOUND] = session.uid;
    }

    /** Takes a session that may have been opened within another. */
    @FunctionalInterface
    interface Candidate {
        void session(Session inbound);
    }

    /** The sessions to the client of this one that were under way, or had only just ended, when it began. */
    void before(Session session, Candidate candidate) {
        Inbound inbound = inbounds.find(session.clientHigh, session.clientLow);
        if (inbound == null) {
            return;
        }
        for (long uid : inbound.uids) {
            Session earlier = uid == 0 || uid == session.uid ? null : sessions.find(uid);
            if (earlier != null
                    && earlier.isServedBy(session.clientHigh, session.clientLow)
                    && earlier.startNs <= session.startNs
                    && (earlier.endNs == 0 || session.startNs - earlier.endNs <= lingers(earlier))) {
                candidate.session(earlier);
            }
        }
    }

    private static long lingers(Session session) {
        return session.service == Service.EXECUTION ? STARTED_NS : LINGER_NS;
    }
}
