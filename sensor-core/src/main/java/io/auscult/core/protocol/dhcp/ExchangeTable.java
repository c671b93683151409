package io.auscult.core.protocol.dhcp;

import io.auscult.core.event.Event;
import io.auscult.core.event.EventWriter;
import io.auscult.core.protocol.TextSlot;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Open exchanges by their key, in the order of their beginning. One is over when it has been silent for five seconds after ten, when thirty are over, or when it is full. On
 * the detect thread. At {@link #MAX_EXCHANGES} the oldest is written to make room; {@link #MAX_POOLED} that are over are kept for reuse, so that a usual load leaves no
 * garbage.
 */
final class ExchangeTable {
    static final int MAX_EXCHANGES = 4_096;

    private static final int MAX_POOLED = 256;
    private static final int BUCKETS = 1_024;
    private static final long SILENT_NS = 5_000_000_000L;
    private static final long SHORTEST_NS = 10_000_000_000L;
    private static final long LONGEST_NS = 30_000_000_000L;

    private final Supplier<? extends Exchange> maker;
    private final @Nullable Exchange[] buckets = new @Nullable Exchange[BUCKETS];
    private @Nullable Exchange oldest;
    private @Nullable Exchange newest;
    private @Nullable Exchange pool;
    private int open;
    private int pooled;

    ExchangeTable(Supplier<? extends Exchange> maker) {
        this.maker = maker;
    }

    /** @param key tells whose exchange it is */
    void onMessage(Event message, long type, TextSlot key, EventWriter out) {
        int hash = hash(key);
        Exchange exchange = find(key, hash);
        if (exchange != null && isOver(exchange, message.timestampNs())) {
            close(exchange, out);
            exchange = null;
        }
        if (exchange == null) {
            if (open == MAX_EXCHANGES && oldest != null) {
                close(oldest, out);
            }
            exchange = begin(key, hash, message.timestampNs());
        }
        exchange.add(message, type, out);
        if (exchange.isFull()) {
            close(exchange, out);
        }
    }

    void onTime(long nowNs, EventWriter out) {
        Exchange exchange = oldest;
        while (exchange != null && nowNs - exchange.firstNs > SHORTEST_NS) {
            Exchange following = exchange.newer;
            if (isOver(exchange, nowNs)) {
                close(exchange, out);
            }
            exchange = following;
        }
    }

    void onEnd(EventWriter out) {
        while (oldest != null) {
            close(oldest, out);
        }
    }

    private static boolean isOver(Exchange exchange, long nowNs) {
        long age = nowNs - exchange.firstNs;
        return age > LONGEST_NS || age > SHORTEST_NS && nowNs - exchange.lastNs > SILENT_NS;
    }

    private @Nullable Exchange find(TextSlot key, int hash) {
        Exchange exchange = buckets[hash & BUCKETS - 1];
        while (exchange != null && (exchange.hash != hash || !exchange.key.textEquals(key))) {
            exchange = exchange.next;
        }
        return exchange;
    }

    private Exchange begin(TextSlot key, int hash, long nowNs) {
        Exchange exchange = pool;
        if (exchange == null) {
            exchange = maker.get();
        } else {
            pool = exchange.next;
            pooled--;
        }
        exchange.begin(nowNs);
        exchange.key.clear();
        exchange.key.append(key);
        exchange.hash = hash;
        exchange.next = buckets[hash & BUCKETS - 1];
        buckets[hash & BUCKETS - 1] = exchange;
        exchange.newer = null;
        exchange.older = newest;
        if (newest == null) {
            oldest = exchange;
        } else {
            newest.newer = exchange;
        }
        newest = exchange;
        open++;
        return exchange;
    }

    private void close(Exchange exchange, EventWriter out) {
        exchange.write(out);
        takeOut(exchange);
        if (exchange.older == null) {
            oldest = exchange.newer;
        } else {
            exchange.older.newer = exchange.newer;
        }
        if (exchange.newer == null) {
            newest = exchange.older;
        } else {
            exchange.newer.older = exchange.older;
        }
        exchange.older = null;
        exchange.newer = null;
        exchange.next = null;
        open--;
        if (pooled < MAX_POOLED) {
            exchange.next = pool;
            pool = exchange;
            pooled++;
        }
    }

    private void takeOut(Exchange exchange) {
        int bucket = exchange.hash & BUCKETS - 1;
        Exchange before = buckets[bucket];
        if (before == exchange) {
            buckets[bucket] = exchange.next;
            return;
        }
        while (before != null && before.next != exchange) {
            before = before.next;
        }
        if (before != null) {
            before.next = exchange.next;
        }
    }

    private static int hash(TextSlot key) {
        int hash = 1;
        for (int i = 0; i < key.length(); i++) {
            hash = 31 * hash + key.bytes()[i];
        }
        return hash ^ hash >>> 16;
    }
}
