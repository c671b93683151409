package io.auscult.app;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.Incident;
import io.auscult.core.alert.JournalEntry;
import io.auscult.export.Exporter;
import io.auscult.export.Receipt;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A receiver that keeps what it is handed, with everything that any exporter could write. */
public final class KeptEntries implements Exporter {
    private final String name;
    final List<JournalEntry> got = new CopyOnWriteArrayList<>();

    public KeptEntries(String name) {
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void resume(@Nullable Receipt last) {}

    @Override
    public void deliver(Alert alert) {
        got.add(alert);
    }

    @Override
    public void deliver(Incident incident) {
        got.add(incident);
    }

    @Override
    public Receipt flush() {
        return new Receipt(name, got.size());
    }

    @Override
    public void close() {}

    @Override
    public String toString() {
        return got.toString();
    }
}
