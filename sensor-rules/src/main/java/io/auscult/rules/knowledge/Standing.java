package io.auscult.rules.knowledge;

import io.auscult.core.detect.DistinctCounter;
import org.jspecify.annotations.Nullable;

/**
 * What one host does with one {@link Service}, as server or as client: since when, and with how many others. Others are told apart from the second on, exactly up to
 * {@link #EXACT}; after a restart the count goes on from where it was, as the larger of what was known and what is counted anew. Detect thread.
 */
public final class Standing extends Sighting {
    private static final int EXACT = 16;
    private static final int PRECISION = 5;

    private long onlyPeer;
    private @Nullable DistinctCounter peers;
    private int restored;

    @Override
    public void clear() {
        super.clear();
        onlyPeer = 0;
        peers = null; // most hosts deal with one other
        restored = 0;
    }

    /** @param peer hash of the other host */
    void met(long peer, long nowNs) {
        seen(nowNs);
        if (peers != null) {
            peers.add(peer);
        } else if (onlyPeer == 0) {
            onlyPeer = peer;
        } else if (onlyPeer != peer) {
            DistinctCounter made = new DistinctCounter(EXACT, PRECISION);
            made.add(onlyPeer);
            made.add(peer);
            peers = made;
        }
    }

    void restorePeers(int count) {
        restored = count;
    }

    /** How many other hosts. */
    public int peers() {
        long counted = peers != null ? peers.count() : onlyPeer != 0 ? 1 : 0;
        return (int) Math.clamp(counted, restored, Integer.MAX_VALUE);
    }
}
