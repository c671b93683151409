package io.auscult.app;

import io.auscult.app.config.Configuration;
import io.auscult.app.config.Keys;
import io.auscult.core.alert.AlertSink;
import io.auscult.core.capture.CaptureFiles;
import io.auscult.core.capture.FilteredSource;
import io.auscult.core.capture.PacketSource;
import io.auscult.core.capture.SourceEnd;
import io.auscult.core.counter.Counters;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;

/** A replay of which only the alerts count: nothing is written. Of the main thread; used once. */
final class QuietReplay {
    private final List<Path> inputs;
    private final Configuration configuration;

    QuietReplay(List<Path> inputs, Configuration configuration) {
        this.inputs = List.copyOf(inputs);
        this.configuration = configuration.with(Keys.STATE_FOLDER, "");
    }

    /** What is told of a run. */
    interface Telling {
        void tell(Sensor sensor);
    }

    /**
     * Runs over all inputs, then lets the telling be told.
     *
     * @param alerts takes what no role and no exception holds back, as detectors drafted it
     * @return the exit code
     */
    int run(AlertSink alerts, PrintWriter err, Telling telling) {
        try (PacketSource source = open()) {
            Sensor sensor = new Sensor(
                    source,
                    configuration,
                    Lanes.of(configuration, source.size()),
                    new Counters(),
                    List.of(),
                    List.of());
            sensor.drafts(alerts);
            sensor.notes().forEach(note -> err.println("auscult: " + note));
            sensor.run();
            sensor.defects().forEach(defect -> err.println("auscult: " + defect));
            boolean isDamaged = source.end() == SourceEnd.TRUNCATED || source.end() == SourceEnd.DAMAGED;
            if (isDamaged) {
                err.println("auscult: " + source.endDetail());
            }
            err.flush();
            telling.tell(sensor);
            return isDamaged ? ExitCode.DAMAGED : ExitCode.FINISHED;
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.INPUT, e);
        }
    }

    private PacketSource open() throws IOException {
        PacketSource source = CaptureFiles.open(inputs);
        String filter = configuration.get(Keys.FILTER);
        try {
            return filter.isEmpty() ? source : FilteredSource.of(source, filter);
        } catch (IOException e) {
            source.close();
            throw new CommandFailure(ExitCode.USAGE, e);
        }
    }
}
