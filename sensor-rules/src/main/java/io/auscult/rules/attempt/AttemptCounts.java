package io.auscult.rules.attempt;

import io.auscult.rules.rule.Techniques;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/** How many attempts there were, by technique, for metrics. Counted by the detect thread, read by any. As many as there are techniques in the table; others are one. */
public final class AttemptCounts {
    /** Of rules that name no technique of the table. */
    public static final String OTHER = "other";

    private final Map<String, LongAdder> byTechnique = new TreeMap<>();
    private final LongAdder other = new LongAdder();

    public AttemptCounts(Techniques techniques) {
        techniques.ids().forEach(id -> byTechnique.put(id, new LongAdder()));
        byTechnique.put(OTHER, other);
    }

    void add(String technique, long howMany) {
        byTechnique.getOrDefault(technique, other).add(howMany);
    }

    /** Every technique that can be counted, in the order of their numbers. */
    public Iterable<String> techniques() {
        return byTechnique.keySet();
    }

    public long of(String technique) {
        LongAdder count = byTechnique.get(technique);
        return count == null ? 0 : count.sum();
    }
}
