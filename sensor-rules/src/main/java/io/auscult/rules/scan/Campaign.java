package io.auscult.rules.scan;

import io.auscult.core.alert.ConnectionRef;
import io.auscult.core.detect.AddressSample;
import io.auscult.core.detect.DistinctCounter;
import io.auscult.core.detect.Mix;
import io.auscult.core.detect.PortSample;
import io.auscult.core.event.Event;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One scan of one actor from the threshold on: what it tried so far and what was told of it. Up to 50 KB once it is large. Told again at each power
 * of ten, when it changes its class, at the first open port, and at its end if there is news. Its counts are exact up to {@link #EXACT} targets, services and open
 * endpoints each, of which up to {@link Sweep#EXACT} before it was noticed; beyond they are estimates ({@link #isExact}), mostly within two in a hundred.
 */
final class Campaign {
    static final int EXACT = 1_100; // all of nmap's usual thousand ports
    private static final int FEW = 64;
    private static final int PRECISION = 12; // 1.6 %

    final DistinctCounter targets = new DistinctCounter(EXACT, PRECISION);
    final DistinctCounter services = new DistinctCounter(EXACT, PRECISION);
    final DistinctCounter probed = new DistinctCounter(FEW, PRECISION); // target and service together
    final DistinctCounter open = new DistinctCounter(EXACT, PRECISION);
    final AddressSample targetSample = new AddressSample();
    final PortSample portSample = new PortSample();
    final AddressSample openSample = new AddressSample();
    final int[] kinds = new int[ProbeKind.values().length];
    Shape shape = Shape.SWEEP;
    long probes;
    long refused;
    long silent;
    long firstNs;
    long lastNs;
    /** Event time of the last contact: later than {@link #lastNs} by the time-out of what stayed silent. */
    long heardNs;

    long firstPacket;
    boolean localOrig;
    boolean localResp;
    boolean active;
    /** On services that ordinary programs ask outward, or by connections that were opened and left: less sure to be meant ill. */
    boolean everyday;
    /** Whose alerts speak for it, null where its own do. */
    @Nullable
    Company speaker;

    ConnectionRef connection = ConnectionRef.NONE;
    private long nextAt;
    private long toldMeasure;
    private long toldOpen;

    /** What a scan is counted by. */
    enum Shape {
        SWEEP,
        PORTS,
        BLOCK
    }

    void begin(Shape shape, Contact c) {
        targets.clear();
        services.clear();
        probed.clear();
        open.clear();
        targetSample.clear();
        portSample.clear();
        openSample.clear();
        Arrays.fill(kinds, 0);
        this.shape = shape;
        probes = 0;
        refused = 0;
        silent = 0;
        firstNs = Long.MAX_VALUE;
        lastNs = Long.MIN_VALUE;
        heardNs = c.event.timestampNs();
        firstPacket = c.event.packetNumber();
        localOrig = c.localOrig;
        localResp = c.localResp;
        nextAt = 0;
        toldMeasure = 0;
        toldOpen = 0;
        active = true;
        everyday = false;
        speaker = null;
        connection = ConnectionRef.of(c.event);
    }

    void absorb(Sweep sweep, Contact c) {
        long service = PortScan.key(c.proto, c.port);
        targets.addAll(sweep.failed);
        targets.addAll(sweep.answered);
        targets.addAll(sweep.oneSided);
        targetSample.addAll(sweep.failedSample);
        probed.addAll(sweep.failed, service);
        if (!c.kind.isIcmp()) {
            services.add(service);
            portSample.add(c.port);
        }
        open.addAll(sweep.answered, service);
        openSample.addAll(sweep.reachedSample);
        kinds[sweep.kind.ordinal()] += (int) Math.max(1, sweep.failed.count());
        probes += sweep.probes;
        refused += sweep.refused;
        silent += sweep.failed.count() - sweep.refused;
        seen(sweep.firstNs, sweep.lastNs, sweep.firstPacket);
    }

    void absorb(PortScan scan, Contact c) {
        long destination = Mix.of(c.dstHigh, c.dstLow);
        targets.add(destination);
        targetSample.add(c.dstHigh, c.dstLow);
        services.addAll(scan.failed);
        services.addAll(scan.open);
        services.addAll(scan.oneSided);
        probed.addAll(scan.failed, destination);
        portSample.addAll(scan.failedSample);
        open.addAll(scan.open, destination);
        for (int port : scan.openSample.ports()) {
            openSample.add(c.dstHigh, c.dstLow, port);
        }
        for (int i = 0; i < kinds.length; i++) {
            kinds[i] += scan.kinds[i];
        }
        kinds[c.kind.ordinal()] += scan.failed.count() == 0 ? 1 : 0;
        probes += scan.probes;
        refused += scan.refused;
        silent += scan.failed.count() - scan.refused;
        seen(scan.firstNs, scan.lastNs, scan.firstPacket);
    }

    void absorb(Campaign other) {
        targets.addAll(other.targets);
        services.addAll(other.services);
        probed.addAll(other.probed);
        open.addAll(other.open);
        targetSample.addAll(other.targetSample);
        portSample.addAll(other.portSample);
        openSample.addAll(other.openSample);
        for (int i = 0; i < kinds.length; i++) {
            kinds[i] += other.kinds[i];
        }
        probes += other.probes;
        refused += other.refused;
        silent += other.silent;
        seen(other.firstNs, other.lastNs, other.firstPacket);
        toldOpen = Math.max(toldOpen, other.toldOpen);
    }

    private void seen(long fromNs, long toNs, long packetNumber) {
        firstNs = Math.min(firstNs, fromNs);
        lastNs = Math.max(lastNs, toNs);
        firstPacket = Math.min(firstPacket, packetNumber);
    }

    /** One more probe that failed. */
    void onFailed(Contact c, long destination) {
        long service = PortScan.key(c.proto, c.port);
        targets.add(destination);
        targetSample.add(c.dstHigh, c.dstLow);
        probed.add(destination ^ service);
        if (!c.kind.isIcmp()) {
            services.add(service);
            portSample.add(c.port);
        }
        kinds[c.kind.ordinal()]++;
        probes++;
        if (c.refused()) {
            refused++;
        } else {
            silent++;
        }
        heard(c.event, c.startedNs);
    }

    /** One more probe that was answered. */
    void onOpen(Contact c, long destination) {
        long service = PortScan.key(c.proto, c.port);
        targets.add(destination);
        targetSample.add(c.dstHigh, c.dstLow);
        if (!c.kind.isIcmp()) {
            services.add(service);
            portSample.add(c.port);
        }
        if (open.add(destination ^ service)) {
            openSample.add(c.dstHigh, c.dstLow, c.kind.isIcmp() ? AddressSample.NO_NUMBER : c.port);
        }
        kinds[c.kind.ordinal()]++;
        probes++;
        heard(c.event, c.startedNs);
    }

    private void heard(Event event, long startedNs) {
        firstNs = Math.min(firstNs, startedNs);
        lastNs = Math.max(lastNs, startedNs);
        heardNs = event.timestampNs();
    }

    /** Whether the counts are no estimates. */
    boolean isExact() {
        return targets.isExact() && services.isExact() && open.isExact();
    }

    long measure() {
        return switch (shape) {
            case SWEEP -> targets.count();
            case PORTS -> services.count();
            case BLOCK -> Math.max(probed.count(), targets.count());
        };
    }

    long answered() {
        return open.count();
    }

    /** Whether it is time to tell: first, at a power of ten, or at the first open port. */
    boolean isDue() {
        return speaker == null && (measure() >= nextAt || toldOpen == 0 && answered() > 0 && shape != Shape.SWEEP);
    }

    /** @param last whether nothing will follow; else only growth by a fifth is news */
    boolean hasNews(boolean last) {
        return speaker == null && (measure() > toldMeasure + (last ? 0 : toldMeasure / 5) || answered() > toldOpen);
    }

    void told() {
        toldMeasure = measure();
        toldOpen = answered();
        nextAt = 10;
        while (nextAt <= toldMeasure) {
            nextAt *= 10;
        }
    }
}
