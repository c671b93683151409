package io.auscult.app.metric;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.Confidence;
import io.auscult.core.alert.ConnectionRef;
import io.auscult.core.alert.Level;
import io.auscult.core.alert.Outcome;
import io.auscult.core.alert.Party;
import io.auscult.core.alert.Rule;
import io.auscult.core.alert.Technique;
import io.auscult.core.counter.Anomaly;
import io.auscult.core.counter.Counter;
import io.auscult.core.counter.Counters;
import io.auscult.core.event.IpAddress;
import io.auscult.core.event.LocalNets;
import io.auscult.export.Latencies;
import io.auscult.rules.incident.Incidents;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Shows every metric that a sensor can show; each look at it finds its counts grown. */
final class FakeSensor implements Output {
    private final FakeCounts counts = new FakeCounts();
    private final AlertTally tally = new AlertTally(List.of("T1046"));
    private final Latencies latencies = new Latencies();
    private final Metrics metrics = new Metrics(counts, "1");
    private long steps;

    FakeSensor() {
        metrics.output(this);
        metrics.health(new Health(
                counts,
                Clock.systemUTC(),
                Duration.ofMinutes(1),
                List::of,
                List.of(this),
                () -> Long.MAX_VALUE,
                () -> 0,
                () -> 0));
        metrics.alerts(tally);
        metrics.lights(new SiteLights(
                new Incidents(new Counters(), alert -> {}), LocalNets.DEFAULT, List.of(), "en", () -> 0));
    }

    Metrics metrics() {
        return metrics;
    }

    /** As if it had worked on. */
    synchronized String grown() {
        steps++;
        for (Counter counter : Counter.values()) {
            counts.set(counter, 1000 * steps);
        }
        for (Anomaly anomaly : Anomaly.values()) {
            counts.anomalies.put(anomaly, steps);
        }
        Alert alert = alert();
        tally.raise(alert);
        latencies.delivered(alert);
        return metrics.scrape();
    }

    private static Alert alert() {
        Party actor = Party.of(IpAddress.parse("10.0.0.1"));
        Rule rule = new Rule(
                "scan.port_scan",
                1,
                1,
                "title",
                "scan",
                Level.LOW,
                Confidence.LOW,
                List.of(new Technique("T1046", "Network Service Discovery", "TA0007", "Discovery")),
                "",
                Map.of());
        Instant now = Instant.now();
        long nowNs = now.getEpochSecond() * 1_000_000_000L + now.getNano();
        return new Alert(
                "id",
                nowNs,
                rule,
                Level.LOW,
                Confidence.LOW,
                "",
                actor,
                actor,
                List.of(),
                1,
                List.of(),
                1,
                List.of(),
                0,
                Outcome.FAILED,
                1,
                nowNs,
                nowNs,
                Map.of(),
                ConnectionRef.NONE,
                "incident",
                1,
                Map.of());
    }

    @Override
    public String name() {
        return "eve";
    }

    @Override
    public long lag() {
        return 0;
    }

    @Override
    public long delivered() {
        return steps;
    }

    @Override
    public Latencies latencies() {
        return latencies;
    }

    @Override
    public @Nullable Instant failingSince() {
        return null;
    }

    @Override
    public String failure() {
        return "";
    }
}
