package io.auscult.rules.scan;

import io.auscult.core.detect.State;
import io.auscult.rules.scan.Campaign.Shape;

/** A source that was found scanning. Holds a campaign for its sweeps, one for its port scans, and one for all once it does both widely. */
final class ScanActor implements State {
    private static final int SWEEPS_OF_A_BLOCK = 4; // services
    private static final int SCANS_OF_A_BLOCK = 3; // hosts

    long high;
    long low;
    long mac;
    private final Campaign sweep = new Campaign();
    private final Campaign ports = new Campaign();
    private final Campaign block = new Campaign();
    private int sweeps;
    private int portScans;

    @Override
    public void clear() {
        sweeps = 0;
        portScans = 0;
        sweep.active = false;
        ports.active = false;
        block.active = false;
    }

    void begin(Contact c) {
        high = c.srcHigh;
        low = c.srcLow;
        mac = c.mac;
    }

    /** Whether so long a silence lies before this that what follows is another incident. */
    boolean isOver(long startedNs) {
        return isOver(sweep, startedNs) && isOver(ports, startedNs) && isOver(block, startedNs);
    }

    private static boolean isOver(Campaign campaign, long startedNs) {
        return !campaign.active || startedNs - campaign.lastNs > Sweep.DAY_NS;
    }

    boolean isBlock() {
        return block.active;
    }

    Campaign block() {
        return block;
    }

    Campaign sweep() {
        return sweep;
    }

    Campaign ports() {
        return ports;
    }

    /** One more service swept. @return the campaign it belongs to */
    Campaign onSweep(Sweep found, Contact c) {
        if (block.active) {
            block.absorb(found, c);
            return block;
        }
        if (!sweep.active) {
            sweep.begin(Shape.SWEEP, c);
        }
        boolean first = sweep.probes == 0;
        sweep.absorb(found, c);
        sweep.everyday = (first || sweep.everyday) && Suspicion.isEveryday(found, c);
        sweeps += c.kind.isIcmp() ? 0 : 1;
        return sweeps >= SWEEPS_OF_A_BLOCK ? becomeBlock(c) : sweep;
    }

    /** One more host whose ports were tried. @return the campaign it belongs to */
    Campaign onPortScan(PortScan found, Contact c) {
        if (block.active) {
            block.absorb(found, c);
            return block;
        }
        if (!ports.active) {
            ports.begin(Shape.PORTS, c);
        }
        ports.absorb(found, c);
        portScans++;
        return portScans >= SCANS_OF_A_BLOCK ? becomeBlock(c) : ports;
    }

    private Campaign becomeBlock(Contact c) {
        block.begin(Shape.BLOCK, c);
        block.speaker = ports.active ? ports.speaker : sweep.speaker;
        if (sweep.active) {
            block.absorb(sweep);
        }
        if (ports.active) {
            block.absorb(ports);
        }
        sweep.active = false;
        ports.active = false;
        return block;
    }
}
