package io.auscult.export.misp;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Sends what waits, some at the same time, each on a virtual thread. What was sent is taken out; after a failure nothing more is begun. State is nowhere. */
final class InFlight {
    interface Sending<V> {
        void send(V value) throws IOException;
    }

    private InFlight() {}

    static <K, V> void send(Map<K, V> waiting, int atOnce, Sending<V> sending) throws IOException {
        Queue<Map.Entry<K, V>> rest = new ConcurrentLinkedQueue<>(waiting.entrySet());
        Queue<K> sent = new ConcurrentLinkedQueue<>();
        AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
        Runnable work = () -> {
            for (Map.Entry<K, V> next = rest.poll(); next != null && failure.get() == null; next = rest.poll()) {
                try {
                    sending.send(next.getValue());
                    sent.add(next.getKey());
                } catch (IOException | RuntimeException e) {
                    failure.compareAndSet(null, e);
                }
            }
        };
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < Math.min(atOnce, waiting.size()); i++) {
            threads.add(Thread.ofVirtual().start(work));
        }
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            threads.forEach(Thread::interrupt);
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("stopped while waiting for MISP");
        }
        waiting.keySet().removeAll(List.copyOf(sent));
        switch (failure.get()) {
            case null -> {
                // a thread ended by an error of the machine: nothing must seem to have arrived
                if (!waiting.isEmpty()) {
                    throw new IOException("MISP: " + waiting.size() + " were not sent: a thread ended before");
                }
            }
            case IOException e -> throw e;
            case RuntimeException e -> throw e;
            case Exception e -> throw new IllegalStateException(e);
        }
    }
}
