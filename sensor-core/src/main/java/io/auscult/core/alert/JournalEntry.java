package io.auscult.core.alert;

/** What the journal keeps and an exporter delivers, in the order it was told. Immutable. */
public sealed interface JournalEntry permits Alert, Incident {
    /** Stable: of an alert its own; of an incident the same in every snapshot, in which {@link Incident#alerts} grows. */
    String id();

    /** Tells it from every other entry: a snapshot of an incident is another entry than the one before. */
    default String key() {
        return switch (this) {
            case Alert alert -> alert.id();
            case Incident incident -> incident.id() + "/" + incident.alerts();
        };
    }
}
