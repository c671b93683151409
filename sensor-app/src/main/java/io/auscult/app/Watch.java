package io.auscult.app;

import io.auscult.app.config.Configuration;
import io.auscult.app.config.Entry;
import io.auscult.app.config.EntryKeys;
import io.auscult.app.config.Keys;
import io.auscult.app.config.Setting;
import io.auscult.app.http.HttpServer;
import io.auscult.app.http.Page;
import io.auscult.app.metric.Health;
import io.auscult.app.metric.Metrics;
import io.auscult.app.metric.Report;
import io.auscult.app.metric.SiteLights;
import io.auscult.app.metric.Status;
import io.auscult.core.capture.LiveSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Looks after a sensor that runs: serves /metrics and /health, samples health and tells on standard error what is new. Has a
 * thread of its own beside the server's.
 */
final class Watch implements AutoCloseable {
    private static final long EVERY_MS = 2_000;

    private static final long LIGHTS_EVERY_NS = 60_000_000_000L; // so that an incident of yesterday leaves

    private static final long CUT_EVERY_NS = 3_600_000_000_000L;

    private final LiveSource source;
    private final Sensor sensor;
    private final Outputs outputs;
    private final int retentionDays;
    private final @Nullable HourCounts hours; // of the thread, and of the closing one after it
    private long cutAtNs = System.nanoTime() - CUT_EVERY_NS; // of the thread
    private final Health health;
    private final SiteLights lights;
    private final @Nullable HttpServer server;
    private final Thread thread;
    private long litAlerts = -1; // of the thread
    private long litAtNs; // of the thread
    private Status light = Status.GREEN; // of the thread
    private final Set<String> told = new HashSet<>(); // of the thread

    private Watch(
            LiveSource source,
            Sensor sensor,
            Health health,
            SiteLights lights,
            @Nullable HttpServer server,
            Outputs outputs,
            int retentionDays) {
        this.source = source;
        this.sensor = sensor;
        this.outputs = outputs;
        this.retentionDays = retentionDays;
        Path journal = outputs.journal();
        this.hours =
                journal == null ? null : new HourCounts(journal, sensor.counts(), sensor.attempts(), Clock.systemUTC());
        this.health = health;
        this.lights = lights;
        this.server = server;
        this.thread = Thread.ofPlatform().daemon().name("watch").start(this::watch);
    }

    /** @throws CommandFailure when the port is taken */
    static Watch begin(Configuration configuration, LiveSource source, Sensor sensor, Outputs outputs) {
        Clock clock = Clock.systemUTC();
        Health health = new Health(
                sensor.counts(),
                clock,
                configuration.get(Keys.SILENCE),
                source::gone,
                outputs.watched(),
                outputs::diskFree,
                () -> expired(configuration.roles(), EntryKeys.ROLE_EXPIRES, today(clock)),
                () -> expired(configuration.exceptions(), EntryKeys.EXCEPTION_EXPIRES, today(clock)));
        health.brokenRules(sensor::brokenRules);
        SiteLights lights = sensor.lights(configuration);
        int port = configuration.get(Keys.HTTP_PORT);
        HttpServer server = port == 0 ? null : serve(configuration, port, sensor, outputs, health, lights);
        return new Watch(source, sensor, health, lights, server, outputs, configuration.get(Keys.RETENTION));
    }

    private static LocalDate today(Clock clock) {
        return LocalDate.now(clock.withZone(ZoneOffset.UTC));
    }

    private static HttpServer serve(
            Configuration configuration, int port, Sensor sensor, Outputs outputs, Health health, SiteLights lights) {
        try {
            Metrics metrics = new Metrics(sensor.counts(), Version.number());
            metrics.health(health);
            metrics.attempts(sensor.attempts().techniques(), sensor.attempts()::of);
            metrics.lights(lights);
            metrics.alerts(sensor.tally());
            outputs.watched().forEach(metrics::output);
            InetAddress address =
                    InetAddress.ofLiteral(configuration.get(Keys.HTTP_BIND).toString());
            return new HttpServer(
                    new InetSocketAddress(address, port),
                    Map.of("/metrics", () -> metrics(metrics), "/health", () -> health(health, sensor)));
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.USAGE, "http: " + e.getMessage(), e);
        }
    }

    private static Page metrics(Metrics metrics) {
        return new Page(200, "text/plain; version=0.0.4; charset=utf-8", metrics.scrape());
    }

    private static Page health(Health health, Sensor sensor) {
        Report report = new Report(health.report().reasons(), sensor.facts());
        return Page.json(report.status() == Status.RED ? 503 : 200, report.toJson());
    }

    private static long expired(List<Entry> entries, Setting<LocalDate> expires, LocalDate today) {
        return entries.stream()
                .filter(entry -> entry.get(expires).isBefore(today))
                .count();
    }

    private void watch() {
        try {
            while (true) {
                health.sample();
                refreshLights();
                tellHealth(health.report());
                tellNew(source.notes());
                tellNew(sensor.defects());
                sensor.refreshRules();
                tellNew(sensor.notes());
                tellNew(outputs.notes());
                cutJournal();
                countHours();
                Thread.sleep(EVERY_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    private void refreshLights() {
        long alerts = sensor.alerts();
        boolean isDue = System.nanoTime() - litAtNs >= LIGHTS_EVERY_NS;
        if (alerts != litAlerts || isDue) {
            litAlerts = alerts;
            litAtNs = System.nanoTime();
            lights.refresh();
        }
    }

    /** Once for each change of the light: whoever reads the service's log is to see it too. */
    private void tellHealth(Report report) {
        if (report.status() == light) {
            return;
        }
        light = report.status();
        String why = report.reasons().stream().map(Report.Reason::text).collect(Collectors.joining("; "));
        System.err.println("auscult: health is " + light.name().toLowerCase(Locale.ROOT)
                + (why.isEmpty() ? " again" : ": " + why));
    }

    private void tellNew(List<String> notes) {
        for (String note : notes) {
            if (told.add(note)) {
                System.err.println("auscult: note: " + note);
            }
        }
    }

    private void cutJournal() {
        if (System.nanoTime() - cutAtNs < CUT_EVERY_NS) {
            return;
        }
        cutAtNs = System.nanoTime();
        try {
            outputs.cutJournal(retentionDays);
        } catch (IOException e) {
            tellNew(List.of("journal: what is too old cannot be deleted: " + e.getMessage()));
        }
    }

    private void countHours() {
        if (hours != null) {
            try {
                hours.tick();
            } catch (IOException e) {
                tellNew(List.of("report: the hour cannot be written: " + e.getMessage()));
            }
        }
    }

    /** Where it can be asked, to follow a sentence. */
    String told() {
        return server == null ? "" : "; http://" + server.address() + "/health, /metrics";
    }

    @Override
    public void close() {
        thread.interrupt();
        finishHours();
        if (server != null) {
            server.close();
        }
    }

    private void finishHours() {
        if (hours == null) {
            return;
        }
        try {
            if (thread.join(Duration.ofSeconds(2))) {
                hours.finish();
            }
        } catch (IOException e) {
            System.err.println("auscult: report: the hour cannot be written: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
