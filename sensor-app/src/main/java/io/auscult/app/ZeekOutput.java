package io.auscult.app;

import io.auscult.app.metric.Output;
import io.auscult.export.zeek.ZeekLogs;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Zeek's logs as health and metrics see them. Any thread. */
final class ZeekOutput implements Output {
    private final ZeekLogs logs;
    private @Nullable Instant since; // guarded by this

    ZeekOutput(ZeekLogs logs) {
        this.logs = logs;
    }

    @Override
    public String name() {
        return "zeek";
    }

    /** Lines that find no room are lost and counted, none wait. */
    @Override
    public long lag() {
        return 0;
    }

    /** Its lines are counted by themselves. */
    @Override
    public long delivered() {
        return 0;
    }

    @Override
    public synchronized @Nullable Instant failingSince() {
        boolean isFailing = !logs.troubles().isEmpty();
        since = !isFailing ? null : since == null ? Instant.now() : since;
        return since;
    }

    @Override
    public String failure() {
        return String.join("; ", logs.troubles());
    }
}
