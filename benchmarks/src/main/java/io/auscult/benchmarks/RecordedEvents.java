package io.auscult.benchmarks;

import io.auscult.core.capture.CaptureFiles;
import io.auscult.core.capture.PacketSource;
import io.auscult.core.event.Event;
import io.auscult.core.event.EventBlock;
import io.auscult.core.event.EventConsumer;
import io.auscult.core.pipeline.Pipeline;
import io.auscult.core.pipeline.PipelineSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** All events of captures as the detect stage gets them, kept in memory, block by block. Captures follow each other; none is told that its time is over. */
final class RecordedEvents {
    private final List<EventBlock> blocks = new ArrayList<>();
    private long count;

    /** Of a file of any size; an end in the middle of a packet is no fault. */
    static RecordedEvents of(List<Path> captures) throws IOException {
        RecordedEvents events = new RecordedEvents();
        for (Path capture : captures) {
            try (PacketSource source = CaptureFiles.open(capture)) {
                new Pipeline(source, PipelineSettings.defaults(0), List.of(events.new Copier())).run();
            }
        }
        return events;
    }

    long count() {
        return count;
    }

    /** Gives all of them to a consumer. */
    void play(EventConsumer consumer, Event view) throws IOException {
        for (EventBlock block : blocks) {
            for (int i = 0; i < block.count(); i++) {
                view.wrap(block, i);
                consumer.onEvent(view);
            }
            consumer.onBlockEnd(block.nowNs());
        }
    }

    private final class Copier implements EventConsumer {
        private EventBlock block = new EventBlock();

        @Override
        public void onEvent(Event event) throws IOException {
            if (!block.add(event)) {
                throw new IOException("events of a packet block: more than a block of events holds");
            }
            count++;
        }

        @Override
        public void onBlockEnd(long nowNs) {
            if (block.count() > 0) {
                block.end(nowNs, false);
                blocks.add(block);
                block = new EventBlock();
            }
        }

        @Override
        public void onEnd() {
            onBlockEnd(0);
        }
    }
}
