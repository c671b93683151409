package io.auscult.export.misp;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is remembered to save a question; when it is full, what was put first is forgotten and asked again. One thread. */
final class Known<K, V> {
    private final Map<K, V> entries = new LinkedHashMap<>();
    private final int most;

    Known(int most) {
        this.most = most;
    }

    @Nullable
    V get(K key) {
        return entries.get(key);
    }

    boolean contains(K key) {
        return entries.containsKey(key);
    }

    void put(K key, V value) {
        entries.remove(key);
        entries.put(key, value);
        if (entries.size() > most) {
            entries.remove(entries.keySet().iterator().next());
        }
    }

    void remove(K key) {
        entries.remove(key);
    }

    void clear() {
        entries.clear();
    }
}
