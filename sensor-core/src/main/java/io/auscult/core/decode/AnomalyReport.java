package io.auscult.core.decode;

import io.auscult.core.counter.Anomaly;
import io.auscult.core.counter.Counter;
import io.auscult.core.counter.Counters;
import io.auscult.core.event.EventWriter;
import java.util.Arrays;

/**
 * Counts the anomalies of a packet, each name at most once a packet, and writes some as {@code weird} events: the first
 * {@value #ALWAYS} of a name in {@value #PERIOD_S} seconds of packet time, then one in {@value #ONE_IN}. So a flood of broken
 * packets cannot fill the event block. One per decoder; fixed size.
 */
final class AnomalyReport {
    static final int ALWAYS = 25;
    static final int ONE_IN = 1000;
    static final int PERIOD_S = 600;

    private static final long PERIOD_NS = PERIOD_S * 1_000_000_000L;
    private static final int NAMES = Anomaly.values().length;

    private final Counters counters;
    private final boolean silent;
    private final long[] seenInPacket = new long[(NAMES + 63) >>> 6];
    private final int[] written = new int[NAMES];
    private final long[] periodStartNs = new long[NAMES];

    private EventWriter writer;
    private long nowNs;
    private boolean any;

    AnomalyReport(Counters counters, boolean silent) {
        this.counters = counters;
        this.silent = silent;
    }

    void begin(EventWriter writer, long nowNs) {
        this.writer = writer;
        this.nowNs = nowNs;
        if (any) {
            Arrays.fill(seenInPacket, 0);
            any = false;
        }
    }

    void add(Anomaly anomaly) {
        int i = anomaly.ordinal();
        long bit = 1L << (i & 63);
        if (silent || (seenInPacket[i >>> 6] & bit) != 0) {
            return;
        }
        seenInPacket[i >>> 6] |= bit;
        any = true;
        if (isDue(i)) {
            writer.weird(anomaly, "decode");
        } else {
            counters.increment(anomaly);
        }
    }

    /** Leaves the packet out because of this anomaly. @return {@link PacketDecoder#DONE} */
    int malformed(Packet packet, Anomaly anomaly) {
        add(anomaly);
        packet.type = Packet.Type.DROPPED;
        packet.dropReason = Counter.PACKETS_DROPPED_MALFORMED;
        return PacketDecoder.DONE;
    }

    private boolean isDue(int i) {
        if (written[i] == 0 || nowNs - periodStartNs[i] >= PERIOD_NS) {
            periodStartNs[i] = nowNs;
            written[i] = 0;
        }
        int n = written[i]++;
        return n < ALWAYS || (n - ALWAYS) % ONE_IN == ONE_IN - 1;
    }
}
