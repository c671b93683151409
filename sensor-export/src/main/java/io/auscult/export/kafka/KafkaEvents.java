package io.auscult.export.kafka;

import io.auscult.core.counter.Counter;
import io.auscult.core.counter.Counters;
import io.auscult.core.event.Event;
import io.auscult.core.event.EventType;
import io.auscult.export.EventStream;
import io.auscult.export.zeek.EventLines;
import java.io.IOException;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * Events as lines of Zeek's logs to Kafka, keyed by the connection. The detect thread writes into a batch; a thread sends full ones, and when it has
 * nothing to do those that are begun. {@value #BATCHES} batches at most; with none free, events are left out and counted.
 */
public final class KafkaEvents implements EventStream {
    private static final int BATCHES = 64;
    private static final Duration LINGER = Duration.ofMillis(50);
    private static final Duration BLOCKS = Duration.ofSeconds(2); // the sending thread, for one record
    private static final Duration DRAIN = Duration.ofSeconds(5); // at the end
    private static final Duration ANEW = Duration.ofSeconds(10); // until another producer is tried

    private final KafkaSettings settings;
    private final Counters counters;
    private final EventLines lines = new EventLines();
    private final Map<EventType, String> topics = new IdentityHashMap<>();
    private final BlockingQueue<EventBatch> free = new ArrayBlockingQueue<>(BATCHES);
    private final BlockingQueue<EventBatch> full = new ArrayBlockingQueue<>(BATCHES);
    private final AtomicLong unsent = new AtomicLong(); // since the detect thread last asked
    private final Thread thread;
    private @Nullable EventBatch current; // of the detect thread
    private @Nullable KafkaProducer<byte[], byte[]> producer; // of the sending thread
    private long openedNs; // likewise
    private volatile boolean stopping;
    private volatile String trouble = "";
    private volatile String failure = ""; // of a record, told by the client's own thread

    private KafkaEvents(KafkaSettings settings, Counters counters) {
        this.settings = settings;
        this.counters = counters;
        for (int i = 0; i < BATCHES; i++) {
            free.add(new EventBatch());
        }
        thread = Thread.ofPlatform().name("events-" + settings.name()).daemon().unstarted(this::run);
    }

    /** @param counters of the detect thread */
    public static KafkaEvents start(KafkaSettings settings, Counters counters) {
        KafkaEvents events = new KafkaEvents(settings, counters);
        events.thread.start();
        return events;
    }

    @Override
    public String name() {
        return settings.name() + "-events";
    }

    @Override
    public boolean wants(EventType type) {
        return type.isLog() && settings.logs().contains(type.name());
    }

    @Override
    public void onEvent(Event event) {
        String topic = topics.get(event.type());
        if (topic == null) {
            topic = settings.eventTopic(event.type().name());
            topics.put(event.type(), topic);
        }
        EventBatch batch = current;
        if (batch == null) {
            batch = free.poll();
            if (batch == null) {
                counters.add(Counter.EVENTS_UNSENT, 1);
                trouble = settings.name() + ": events come faster than they can be sent, or the brokers do not answer";
                return;
            }
            current = batch;
            lines.begin();
        }
        lines.write(event, batch.lines());
        batch.added(topic, event.hasConnection() ? event.uid() : 0);
        if (batch.isFull()) {
            handOver(batch);
        }
    }

    @Override
    public void onBlockEnd(long nowNs) {
        long lost = unsent.getAndSet(0);
        if (lost > 0) {
            counters.add(Counter.EVENTS_UNSENT, lost);
        }
        EventBatch batch = current;
        if (batch != null && full.isEmpty()) { // else it may fill further
            handOver(batch);
        }
    }

    @Override
    public void onEnd() {
        EventBatch batch = current;
        if (batch != null) {
            handOver(batch);
        }
    }

    private void handOver(EventBatch batch) {
        current = null;
        full.add(batch); // has room for all there are
    }

    private void run() {
        long deadlineNs = Long.MAX_VALUE;
        while (System.nanoTime() < deadlineNs) {
            EventBatch batch = next();
            if (stopping && deadlineNs == Long.MAX_VALUE) {
                deadlineNs = System.nanoTime() + DRAIN.toNanos();
            }
            if (batch != null) {
                send(batch);
                batch.clear();
                free.add(batch);
            } else if (stopping) {
                break;
            }
        }
        KafkaProducer<byte[], byte[]> opened = producer;
        if (opened != null) {
            opened.close(DRAIN);
        }
    }

    private @Nullable EventBatch next() {
        try {
            return full.poll(stopping ? 0 : 200, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            stopping = true;
            return null;
        }
    }

    private void send(EventBatch batch) {
        KafkaProducer<byte[], byte[]> opened = opened();
        int sent = 0;
        try {
            while (opened != null && sent < batch.count()) {
                opened.send(batch.record(sent), (metadata, e) -> {
                    if (e != null) {
                        unsent.incrementAndGet();
                        failure = String.valueOf(Producers.failure(settings, e).getMessage());
                    }
                });
                sent++;
            }
            trouble = failure;
            failure = "";
        } catch (KafkaException e) {
            trouble = String.valueOf(Producers.failure(settings, e).getMessage());
            if (opened != null && System.nanoTime() - openedNs > ANEW.toNanos()) { // with the secrets of now
                opened.close(Duration.ZERO);
                producer = null;
            }
        }
        unsent.addAndGet(batch.count() - sent);
    }

    private @Nullable KafkaProducer<byte[], byte[]> opened() {
        if (producer == null && (openedNs == 0 || System.nanoTime() - openedNs > ANEW.toNanos())) {
            openedNs = System.nanoTime();
            try {
                producer = Producers.open(settings, BLOCKS, LINGER);
            } catch (IOException e) {
                trouble = String.valueOf(e.getMessage());
            }
        }
        return producer;
    }

    @Override
    public String trouble() {
        return trouble;
    }

    @Override
    public void close() {
        stopping = true;
        try {
            thread.join(DRAIN.multipliedBy(2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        onBlockEnd(0); // for the count
    }
}
