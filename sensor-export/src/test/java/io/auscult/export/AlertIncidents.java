package io.auscult.export;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.Incident;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gives an exporter that tells incidents alone one incident for each alert, with the alert's id as headline. */
public record AlertIncidents(Exporter exporter) implements Exporter {
    private static Incident of(Alert alert) {
        Incident like = SampleIncidents.by(1, 1, alert);
        return new Incident(
                alert.id(),
                List.of(),
                like.severity(),
                like.level(),
                like.confidence(),
                like.light(),
                like.actor(),
                like.hops(),
                like.phases(),
                like.findings(),
                like.hosts(),
                like.hostCount(),
                like.users(),
                like.outcome(),
                like.alerts(),
                like.firstSeenNs(),
                like.lastSeenNs(),
                Map.of("en", alert.id()),
                like.happened(),
                like.outcomes(),
                like.recommendations());
    }

    @Override
    public String name() {
        return exporter.name();
    }

    @Override
    public void resume(@Nullable Receipt last) throws IOException {
        exporter.resume(last);
    }

    @Override
    public void deliver(Alert alert) throws IOException {
        exporter.deliver(alert);
        exporter.deliver(of(alert));
    }

    @Override
    public void deliver(Incident incident) throws IOException {
        exporter.deliver(incident);
    }

    @Override
    public Receipt flush() throws IOException {
        return exporter.flush();
    }

    @Override
    public void close() throws IOException {
        exporter.close();
    }
}
