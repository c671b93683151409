package io.auscult.app.metric;

import io.auscult.export.Latencies;
import io.prometheus.client.Collector;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How long alerts took to their receivers, as a histogram an output. Any thread. */
final class LatencyCollector extends Collector {
    private final String name;
    private final Map<String, Latencies> byOutput = new LinkedHashMap<>();

    LatencyCollector(String name) {
        this.name = name;
    }

    synchronized void add(String output, Latencies latencies) {
        byOutput.put(output, latencies);
    }

    @Override
    public synchronized List<MetricFamilySamples> collect() {
        List<MetricFamilySamples.Sample> samples = new ArrayList<>();
        byOutput.forEach((output, latencies) -> samples(samples, output, latencies));
        return samples.isEmpty()
                ? List.of()
                : List.of(new MetricFamilySamples(
                        name, Type.HISTOGRAM, "From an alert's packet until this output acknowledged it.", samples));
    }

    private void samples(List<MetricFamilySamples.Sample> samples, String output, Latencies latencies) {
        double[] steps = Latencies.steps();
        for (int step = 0; step <= steps.length; step++) {
            String end = step == steps.length ? "+Inf" : doubleToGoString(steps[step]);
            samples.add(new MetricFamilySamples.Sample(
                    name + "_bucket", List.of("output", "le"), List.of(output, end), latencies.atMost(step)));
        }
        samples.add(new MetricFamilySamples.Sample(
                name + "_count", List.of("output"), List.of(output), latencies.atMost(steps.length)));
        samples.add(new MetricFamilySamples.Sample(name + "_sum", List.of("output"), List.of(output), latencies.sum()));
    }
}
