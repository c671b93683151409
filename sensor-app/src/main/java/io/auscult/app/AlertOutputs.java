package io.auscult.app;

import io.auscult.app.metric.Output;
import io.auscult.core.alert.AlertJournal;
import io.auscult.core.alert.AlertSink;
import io.auscult.core.counter.Counters;
import io.auscult.export.DirectDelivery;
import io.auscult.export.Exporter;
import io.auscult.export.ExporterRunner;
import io.auscult.export.ExporterRunner.Patience;
import io.auscult.export.OutputException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The ways of alerts out: over the journal, with a thread for each exporter that resumes where it stopped; or, without a journal,
 * straight from the detect thread. Opened and closed by the main thread.
 */
final class AlertOutputs {
    private final List<AlertSink> sinks = new ArrayList<>();
    private final List<DirectDelivery> direct = new ArrayList<>();
    private final List<ExporterRunner> runners = new ArrayList<>();
    private final @Nullable AlertJournal journal;

    /** @param folder of the journal, null for none */
    AlertOutputs(@Nullable Path folder, Counters counters) throws OutputException {
        try {
            journal = folder == null ? null : AlertJournal.open(folder, counters);
        } catch (IOException e) {
            throw new OutputException(String.valueOf(folder), e);
        }
        if (journal != null) {
            sinks.add(journal);
        }
    }

    void add(Exporter exporter) throws OutputException {
        if (journal != null) {
            runners.add(ExporterRunner.start(exporter, journal, Patience.DEFAULT));
        } else {
            DirectDelivery delivery = DirectDelivery.to(exporter);
            direct.add(delivery);
            sinks.add(delivery);
        }
    }

    /** Who is told about alerts, on the detect thread. */
    List<AlertSink> sinks() {
        return sinks;
    }

    List<Output> watched() {
        return runners.stream().<Output>map(Watched::new).toList();
    }

    /** Everything raised so far is with its receivers, or it is said why not. */
    void finish() throws OutputException {
        for (DirectDelivery delivery : direct) {
            delivery.finish();
        }
        for (ExporterRunner runner : runners) {
            try {
                runner.close();
            } catch (IOException e) {
                throw e instanceof OutputException output ? output : new OutputException(runner.name(), e);
            }
        }
        runners.clear();
        close();
    }

    /** After a failure; what can still be written is. */
    void close() {
        for (DirectDelivery delivery : direct) {
            try {
                delivery.close();
            } catch (OutputException e) {
                continue; // the first failure was told already
            }
        }
        direct.clear();
        for (ExporterRunner runner : runners) {
            try {
                runner.close();
            } catch (IOException e) {
                continue;
            }
        }
        runners.clear();
        if (journal != null) {
            journal.close();
        }
    }

    /** An exporter as metrics and health see it. */
    private record Watched(ExporterRunner runner) implements Output {
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
        public @Nullable Instant failingSince() {
            return runner.failingSince();
        }

        @Override
        public String failure() {
            return runner.failure();
        }
    }
}
