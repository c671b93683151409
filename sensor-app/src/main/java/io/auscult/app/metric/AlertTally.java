package io.auscult.app.metric;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.AlertSink;
import io.auscult.core.alert.Outcome;
import io.auscult.core.alert.Technique;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Alerts by technique and outcome, and how busy the busiest actors of the last hour are, without their names. Counted by the detect thread, read by
 * any. Knows the techniques of the table, others are one; at most {@link #MAX_ACTORS} actors, the longest silent is forgotten first.
 */
public final class AlertTally implements AlertSink {
    static final int MAX_ACTORS = 4_096;
    /** How many of the busiest actors are shown. */
    static final int TOP = 10;

    private static final String OTHER = "other";
    private static final long STEP_NS = 600_000_000_000L;
    private static final int STEPS = 6; // an hour

    /** Alerts of one actor in the last steps. */
    private static final class Actor {
        private final int[] counts = new int[STEPS];
        private long step;

        void add(long now) {
            moveTo(now);
            counts[Math.floorMod(now, STEPS)]++;
        }

        long sum(long now) {
            moveTo(now);
            long sum = 0;
            for (int count : counts) {
                sum += count;
            }
            return sum;
        }

        private void moveTo(long now) {
            for (long passed = Math.max(step + 1, now - STEPS + 1); passed <= now; passed++) {
                counts[Math.floorMod(passed, STEPS)] = 0;
            }
            step = Math.max(step, now);
        }
    }

    private final Map<String, Map<Outcome, LongAdder>> byTechnique = new TreeMap<>(); // never changed once made
    private final SequencedMap<String, Actor> actors =
            new LinkedHashMap<>(); // guarded by this; the longest silent first
    private long step = Long.MIN_VALUE; // guarded by this

    public AlertTally(Iterable<String> techniques) {
        techniques.forEach(this::row);
        row(OTHER);
    }

    private void row(String technique) {
        Map<Outcome, LongAdder> row = new TreeMap<>();
        for (Outcome outcome : Outcome.values()) {
            row.put(outcome, new LongAdder());
        }
        byTechnique.put(technique, row);
    }

    @Override
    public void raise(Alert alert) {
        of(known(alert.rule().techniques()), alert.outcome()).increment();
        act(alert.actor().key(), Math.floorDiv(alert.timeNs(), STEP_NS));
    }

    private String known(List<Technique> techniques) {
        for (Technique technique : techniques) {
            if (byTechnique.containsKey(technique.id())) {
                return technique.id();
            }
        }
        return OTHER;
    }

    private synchronized void act(String key, long now) {
        step = Math.max(step, now);
        Actor known = actors.remove(key);
        Actor actor = known == null ? new Actor() : known;
        actors.putLast(key, actor);
        actor.add(step);
        if (actors.size() > MAX_ACTORS) {
            actors.pollFirstEntry();
        }
    }

    List<String> techniques() {
        return List.copyOf(byTechnique.keySet());
    }

    /** @param technique one of {@link #techniques} */
    LongAdder of(String technique, Outcome outcome) {
        return byTechnique.getOrDefault(technique, Map.of()).getOrDefault(outcome, new LongAdder());
    }

    /** Alerts of the busiest actors in the last hour, the busiest first; shorter when there are fewer. */
    synchronized List<Long> busiest() {
        List<Long> sums = new ArrayList<>();
        for (Actor actor : actors.values()) {
            long sum = actor.sum(step);
            if (sum > 0) {
                sums.add(sum);
            }
        }
        sums.sort(Comparator.reverseOrder());
        return sums.subList(0, Math.min(TOP, sums.size()));
    }
}
