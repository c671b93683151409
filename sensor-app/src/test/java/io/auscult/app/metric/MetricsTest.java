package io.auscult.app.metric;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.counter.Anomaly;
import io.auscult.core.counter.Counter;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class MetricsTest {
    private final FakeCounts counts = new FakeCounts();
    private final Metrics metrics = new Metrics(counts, "1.2.3");

    @Test
    void shouldShowEveryCounterWithItsDocumentation() {
        for (Counter counter : Counter.values()) {
            counts.set(counter, 1000 + counter.ordinal());
        }
        List<String> lines = metrics.scrape().lines().toList();
        for (Counter counter : Counter.values()) {
            String name = "auscult_" + counter.metric() + (counter.isGauge() ? "" : "_total");
            assertThat(lines)
                    .contains("# HELP " + name + " " + counter.doc())
                    .contains("# TYPE " + name + (counter.isGauge() ? " gauge" : " counter"))
                    .contains(name + " " + (1000 + counter.ordinal()) + ".0");
        }
    }

    @Test
    void shouldShowAnomaliesByTheirName() {
        counts.anomalies.put(Anomaly.BAD_TCP_CHECKSUM, 7L);
        String scrape = metrics.scrape();
        assertThat(scrape).contains("auscult_anomalies_total{name=\"bad_TCP_checksum\",} 7.0");
        assertThat(scrape.lines().filter(line -> line.startsWith("auscult_anomalies_total{")))
                .hasSize(Anomaly.values().length);
    }

    @Test
    void shouldGoOnReadingAfterGarbageCollection() {
        counts.set(Counter.PACKETS_RECEIVED, 5);
        System.gc();
        System.gc();
        assertThat(metrics.scrape())
                .contains("auscult_packets_received_total 5.0")
                .doesNotContain("NaN");
    }

    @Test
    void shouldShowTheProcess() {
        assertThat(metrics.scrape())
                .contains("auscult_heap_used_bytes ")
                .contains("auscult_cpu_seconds_total ")
                .contains("auscult_info{java=\"" + Runtime.version() + "\",version=\"1.2.3\",} 1.0");
    }

    @Test
    void shouldLabelNothingByAddressUserOrHost() {
        String labels = String.join(
                "",
                metrics.scrape().lines().filter(line -> !line.startsWith("#")).toList());
        assertThat(labels)
                .doesNotContain("ip=")
                .doesNotContain("host=")
                .doesNotContain("user=")
                .doesNotContain("mac=");
    }

    @Test
    void shouldNameEveryCounterOnce() {
        assertThat(Arrays.stream(Counter.values()).map(Counter::metric))
                .doesNotHaveDuplicates()
                .allMatch(m -> m.matches("[a-z][a-z_]+"));
        assertThat(Arrays.stream(Counter.values()).map(Counter::doc))
                .allMatch(doc -> doc.endsWith(".") || doc.endsWith(")."));
        assertThat(Arrays.stream(Anomaly.values()).map(Anomaly::weird)).doesNotHaveDuplicates();
    }
}
