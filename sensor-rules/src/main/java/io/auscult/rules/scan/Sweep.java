package io.auscult.rules.scan;

import io.auscult.core.detect.AddressSample;
import io.auscult.core.detect.DistinctCounter;
import io.auscult.core.detect.State;

/** One source and one service over many destinations. */
final class Sweep implements State {
    /** Failures within this long are fast. */
    static final long FAST_NS = 600_000_000_000L;

    static final int EXACT = 64;
    private static final int PRECISION = 8;
    static final long DAY_NS = 86_400_000_000_000L;

    final Walk walk = new Walk();
    final DistinctCounter failed = new DistinctCounter(EXACT, PRECISION);
    final AddressSample failedSample = new AddressSample();
    final AddressSample reachedSample = new AddressSample();
    /** New destinations that answered, or may have where only one direction is seen. */
    int reached;

    final DistinctCounter answered = new DistinctCounter(EXACT, PRECISION);
    final DistinctCounter oneSided = new DistinctCounter(EXACT, PRECISION);
    /** Distinct destinations that were left right after the handshake, without a byte, and how many of these half-open. */
    final DistinctCounter touched = new DistinctCounter(EXACT, PRECISION);

    int halfOpened;
    int refused;
    long probes;
    long firstNs;
    long lastNs;
    long firstPacket;
    /** Failures since this time: {@link #recent} of them. */
    private long windowNs;

    int recent;
    private long lowest; // lower halves of addresses, unsigned
    private long highest;
    boolean told;
    ProbeKind kind = ProbeKind.SYN;

    @Override
    public void clear() {
        failed.clear();
        failedSample.clear();
        reachedSample.clear();
        reached = 0;
        answered.clear();
        oneSided.clear();
        halfOpened = 0;
        touched.clear();
        refused = 0;
        probes = 0;
        recent = 0;
        lowest = -1;
        highest = 0;
        told = false;
    }

    void begin(double theta0, Contact c, long packetNumber) {
        walk.begin(theta0);
        firstNs = c.startedNs;
        lastNs = c.startedNs;
        windowNs = c.startedNs;
        firstPacket = packetNumber;
        kind = c.kind;
    }

    /** Whether so long a silence lies before this that what follows is another sweep. */
    boolean isOver(long startedNs) {
        return startedNs - lastNs > DAY_NS;
    }

    /** A new destination answered (or may have, where only one direction is seen). */
    void onReached(Contact c, long destination) {
        stretch(c.dstLow);
        lastNs = Math.max(lastNs, c.startedNs);
        reached++;
        if (!c.answered) {
            oneSided.add(destination);
        } else {
            answered.add(destination);
            reachedSample.add(c.dstHigh, c.dstLow, c.kind.isIcmp() ? AddressSample.NO_NUMBER : c.port);
            walk.reached();
        }
    }

    void onTouched(long destination, boolean halfOpen) {
        if (touched.add(destination)) {
            halfOpened += halfOpen ? 1 : 0;
        }
    }

    /** @return whether this destination failed for the first time */
    boolean onFailed(Contact c, long destination) {
        if (failed.count() == 0 || c.startedNs - lastNs > DAY_NS) {
            kind = c.kind;
        }
        lastNs = Math.max(lastNs, c.startedNs);
        probes++;
        if (!failed.add(destination)) {
            return false;
        }
        failedSample.add(c.dstHigh, c.dstLow);
        stretch(c.dstLow);
        refused += c.refused() ? 1 : 0;
        walk.failed();
        if (Math.abs(c.startedNs - windowNs) > FAST_NS) {
            windowNs = c.startedNs;
            recent = 0;
        }
        recent++;
        return true;
    }

    private void stretch(long low) {
        lowest = Long.compareUnsigned(low, lowest) < 0 ? low : lowest;
        highest = Long.compareUnsigned(low, highest) > 0 ? low : highest;
    }

    /** How many addresses there are from the lowest to the highest that was tried; huge where these lie in different networks. */
    long span() {
        long span = highest - lowest + 1;
        return span < 0 || span > 1 << 20 ? Long.MAX_VALUE / 4 : span;
    }
}
