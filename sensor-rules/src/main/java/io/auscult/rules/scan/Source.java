package io.auscult.rules.scan;

import io.auscult.core.alert.ConnectionRef;
import io.auscult.core.detect.DistinctCounter;
import io.auscult.core.detect.Mix;
import io.auscult.core.detect.State;
import io.auscult.core.event.IpAddress;

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

    final DistinctCounter darkServices = new DistinctCounter(EXACT, PRECISION);
    /** First contacts that were answered. */
    int reached;

    long dayNs;
    long firstPacket;
    /** Failed destinations when {@link ScanReport#scatter} was last told, 0 for not yet. */
    long scatterTold;

    long scatterNextAt;
    long darkTold;
    private long high;
    private long low;
    /** The last first contact that failed. */
    private long lastHigh;

    private long lastLow;
    private int lastPort;
    private long darkHigh;
    private long darkLow;
    private int darkPort;
    private long darkNs;
    boolean inside;
    boolean aimedInside;
    private int refused;
    long lastFailedNs;
    ConnectionRef connection = ConnectionRef.NONE;

    @Override
    public void clear() {
        failed.clear();
        failedServices.clear();
        dark.clear();
        darkServices.clear();
        reached = 0;
        refused = 0;
        scatterTold = 0;
        scatterNextAt = 0;
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

    /** A first contact failed that counts for the walk. */
    void onFailed(Contact c, long destination) {
        refused += failed.add(destination) && c.refused() ? 1 : 0;
        failedServices.add(Mix.of(c.service()));
        walk.failed();
        high = c.srcHigh;
        low = c.srcLow;
        lastHigh = c.dstHigh;
        lastLow = c.dstLow;
        lastPort = c.port;
        inside = c.localOrig;
        aimedInside = c.localResp;
        lastFailedNs = c.event.timestampNs();
    }

    void onDark(Contact c, long destination) {
        dark.add(destination);
        darkServices.add(Mix.of(c.service()));
        darkHigh = c.dstHigh;
        darkLow = c.dstLow;
        darkPort = c.port;
        darkNs = c.startedNs;
    }

    IpAddress lastDark() {
        return new IpAddress(darkHigh, darkLow);
    }

    int lastDarkPort() {
        return darkPort;
    }

    long lastDarkNs() {
        return darkNs;
    }

    IpAddress address() {
        return new IpAddress(high, low);
    }

    IpAddress lastFailed() {
        return new IpAddress(lastHigh, lastLow);
    }

    int lastFailedPort() {
        return lastPort;
    }

    boolean wasMostlyRefused() {
        return refused * 2L > failed.count();
    }

    void toldScatter() {
        scatterTold = failed.count();
        scatterNextAt = 10;
        while (scatterNextAt <= scatterTold) {
            scatterNextAt *= 10;
        }
    }
}
