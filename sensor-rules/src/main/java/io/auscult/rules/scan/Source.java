package io.auscult.rules.scan;

import io.auscult.core.detect.DistinctCounter;
import io.auscult.core.detect.State;

/** What is known of one source over a day of its own contacts. */
final class Source implements State {
    private static final int EXACT = 24;
    private static final int PRECISION = 8;
    private static final long DAY_NS = 86_400_000_000_000L;

    final Walk walk = new Walk();
    double theta0;
    /** Distinct destinations that failed, inside or from outside. */
    final DistinctCounter failed = new DistinctCounter(EXACT, PRECISION);
    /** Distinct services (protocol and port) that failed. */
    final DistinctCounter failedServices = new DistinctCounter(EXACT, PRECISION);
    /** Distinct dark addresses that were asked. */
    final DistinctCounter dark = new DistinctCounter(EXACT, PRECISION);
    /** First contacts that were answered. */
    int reached;

    long dayNs;
    long firstPacket;
    boolean scatterTold;
    long darkTold;

    @Override
    public void clear() {
        failed.clear();
        failedServices.clear();
        dark.clear();
        reached = 0;
        scatterTold = false;
        darkTold = 0;
    }

    void begin(double theta0, long startedNs, long packetNumber) {
        this.theta0 = theta0;
        walk.begin(theta0);
        dayNs = startedNs;
        firstPacket = packetNumber;
    }

    /** Begins a new day when this contact falls into one: counts start again, the walk goes on. */
    void onTime(long startedNs, long packetNumber) {
        if (startedNs - dayNs > DAY_NS) {
            clear();
            dayNs = startedNs;
            firstPacket = packetNumber;
        }
    }
}
