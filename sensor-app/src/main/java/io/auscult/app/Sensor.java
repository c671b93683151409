package io.auscult.app;

import io.auscult.app.config.Configuration;
import io.auscult.app.metric.Counts;
import io.auscult.app.summary.ConnectionTally;
import io.auscult.app.summary.RunReport;
import io.auscult.core.alert.Level;
import io.auscult.core.capture.PacketSource;
import io.auscult.core.counter.Counters;
import io.auscult.core.decode.LinkTypeCounts;
import io.auscult.core.event.EventConsumer;
import io.auscult.core.pipeline.Pipeline;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything from packets to alerts, wired: source, pipeline, detectors, incidents, outputs. Built and run by the main thread;
 * counts may be read by any.
 */
final class Sensor {
    private final Pipeline pipeline;
    private final ThreadCounts counts;
    private final ConnectionTally connections = new ConnectionTally();

    /**
     * @param detectCounters of the thread that detects and writes logs
     * @param logs who reads all events, on that thread
     */
    Sensor(
            PacketSource source,
            Configuration configuration,
            int lanes,
            Counters detectCounters,
            List<? extends EventConsumer> logs) {
        List<EventConsumer> consumers = new ArrayList<>();
        consumers.add(connections);
        consumers.addAll(logs);
        pipeline = new Pipeline(source, Mapping.pipeline(configuration, lanes), consumers);
        List<Counters> threads = new ArrayList<>(pipeline.counters());
        threads.add(detectCounters);
        counts = new ThreadCounts(threads);
    }

    /** Until the source ends. @throws IOException as {@link Pipeline#run} */
    void run() throws IOException {
        pipeline.run();
    }

    Counts counts() {
        return counts;
    }

    long alerts() {
        return 0;
    }

    /** The highest level so far, null without any alert. */
    @Nullable
    Level worst() {
        return null;
    }

    /** After the run. @param source what was read @param endings how inputs ended that did not end well */
    RunReport report(String source, List<String> endings, List<String> outputs) {
        return new RunReport(
                List.of(),
                0,
                List.of(),
                counts,
                source,
                pipeline.firstNs(),
                pipeline.lastNs(),
                connections.byService(),
                linkTypes(),
                endings,
                outputs);
    }

    private Map<String, Long> linkTypes() {
        LinkTypeCounts types = pipeline.linkTypes();
        Map<String, Long> packets = new LinkedHashMap<>();
        for (int i = 0; i < types.size(); i++) {
            packets.put(types.linkType(i) < 0 ? "..." : Integer.toString(types.linkType(i)), types.packets(i));
        }
        return packets;
    }
}
