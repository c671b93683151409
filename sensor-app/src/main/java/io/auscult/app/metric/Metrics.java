package io.auscult.app.metric;

import io.auscult.core.alert.Light;
import io.auscult.core.alert.Outcome;
import io.auscult.core.counter.Anomaly;
import io.auscult.core.counter.Counter;
import io.auscult.export.Latencies;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;
import java.util.function.ToDoubleFunction;

/**
 * Everything Prometheus can ask for. The only class that knows Micrometer and its registry: counts stay where their threads
 * keep them and are read when asked for. Any thread.
 */
@SuppressWarnings("deprecation") // the simpleclient registry, kept while it is maintained
public final class Metrics {
    private static final String PREFIX = "auscult_";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final LatencyCollector latencies = new LatencyCollector(PREFIX + "output_latency_seconds");
    private final List<Object> read = new ArrayList<>(); // the registry holds what it reads weakly

    /** @param version of the sensor, a label of {@code auscult_info} */
    public Metrics(Counts counts, String version) {
        read.add(counts);
        for (Counter counter : Counter.values()) {
            if (counter.isGauge()) {
                gauge(counter.metric(), counter.doc(), () -> counts.get(counter));
            } else {
                counter(counter.metric(), counter.doc(), () -> counts.get(counter));
            }
        }
        for (Anomaly anomaly : Anomaly.values()) {
            FunctionCounter.builder(PREFIX + "anomalies", counts, c -> c.get(anomaly))
                    .description("Odd, broken or hostile bytes, by the name that the weird log prints.")
                    .tag("name", anomaly.weird())
                    .register(registry);
        }
        Gauge.builder(PREFIX + "info", () -> 1)
                .description("The version that runs; always 1.")
                .tag("version", version)
                .tag("java", Runtime.version().toString())
                .register(registry);
        registry.getPrometheusRegistry().register(latencies);
        process();
    }

    private void process() {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        gauge(
                "heap_used_bytes",
                "Memory in use on the heap of the JVM.",
                () -> memory.getHeapMemoryUsage().getUsed());
        gauge(
                "heap_max_bytes",
                "Most memory the heap may take.",
                () -> memory.getHeapMemoryUsage().getMax());
        counter("gc_seconds", "Time the garbage collector stopped or used, since start.", Metrics::gcSeconds);
        if (ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system) {
            counter("cpu_seconds", "CPU time of the process, all threads.", () -> system.getProcessCpuTime() / 1e9);
        }
        gauge(
                "uptime_seconds",
                "Time since the process started.",
                () -> ManagementFactory.getRuntimeMXBean().getUptime() / 1e3);
    }

    private static double gcSeconds() {
        long millis = 0;
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            millis += Math.max(0, collector.getCollectionTime());
        }
        return millis / 1e3;
    }

    /** One gauge for each status, 1 where it holds. */
    public void health(Health health) {
        read.add(health);
        for (Status status : Status.values()) {
            Gauge.builder(PREFIX + "health", health, h -> h.report().status() == status ? 1 : 0)
                    .description("The traffic light of /health: 1 where it stands.")
                    .tag("status", status.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
    }

    /** The traffic light of the site, and how many segments and hosts are blue or red; never which. */
    public void lights(SiteLights lights) {
        read.add(lights);
        for (Light light : Light.values()) {
            for (String scope : light == Light.GREEN ? List.of("site") : List.of("site", "segment", "host")) {
                Gauge.builder(PREFIX + "light", lights, l -> l.count(scope, light))
                        .description(
                                "Incidents of the last day: the light of the site (1 where it stands), and how many segments and hosts show it.")
                        .tag("scope", scope)
                        .tag("light", light.key())
                        .register(registry);
            }
        }
    }

    /** How far an output is behind. */
    public void output(Output output) {
        read.add(output);
        Gauge.builder(PREFIX + "output_lag_alerts", output, Output::lag)
                .description("Alerts in the journal that this output has not delivered yet.")
                .tag("output", output.name())
                .register(registry);
        FunctionCounter.builder(PREFIX + "output_delivered", output, Output::delivered)
                .description("Alerts this output has delivered since start.")
                .tag("output", output.name())
                .register(registry);
        Gauge.builder(PREFIX + "output_failing", output, o -> o.failingSince() == null ? 0 : 1)
                .description("Whether this output fails now; it is tried again.")
                .tag("output", output.name())
                .register(registry);
        Gauge.builder(PREFIX + "output_dead_letters", output, Output::dead)
                .description("What this output's receiver refused; `auscult outbox` lists it.")
                .tag("output", output.name())
                .register(registry);
        Latencies measured = output.latencies();
        if (measured != null) {
            latencies.add(output.name(), measured);
        }
    }

    /** Alerts by technique and outcome, and how busy the busiest actors are; never who. */
    public void alerts(AlertTally tally) {
        read.add(tally);
        for (String technique : tally.techniques()) {
            for (Outcome outcome : Outcome.values()) {
                FunctionCounter.builder(PREFIX + "alerts", tally.of(technique, outcome), LongAdder::sum)
                        .description("Alerts raised, by the first ATT&CK technique of their rule and by outcome.")
                        .tag("technique", technique)
                        .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                        .register(registry);
            }
        }
        for (int rank = 1; rank <= AlertTally.TOP; rank++) {
            int index = rank - 1;
            Gauge.builder(
                            PREFIX + "actor_alerts",
                            tally,
                            t -> t.busiest().size() > index ? t.busiest().get(index) : 0)
                    .description(
                            "Alerts of the last hour of the busiest actor, the second busiest ... /health names hosts.")
                    .tag("rank", Integer.toString(rank))
                    .register(registry);
        }
    }

    /** A counter for each of these techniques. */
    public void attempts(Iterable<String> techniques, ToDoubleFunction<String> count) {
        read.add(count);
        for (String technique : techniques) {
            FunctionCounter.builder(PREFIX + "attempts", count, c -> c.applyAsDouble(technique))
                    .description("Attempts noted that were below any alarm at the time, by ATT&CK technique.")
                    .tag("technique", technique)
                    .register(registry);
        }
    }

    private void counter(String name, String doc, DoubleSupplier value) {
        read.add(value);
        FunctionCounter.builder(PREFIX + name, value, DoubleSupplier::getAsDouble)
                .description(doc)
                .register(registry);
    }

    private void gauge(String name, String doc, DoubleSupplier value) {
        read.add(value);
        Gauge.builder(PREFIX + name, value, DoubleSupplier::getAsDouble)
                .description(doc)
                .register(registry);
    }

    /** Prometheus' text format 0.0.4. */
    public String scrape() {
        return registry.scrape();
    }
}
