package io.auscult.rules.sigma;

import io.auscult.core.alert.AlertSink;
import io.auscult.core.alert.Outcome;
import io.auscult.core.counter.Counters;
import io.auscult.core.event.Event;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * All correlations of a set, each behind those it looks at, so that one event can go through a chain of them. Detect thread. Their groups share {@link #BYTES} of memory.
 */
final class Correlators {
    static final long BYTES = 128L << 20;

    /** Where a match goes: a correlation and which of its rules it is. */
    private record Target(int correlator, int input) {}

    private static final Target[] NOWHERE = {};

    private final Correlator[] correlators;
    private final Target[][] ofCorrelations;
    private final Map<EventRule, Target[]> ofEvents = new IdentityHashMap<>();
    private final boolean[][] marked;
    private int lowest;
    private int highest = -1;
    private Outcome outcome = Outcome.UNKNOWN;

    Correlators(List<EventRule> events, List<Correlation> correlations, Counters counters) {
        int count = correlations.size();
        correlators = new Correlator[count];
        ofCorrelations = new Target[count][];
        marked = new boolean[count][];
        for (int i = 0; i < count; i++) {
            Correlation rule = correlations.get(i);
            correlators[i] = new Correlator(rule, BYTES / count, counters);
            marked[i] = new boolean[rule.inputs().size()];
            ofCorrelations[i] = targets(correlations, i, true);
        }
        for (int i = 0; i < events.size(); i++) {
            Target[] targets = targets(correlations, i, false);
            if (targets.length > 0) {
                ofEvents.put(events.get(i), targets);
            }
        }
        lowest = count;
    }

    private static Target[] targets(List<Correlation> correlations, int source, boolean isCorrelation) {
        List<Target> targets = new ArrayList<>();
        for (int c = 0; c < correlations.size(); c++) {
            List<Correlation.Input> inputs = correlations.get(c).inputs();
            for (int i = 0; i < inputs.size(); i++) {
                if (inputs.get(i).source() == source && inputs.get(i).isCorrelation() == isCorrelation) {
                    targets.add(new Target(c, i));
                }
            }
        }
        return targets.toArray(NOWHERE);
    }

    boolean isEmpty() {
        return correlators.length == 0;
    }

    /** Takes over what those of the same content remember. */
    void adopt(Correlators before) {
        Map<Long, Correlator> old = new HashMap<>();
        for (Correlator correlator : before.correlators) {
            old.put(correlator.rule().fingerprint(), correlator);
        }
        for (Correlator correlator : correlators) {
            Correlator same = old.get(correlator.rule().fingerprint());
            if (same != null) {
                correlator.adopt(same);
            }
        }
    }

    /** A rule holds for the event that {@link #run} will be about. */
    void matched(EventRule rule, Event event) {
        Target[] targets = ofEvents.get(rule);
        if (targets != null) {
            outcome = rule.outcome().of(event);
            mark(targets);
        }
    }

    private void mark(Target[] targets) {
        for (Target target : targets) {
            marked[target.correlator][target.input] = true;
            lowest = Math.min(lowest, target.correlator);
            highest = Math.max(highest, target.correlator);
        }
    }

    /** Gives the event to the correlations that look at the rules it fits, and what they amount to to those that look at them. */
    void run(Event event, long number, AlertSink alerts) {
        for (int c = lowest; c <= highest; c++) {
            boolean[] inputs = marked[c];
            boolean holds = false;
            for (int i = inputs.length - 1; i >= 0; i--) { // the last first: one event is not a row of several
                if (inputs[i]) {
                    inputs[i] = false;
                    holds |= correlators[c].offer(i, event, number, outcome, alerts);
                }
            }
            if (holds) {
                mark(ofCorrelations[c]);
            }
        }
        lowest = correlators.length;
        highest = -1;
    }

    void onTime(long nowNs, AlertSink alerts) {
        for (Correlator correlator : correlators) {
            correlator.onTime(nowNs, alerts);
        }
    }

    void onEnd(AlertSink alerts) {
        for (Correlator correlator : correlators) {
            correlator.onEnd(alerts);
        }
    }
}
