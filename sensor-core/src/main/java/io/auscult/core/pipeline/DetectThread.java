package io.auscult.core.pipeline;

import io.auscult.core.event.EventBlock;
import io.auscult.core.event.EventConsumer;
import java.io.IOException;
import java.util.List;

/** The detect thread: takes the event blocks of one number from all sources, merges them, calls the consumers, gives the blocks back. */
final class DetectThread implements Runnable {
    private final int sources;
    private final EventMerger merger;
    private final Rings rings;

    DetectThread(int sources, List<EventConsumer> consumers, Rings rings) {
        this.sources = sources;
        this.merger = new EventMerger(sources, consumers);
        this.rings = rings;
    }

    @Override
    public void run() {
        EventBlock[] blocks = new EventBlock[sources];
        try {
            boolean last = false;
            while (!last) {
                for (int s = 0; s < sources; s++) {
                    blocks[s] = rings.takeEvents(s);
                    if (blocks[s] == null) {
                        return; // another thread failed
                    }
                }
                merger.merge(blocks, blocks[0].nowNs());
                last = blocks[0].isLast();
                for (int s = 0; s < sources; s++) {
                    rings.giveEvents(s, blocks[s]);
                }
            }
            merger.end();
        } catch (IOException e) {
            rings.fail(e);
        }
    }
}
