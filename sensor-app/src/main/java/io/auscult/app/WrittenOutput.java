package io.auscult.app;

import io.auscult.app.metric.Output;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What writes by itself beside the journal (Zeek's logs, extracted files), as health and metrics see it: what finds no room is lost and counted there, none waits. Any
 * thread.
 */
final class WrittenOutput implements Output {
    private final String name;
    private final Supplier<String> trouble;
    private @Nullable Instant since; // guarded by this

    /** @param trouble why it fails, for a person; empty when it works */
    WrittenOutput(String name, Supplier<String> trouble) {
        this.name = name;
        this.trouble = trouble;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long lag() {
        return 0;
    }

    @Override
    public long delivered() {
        return 0;
    }

    @Override
    public synchronized @Nullable Instant failingSince() {
        boolean isFailing = !failure().isEmpty();
        since = !isFailing ? null : since == null ? Instant.now() : since;
        return since;
    }

    @Override
    public String failure() {
        return trouble.get();
    }
}
