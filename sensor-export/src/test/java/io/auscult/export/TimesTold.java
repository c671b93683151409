package io.auscult.export;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.Incident;
import java.io.IOException;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Hands on, and counts how often it was given each alert. */
final class TimesTold implements Exporter {
    private final Exporter exporter;
    private final Map<String, Integer> times = new ConcurrentHashMap<>();

    TimesTold(Exporter exporter) {
        this.exporter = exporter;
    }

    /** Of the alert that it was given most often. */
    int most() {
        return Collections.max(times.values());
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
        times.merge(alert.id(), 1, Integer::sum);
        exporter.deliver(alert);
    }

    @Override
    public void deliver(Incident incident) throws IOException {
        exporter.deliver(incident);
    }

    @Override
    public boolean idle() throws IOException {
        return exporter.idle();
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
