package io.auscult.export.misp;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is remembered to save a question; when it is full, what was put first is forgotten and asked again. Any thread. */
final class Known<K, V> {
    private final Map<K, V> entries = new LinkedHashMap<>();
    private final int most;

    Known(int most) {
        this.most = most;
    }

    synchronized @Nullable V get(K key) {
        return entries.get(key);
    }

    synchronized boolean contains(K key) {
        return entries.containsKey(key);
    }

    synchronized void put(K key, V value) {
        entries.remove(key);
        entries.put(key, value);
        if (entries.size() > most) {
            entries.remove(entries.keySet().iterator().next());
        }
    }

    synchronized void clear() {
        entries.clear();
    }
}
