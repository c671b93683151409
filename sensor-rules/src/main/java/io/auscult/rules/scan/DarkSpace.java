package io.auscult.rules.scan;

import io.auscult.core.counter.Counters;
import io.auscult.core.detect.State;
import io.auscult.core.detect.StateTable;

/**
 * Which addresses of our own ranges were ever alive. A block of 256 addresses is known after a day of watching; an address of it that never spoke nor
 * answered is dark from then on. {@link #CAPACITY} blocks (2 MB), the longest idle forgotten. Detect thread.
 */
final class DarkSpace {
    static final int CAPACITY = 16_384;

    private static final long LEARNING_NS = 86_400_000_000_000L;

    private final StateTable<Block> blocks;

    DarkSpace(Counters counters) {
        blocks = new StateTable<>(CAPACITY, 2, counters, Block::new);
    }

    private static final class Block implements State {
        private final long[] alive = new long[4];
        private long bornNs;
        private int count;

        @Override
        public void clear() {
            alive[0] = alive[1] = alive[2] = alive[3] = 0;
            count = 0;
            bornNs = Long.MIN_VALUE;
        }
    }

    void alive(long high, long low, long nowNs) {
        Block block = at(high, low, nowNs);
        int host = (int) low & 0xFF;
        if ((block.alive[host >>> 6] >>> host & 1) == 0) {
            block.alive[host >>> 6] |= 1L << host;
            block.count++;
        }
    }

    private Block at(long high, long low, long nowNs) {
        Block block = blocks.at(high, low >>> 8);
        if (block.bornNs == Long.MIN_VALUE) {
            block.bornNs = nowNs;
        }
        return block;
    }

    boolean isDark(long high, long low, long nowNs) {
        Block block = blocks.find(high, low >>> 8);
        int host = (int) low & 0xFF;
        return block != null
                && block.count > 0
                && nowNs - block.bornNs > LEARNING_NS
                && (block.alive[host >>> 6] >>> host & 1) == 0;
    }
}
