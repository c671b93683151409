package io.auscult.app;

import io.auscult.app.metric.Output;
import io.auscult.export.ExporterRunner;
import io.auscult.export.Latencies;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An exporter behind the journal, as health and metrics see it. Any thread. */
record JournaledOutput(ExporterRunner runner) implements Output {
    @Override
    public String name() {
        return runner.name();
    }

    @Override
    public long lag() {
        return runner.lag();
    }

    @Override
    public long delivered() {
        return runner.delivered();
    }

    @Override
    public long dead() {
        return runner.dead();
    }

    @Override
    public long unreadable() {
        return runner.unreadable();
    }

    @Override
    public Latencies latencies() {
        return runner.latencies();
    }

    @Override
    public @Nullable Instant failingSince() {
        return runner.failingSince();
    }

    @Override
    public String failure() {
        return runner.failure();
    }
}
