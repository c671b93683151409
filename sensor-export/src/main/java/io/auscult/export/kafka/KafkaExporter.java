package io.auscult.export.kafka;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.Incident;
import io.auscult.core.alert.JournalEntry;
import io.auscult.export.Exporter;
import io.auscult.export.IncidentJson;
import io.auscult.export.JsonLine;
import io.auscult.export.Previewed;
import io.auscult.export.Receipt;
import io.auscult.export.eve.EveRecord;
import io.auscult.export.share.Marked;
import io.auscult.export.share.MarkedEntries;
import io.auscult.export.share.Marking;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * Alerts as EVE and incidents as JSON to topics of Kafka, one record each. The key is the incident's id, so that all of one incident stay in order in
 * one partition; the header {@code id} is the alert's, by which a reader tells a second delivery. One thread.
 */
public final class KafkaExporter implements Exporter, Marked, Previewed {
    private static final Duration LINGER = Duration.ofMillis(5);
    private static final int PIPELINE = 4096; // records on their way before they are looked at
    private static final String ID = "id";

    private final KafkaSettings settings;
    private final EveRecord eve;
    private final JsonLine line = new JsonLine(1 << 13);
    private final MarkedEntries marked = new MarkedEntries();
    private final List<Future<RecordMetadata>> onTheWay = new ArrayList<>();
    private @Nullable KafkaProducer<byte[], byte[]> producer;

    /** @param interfaces the name of a capture interface by its index, null for none */
    public KafkaExporter(KafkaSettings settings, IntFunction<@Nullable String> interfaces) {
        this.settings = settings;
        this.eve = new EveRecord(interfaces);
    }

    @Override
    public String name() {
        return settings.name();
    }

    /** A new producer, with the secrets and certificates of now; asks the brokers whether the topics are there. */
    @Override
    public void resume(@Nullable Receipt last) throws IOException {
        close();
        KafkaProducer<byte[], byte[]> opened = Producers.open(settings, settings.timeout(), LINGER);
        producer = opened;
        try {
            opened.partitionsFor(settings.alerts());
            if (!settings.incidents().isEmpty()) {
                opened.partitionsFor(settings.incidents());
            }
        } catch (KafkaException e) {
            throw Producers.failure(settings, e);
        }
    }

    @Override
    public void mark(JournalEntry entry, Marking marking) {
        marked.mark(entry, marking);
    }

    @Override
    public void deliver(Alert alert) throws IOException {
        send(record(alert));
    }

    @Override
    public void deliver(Incident incident) throws IOException {
        if (!settings.incidents().isEmpty()) {
            send(record(incident));
        }
    }

    private ProducerRecord<byte[], byte[]> record(JournalEntry entry) {
        line.length(0);
        return switch (entry) {
            case Alert alert -> {
                eve.write(line, alert, marked.labels(alert));
                line.length(line.length() - 1); // its line end
                yield record(settings.alerts(), alert.incidentId(), alert.id());
            }
            case Incident incident -> {
                IncidentJson.write(line, incident, marked.labels(incident));
                yield record(settings.incidents(), incident.id(), incident.id());
            }
        };
    }

    private ProducerRecord<byte[], byte[]> record(String topic, String key, String id) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                topic, key.getBytes(StandardCharsets.UTF_8), Arrays.copyOf(line.bytes(), line.length()));
        record.headers().add(ID, id.getBytes(StandardCharsets.UTF_8));
        return record;
    }

    @Override
    public List<Document> preview(List<JournalEntry> entries) {
        List<Document> all = new ArrayList<>();
        for (JournalEntry entry : entries) {
            if (entry instanceof Alert || !settings.incidents().isEmpty()) {
                ProducerRecord<byte[], byte[]> record = record(entry);
                all.add(new Document(
                        "topic " + record.topic() + ", key " + text(record.key()) + ", id "
                                + text(record.headers().lastHeader(ID).value()),
                        text(record.value())));
            }
        }
        return all;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private void send(ProducerRecord<byte[], byte[]> record) throws IOException {
        KafkaProducer<byte[], byte[]> opened = producer;
        if (opened == null) {
            throw new IOException(settings.name() + ": not connected");
        }
        try {
            onTheWay.add(opened.send(record));
        } catch (KafkaException e) {
            throw Producers.failure(settings, e);
        }
        if (onTheWay.size() >= PIPELINE) {
            settle();
        }
    }

    @Override
    public Receipt flush() throws IOException {
        KafkaProducer<byte[], byte[]> opened = producer;
        if (opened != null && !onTheWay.isEmpty()) {
            try {
                opened.flush(); // ends: each record has its time-out
            } catch (KafkaException e) {
                throw Producers.failure(settings, e);
            }
            settle();
        }
        return new Receipt(String.join(",", settings.servers()) + " " + settings.alerts(), 0);
    }

    /** Waits for what is on its way. */
    private void settle() throws IOException {
        try {
            for (Future<RecordMetadata> each : onTheWay) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw Producers.failure(settings, e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(settings.name() + ": interrupted", e);
        } finally {
            onTheWay.clear();
        }
    }

    /** What is on its way is given up: it is delivered again. */
    @Override
    public void close() {
        KafkaProducer<byte[], byte[]> opened = producer;
        producer = null;
        onTheWay.clear();
        if (opened != null) {
            opened.close(Duration.ZERO);
        }
    }
}
