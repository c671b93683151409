package io.auscult.rules.attempt;

import io.auscult.rules.rule.Techniques;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * How many attempts there were, by technique, for metrics, and where, for reports. Counted by the detect thread, read by any. As many as there are techniques in the
 * table; others are one. {@link #MOST_PLACES} pairs of technique and network; what comes in more is at no place.
 */
public final class AttemptCounts {
    /** Of rules that name no technique of the table. */
    public static final String OTHER = "other";

    static final int MOST_PLACES = 4_096;

    /**
     * Where.
     *
     * @param networkHigh of the targets: 256 IPv4 addresses, or 64 bits of IPv6; 0 with {@code networkLow} 0 when it is not known
     */
    public record Place(String technique, long networkHigh, long networkLow) {}

    private final Map<Place, LongAdder> byPlace = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> byTechnique = new TreeMap<>();
    private final LongAdder other = new LongAdder();

    public AttemptCounts(Techniques techniques) {
        techniques.ids().forEach(id -> byTechnique.put(id, new LongAdder()));
        byTechnique.put(OTHER, other);
    }

    /** By the detect thread. */
    public void add(String technique, long networkHigh, long networkLow, long howMany) {
        byTechnique.getOrDefault(technique, other).add(howMany);
        Place place = new Place(technique, networkHigh, networkLow);
        LongAdder there = byPlace.get(place);
        if (there == null) {
            boolean isFull = byPlace.size() >= MOST_PLACES;
            there = byPlace.computeIfAbsent(isFull ? new Place(technique, 0, 0) : place, each -> new LongAdder());
        }
        there.add(howMany);
    }

    /** Since it began. */
    public Map<Place, Long> places() {
        Map<Place, Long> places = new HashMap<>();
        byPlace.forEach((place, count) -> places.put(place, count.sum()));
        return places;
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
