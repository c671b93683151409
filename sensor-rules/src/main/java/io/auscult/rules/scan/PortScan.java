package io.auscult.rules.scan;

import io.auscult.core.detect.DistinctCounter;
import io.auscult.core.detect.Mix;
import io.auscult.core.detect.PortSample;
import io.auscult.core.detect.State;
import java.util.Arrays;

/** One source and one destination over many services. */
final class PortScan implements State {
    private static final int EXACT = 32;
    private static final int PRECISION = 8;
    private static final int TCP = 6;
    private static final int FIRST_EPHEMERAL = 32_768;
    private static final int MOST_DIRECTORY = 3;
    private static final int[] DIRECTORY_PORTS = {53, 88, 123, 135, 138, 139, 389, 445, 464, 636, 3268, 3269, 5985};
    private static final int MOST_DISCOVERY = 2;
    private static final int[] DISCOVERY_PORTS = {137, 161, 515, 631, 1_900, 3_702, 5_353, 5_355, 5_357, 9_100, 9_999};

    /** Failures, as heavy as they are unusual. */
    private float weight;

    private float recentWeight;
    private long windowNs;
    private float directoryWeight;
    private float discoveryWeight;
    final DistinctCounter failed = new DistinctCounter(EXACT, PRECISION);
    final PortSample failedSample = new PortSample();
    final PortSample openSample = new PortSample();
    final DistinctCounter open = new DistinctCounter(EXACT, PRECISION);
    /** Distinct services that may be open: only one direction is seen. */
    final DistinctCounter oneSided = new DistinctCounter(EXACT, PRECISION);
    /** Failures by {@link ProbeKind}. */
    final int[] kinds = new int[ProbeKind.values().length];

    int refused;
    /** Distinct services that were left right after the handshake. */
    final DistinctCounter touched = new DistinctCounter(EXACT, PRECISION);

    int stealthy;
    long probes;
    long firstNs;
    long lastNs;
    long firstPacket;
    boolean told;
    ProbeKind kind = ProbeKind.SYN;

    @Override
    public void clear() {
        failed.clear();
        failedSample.clear();
        openSample.clear();
        open.clear();
        oneSided.clear();
        Arrays.fill(kinds, 0);
        weight = 0;
        recentWeight = 0;
        directoryWeight = 0;
        discoveryWeight = 0;
        refused = 0;
        touched.clear();
        stealthy = 0;
        probes = 0;
        told = false;
    }

    void begin(Contact c, long packetNumber) {
        firstNs = c.startedNs;
        lastNs = c.startedNs;
        windowNs = c.startedNs;
        firstPacket = packetNumber;
        kind = c.kind;
    }

    /** Whether so long a silence lies before this that what follows is another scan. */
    boolean isOver(long startedNs) {
        return startedNs - lastNs > Sweep.DAY_NS;
    }

    static long key(int proto, int port) {
        return Mix.of((long) proto << 16 | port);
    }

    /** @return whether it is new */
    boolean onAnswered(Contact c) {
        lastNs = Math.max(lastNs, c.startedNs);
        if (!c.answered) {
            return oneSided.add(key(c.proto, c.port));
        }
        boolean isNew = open.add(key(c.proto, c.port));
        if (isNew) {
            openSample.add(c.port);
        }
        return isNew;
    }

    /** The service that was asked before this state was made. */
    void before(int proto, int known) {
        int port = PairMemory.portOf(known);
        probes++;
        if (PairMemory.wasAnswered(known)) {
            open.add(key(proto, port));
            openSample.add(port);
        } else if (failed.add(key(proto, port))) {
            failedSample.add(port);
            kinds[kind.ordinal()]++;
            refused += PairMemory.wasRefused(known) ? 1 : 0;
            weigh(weightOf(port, PairMemory.wasRefused(known), true));
        }
    }

    /** @return whether this service failed for the first time */
    boolean onFailed(Contact c) {
        if (failed.count() == 0) {
            kind = c.kind;
        }
        lastNs = Math.max(lastNs, c.startedNs);
        probes++;
        if (!failed.add(key(c.proto, c.port))) {
            return false;
        }
        failedSample.add(c.port);
        kinds[c.kind.ordinal()]++;
        refused += c.refused() ? 1 : 0;
        if (c.kind.stealthy) {
            stealthy++;
        }
        if (Math.abs(c.startedNs - windowNs) > Sweep.FAST_NS) {
            windowNs = c.startedNs;
            recentWeight = 0;
        }
        if (c.kind.isIcmp()) {
            return true;
        }
        float more = c.kind.stealthy
                ? 2
                : c.kind == ProbeKind.ACK || c.kind == ProbeKind.MAIMON
                        ? 0.5f
                        : weightOf(c.port, c.refused(), c.kind.isTcp());
        weigh(more);
        return true;
    }

    /** A connection that was opened and left without a byte. */
    void onTouched(int port, boolean halfOpen) {
        if (touched.add(key(TCP, port))) {
            weigh(halfOpen ? 1 : 0.5f);
        }
    }

    private void weigh(float more) {
        weight += more;
        recentWeight += more;
    }

    /**
     * Ports of clients count little; those that every client asks of a domain controller count for three in all as long as it is silent; those by which routers
     * and print drivers find out what a device is, for two.
     */
    private float weightOf(int port, boolean wasRefused, boolean tcp) {
        if (port >= FIRST_EPHEMERAL) {
            return 0.25f;
        }
        if (isOneOf(DISCOVERY_PORTS, port)) {
            float more = Math.min(1, MOST_DISCOVERY - discoveryWeight);
            discoveryWeight += more;
            return more;
        }
        if (!wasRefused && isOneOf(DIRECTORY_PORTS, port)) {
            float more = Math.min(1, MOST_DIRECTORY - directoryWeight);
            directoryWeight += more;
            return more;
        }
        return !tcp && port >= 1024 && !wasRefused ? 0.5f : 1;
    }

    private static boolean isOneOf(int[] ports, int port) {
        for (int each : ports) {
            if (each == port) {
                return true;
            }
        }
        return false;
    }

    float weight() {
        return weight;
    }

    /** Of the last ten minutes or so. */
    float recentWeight() {
        return recentWeight;
    }
}
