package io.auscult.rules.lateral;

import io.auscult.core.counter.Counters;
import io.auscult.core.detect.Mix;
import io.auscult.core.detect.State;
import io.auscult.core.detect.StateTable;
import io.auscult.core.event.Event;
import io.auscult.core.flow.FlowEvents;
import org.jspecify.annotations.Nullable;

/**
 * Which hosts serve others: {@link #CLIENTS} of them have spoken with it over TCP. The last {@link #CAPACITY} hosts that were spoken to; who is pushed out counts as serving
 * nobody. Nothing is certain before the sensor has listened for an hour. Detect thread.
 */
final class Servers {
    static final int CAPACITY = 16_384;
    static final int CLIENTS = 3;
    static final long WARM_NS = 3_600_000_000_000L;

    private final StateTable<Clients> hosts;
    private long firstNs;

    private static final class Clients implements State {
        private final long[] seen = new long[CLIENTS];
        private int count;

        void add(long client) {
            for (int i = 0; i < count; i++) {
                if (seen[i] == client) {
                    return;
                }
            }
            if (count < CLIENTS) {
                seen[count++] = client;
            }
        }

        @Override
        public void clear() {
            count = 0;
        }
    }

    Servers(Counters counters) {
        hosts = new StateTable<>(CAPACITY, 2, counters, Clients::new);
    }

    void onConnection(Event conn) {
        if (firstNs == 0) {
            firstNs = conn.timestampNs();
        }
        if (conn.proto() != 6 || conn.number(FlowEvents.RESP_BYTES) == 0 || conn.number(FlowEvents.ORIG_BYTES) == 0) {
            return;
        }
        Clients clients = hosts.admit(conn.respHigh(), conn.respLow(), 0, 0);
        if (clients != null) {
            clients.add(Mix.of(conn.origHigh(), conn.origLow()));
        }
    }

    /** Whether it is known that this host serves next to nobody. */
    boolean isWorkstation(long high, long low, long nowNs) {
        if (firstNs == 0 || nowNs - firstNs < WARM_NS) {
            return false;
        }
        @Nullable Clients clients = hosts.find(high, low);
        return clients == null || clients.count < CLIENTS;
    }
}
