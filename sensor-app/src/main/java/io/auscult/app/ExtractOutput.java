package io.auscult.app;

import io.auscult.app.metric.Output;
import io.auscult.export.extract.Extraction;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Extracted files as health and metrics see them. Any thread. */
final class ExtractOutput implements Output {
    private final Extraction extraction;
    private @Nullable Instant since; // guarded by this

    ExtractOutput(Extraction extraction) {
        this.extraction = extraction;
    }

    @Override
    public String name() {
        return "extract";
    }

    /** Files for which there is no room are left out and counted, none wait. */
    @Override
    public long lag() {
        return 0;
    }

    /** Its files are counted by themselves. */
    @Override
    public long delivered() {
        return 0;
    }

    @Override
    public synchronized @Nullable Instant failingSince() {
        boolean isFailing = extraction.trouble() != null;
        since = !isFailing ? null : since == null ? Instant.now() : since;
        return since;
    }

    @Override
    public String failure() {
        String trouble = extraction.trouble();
        return trouble == null ? "" : trouble;
    }
}
