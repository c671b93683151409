package io.auscult.app.share;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.Incident;
import io.auscult.core.alert.JournalEntry;
import io.auscult.export.Exporter;
import io.auscult.export.Receipt;
import io.auscult.export.eve.EveExporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Every exporter that what is shared can leave by, for the tests that nothing of the inside does: one line each. */
final class SharedReceivers {
    /** An exporter and what its receiver got. */
    interface Receiver {
        Exporter exporter();

        /** What it got since this was asked last. */
        String received() throws IOException;
    }

    interface Opening {
        Receiver open(Path folder) throws IOException;
    }

    static final List<Opening> ALL = List.of(
            folder -> new Objects(), //
            folder -> file(
                    EveExporter.toNewFile(folder.resolve("eve.json"), index -> "eth" + index),
                    folder.resolve("eve.json")));

    private SharedReceivers() {}

    static Receiver file(Exporter exporter, Path file) {
        return new Receiver() {
            private int seen;

            @Override
            public Exporter exporter() {
                return exporter;
            }

            @Override
            public String received() throws IOException {
                String all = Files.readString(file);
                String since = all.substring(seen);
                seen = all.length();
                return since;
            }
        };
    }

    /** The entries themselves, with everything that any exporter could write. */
    static final class Objects implements Receiver, Exporter {
        private final StringBuilder received = new StringBuilder();

        private void take(JournalEntry entry) {
            received.append(entry).append('\n');
        }

        @Override
        public Exporter exporter() {
            return this;
        }

        @Override
        public String received() {
            String since = received.toString();
            received.setLength(0);
            return since;
        }

        @Override
        public String name() {
            return "objects";
        }

        @Override
        public void resume(@Nullable Receipt last) {}

        @Override
        public void deliver(Alert alert) {
            take(alert);
        }

        @Override
        public void deliver(Incident incident) {
            take(incident);
        }

        @Override
        public Receipt flush() {
            return new Receipt("objects", 0);
        }

        @Override
        public void close() {}
    }
}
