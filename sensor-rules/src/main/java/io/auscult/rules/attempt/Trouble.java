package io.auscult.rules.attempt;

import io.auscult.core.counter.Counters;
import io.auscult.core.detect.DistinctCounter;
import io.auscult.core.detect.Doorkeeper;
import io.auscult.core.detect.Mix;
import io.auscult.core.detect.State;
import io.auscult.core.detect.StateTable;
import io.auscult.core.event.Event;

/**
 * What fails without anybody's intent, told from attempts by how it fails. A server that is off: this source reached the service before, or {@link #MANY} hosts of the house fail there. A poller
 * that meets hosts that are off: it reaches four of five (theta 0 of Jung et al. 2004). A client's own trouble: of services that nobody administrates with, it fails at fewer than
 * {@link #MANY}. Detect thread. The longest idle of each table goes; then what it told apart counts as an attempt.
 */
final class Trouble {
    static final int MANY = 3;
    static final long WITHIN_NS = 3_600_000_000_000L;
    static final int CAPACITY = 16_384;

    private static final int REACHED = 1 << 20; // services remembered as reached by a source, to twice as many
    private static final long USUALLY = 4; // times as many reached as failed

    private final Doorkeeper reached = new Doorkeeper(REACHED);
    private final StateTable<Reach> reaches;
    private final StateTable<Failing> bySource;
    private final StateTable<Failing> byService;

    /** How much of one service a source reached, and how much not. */
    private static final class Reach implements State {
        private final DistinctCounter failed = new DistinctCounter(64, 6);
        private long reached;

        @Override
        public void clear() {
            failed.clear();
            reached = 0;
        }
    }

    /** Distinct failures within {@link #WITHIN_NS} of the first. */
    private static final class Failing implements State {
        private final DistinctCounter distinct = new DistinctCounter(MANY + 1, 4);
        private long firstNs;

        @Override
        public void clear() {
            distinct.clear();
            firstNs = 0;
        }

        private void add(long hash, long nowNs) {
            if (firstNs == 0 || nowNs - firstNs > WITHIN_NS && distinct.count() < MANY) {
                distinct.clear();
                firstNs = nowNs;
            }
            distinct.add(hash);
        }

        private boolean isMany() {
            return distinct.count() >= MANY;
        }
    }

    Trouble(Counters counters) {
        reaches = new StateTable<>(CAPACITY, 3, counters, Reach::new);
        bySource = new StateTable<>(CAPACITY, 2, counters, Failing::new);
        byService = new StateTable<>(CAPACITY, 3, counters, Failing::new);
    }

    private static long service(long port, boolean isTcp) {
        return port << 1 | (isTcp ? 1 : 0);
    }

    private static long pair(Event e, long service) {
        return Mix.of(Mix.of(e.origHigh(), e.origLow()), e.respHigh(), e.respLow(), service);
    }

    /** A contact was answered. */
    void onReached(Event e, boolean isTcp) {
        long service = service(e.respPort(), isTcp);
        if (!reached.isBack(pair(e, service))) {
            reaches.at(e.origHigh(), e.origLow(), service).reached++;
        }
    }

    /** A contact failed. @return whether it is known that the server is only off */
    boolean onFailed(Event e, boolean isTcp, boolean isLocal) {
        long service = service(e.respPort(), isTcp);
        long pair = pair(e, service);
        if (reached.knows(pair)) {
            return true;
        }
        long nowNs = e.timestampNs();
        reaches.at(e.origHigh(), e.origLow(), service).failed.add(pair);
        bySource.at(e.origHigh(), e.origLow()).add(pair, nowNs);
        if (isLocal) {
            byService.at(e.respHigh(), e.respLow(), service).add(Mix.of(e.origHigh(), e.origLow()), nowNs);
        }
        return false;
    }

    /** Whether this row of contacts is nobody's attempt, as far as is known by now. */
    boolean explains(Row row, boolean isAdministration) {
        if (row.width != Row.Width.PAIR) {
            return false; // judged before it was put together
        }
        long service = service(row.port, row.isTcp);
        Failing server = byService.find(row.targetHigh, row.targetLow, service);
        if (server != null && server.isMany()) {
            return true;
        }
        Reach reach = reaches.find(row.sourceHigh, row.sourceLow, service);
        if (reach != null && reach.reached >= USUALLY * reach.failed.count()) {
            return true;
        }
        Failing source = bySource.find(row.sourceHigh, row.sourceLow);
        return !isAdministration && (source == null || !source.isMany());
    }
}
