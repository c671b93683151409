package io.auscult.rules.identity;

import io.auscult.core.detect.DistinctCounter;
import io.auscult.core.detect.State;
import java.util.Arrays;

/** What one source tried at one service of one server. Detect thread; bounded by its counters. */
final class Trial implements State {
    private static final int USERS = 64; // told apart exactly, then estimated
    static final int AT_ONCE = 8; // connections remembered

    final Leak failures = new Leak();
    final Leak minute = new Leak();
    final Leak unseen = new Leak();
    final DistinctCounter users = new DistinctCounter(USERS, 6);
    final DistinctCounter letIn = new DistinctCounter(USERS, 6);
    private final long[] burstUid = new long[AT_ONCE];
    private final long[] burstNs = new long[AT_ONCE];
    private int burstAt;
    long wrong;
    long unanswered;
    long firstNs;
    long firstPacket;
    long rightNs;
    long rightUser;
    long next;
    long unseenUid;
    boolean usersUnknown;
    boolean guessed;
    boolean certain;
    boolean told;
    boolean adviceTold;
    boolean unseenTold;

    @Override
    public void clear() {
        failures.clear();
        minute.clear();
        unseen.clear();
        users.clear();
        letIn.clear();
        Arrays.fill(burstUid, 0);
        Arrays.fill(burstNs, Long.MIN_VALUE / 2);
        burstAt = 0;
        wrong = 0;
        unanswered = 0;
        rightNs = Long.MIN_VALUE / 2;
        rightUser = 0;
        next = 0;
        unseenUid = 0;
        usersUnknown = false;
        guessed = false;
        certain = false;
        told = false;
        adviceTold = false;
        unseenTold = false;
    }

    /** A failure on this connection. @return on how many connections there were failures since {@code sinceNs}, at most {@link #AT_ONCE} */
    int connectionsAtOnce(long uid, long nowNs, long sinceNs) {
        int at = -1;
        int count = 0;
        for (int i = 0; i < AT_ONCE; i++) {
            if (burstUid[i] == uid) {
                at = i;
            } else if (burstNs[i] >= sinceNs) {
                count++;
            }
        }
        if (at < 0) {
            at = burstAt;
            burstAt = (burstAt + 1) % AT_ONCE;
            count -= burstNs[at] >= sinceNs ? 1 : 0; // its place is taken
        }
        burstUid[at] = uid;
        burstNs[at] = nowNs;
        return count + 1;
    }

    /** Whether all that failed is known to be of one user. */
    boolean isOneUser() {
        return !usersUnknown && users.count() <= 1;
    }
}
