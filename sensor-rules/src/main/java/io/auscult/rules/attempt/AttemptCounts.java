package io.auscult.rules.attempt;

import io.auscult.core.detect.Mix;
import io.auscult.rules.rule.Techniques;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

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

    /** What was counted there. */
    private record Count(Place place, LongAdder number) {}

    private static final int SLOTS = 4 * MOST_PLACES; // at most half of them are ever taken, see the constructor

    /** Open addressing: what is there stays. One thread puts, any reads. */
    private final AtomicReferenceArray<@Nullable Count> slots = new AtomicReferenceArray<>(SLOTS);

    private final Map<String, LongAdder> byTechnique = new TreeMap<>();
    private final LongAdder other = new LongAdder();
    private int held; // of the detect thread

    public AttemptCounts(Techniques techniques) {
        techniques.ids().forEach(id -> byTechnique.put(id, new LongAdder()));
        byTechnique.put(OTHER, other);
        if (byTechnique.size() > SLOTS / 2 - MOST_PLACES) {
            throw new IllegalArgumentException("techniques: " + byTechnique.size());
        }
    }

    /** By the detect thread. Without garbage, but for a new place. */
    public void add(String technique, long networkHigh, long networkLow, long howMany) {
        LongAdder all = byTechnique.get(technique);
        String counted = all == null ? OTHER : technique;
        (all == null ? other : all).add(howMany);
        there(counted, networkHigh, networkLow).add(howMany);
    }

    private LongAdder there(String technique, long high, long low) {
        int at = slot(technique, high, low);
        Count count = slots.get(at);
        if (count == null && held >= MOST_PLACES && (high | low) != 0) {
            return there(technique, 0, 0);
        }
        if (count == null) {
            count = new Count(new Place(technique, high, low), new LongAdder());
            slots.set(at, count);
            held++;
        }
        return count.number();
    }

    /** Where this place is, or may be put. */
    private int slot(String technique, long high, long low) {
        int at = (int) (Mix.of(high, low) + technique.hashCode()) & SLOTS - 1;
        for (Count count = slots.get(at); count != null; count = slots.get(at)) {
            Place place = count.place();
            if (place.networkLow() == low
                    && place.networkHigh() == high
                    && place.technique().equals(technique)) {
                return at;
            }
            at = at + 1 & SLOTS - 1;
        }
        return at;
    }

    /** Since it began. */
    public Map<Place, Long> places() {
        Map<Place, Long> places = new HashMap<>();
        for (int i = 0; i < SLOTS; i++) {
            Count count = slots.get(i);
            if (count != null) {
                places.put(count.place(), count.number().sum());
            }
        }
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
