package io.auscult.rules.sigma;

import io.auscult.core.event.Event;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The rules about one type of events. First it is seen which rules' anchors an event has, each column read once; only these and the rules without anchors are asked. Detect thread;
 * makes no garbage where no rule asks a regular expression.
 */
final class ServiceRules {
    private final EventRule[] rules;
    private final Match[] matches; // of the rules, what costs least asked first
    private final int[] always; // rules without anchors
    private final ColumnAnchors[] columns;
    private final int[] stamps; // of a rule: the event for which it was last noticed
    private final int[] noticed;
    private final EventRule[] matched;
    private int noticedCount;
    private int matchedCount;
    private int stamp;

    ServiceRules(List<EventRule> rules) {
        this.rules = rules.toArray(new EventRule[0]);
        matches = rules.stream().map(rule -> rule.match().ordered()).toArray(Match[]::new);
        stamps = new int[this.rules.length];
        noticed = new int[this.rules.length];
        matched = new EventRule[this.rules.length];
        Map<Column, ColumnAnchors.Builder> builders = new LinkedHashMap<>();
        List<Integer> unanchored = new ArrayList<>();
        for (int rule = 0; rule < this.rules.length; rule++) {
            Anchors anchors = this.rules[rule].match().anchors();
            if (anchors.isAnything()) {
                unanchored.add(rule);
            }
            for (Anchors.Anchor anchor : anchors.list()) {
                builders.computeIfAbsent(anchor.column(), ColumnAnchors.Builder::new)
                        .add(anchor, rule);
            }
        }
        always = unanchored.stream().mapToInt(Integer::intValue).toArray();
        columns = builders.values().stream().map(builder -> builder.build(this)).toArray(ColumnAnchors[]::new);
    }

    /** Asks the rules; then {@link #matched} are told by {@link #rule}. */
    int match(Event event) {
        if (++stamp == 0) {
            Arrays.fill(stamps, 0);
            stamp = 1;
        }
        noticedCount = 0;
        matchedCount = 0;
        for (int rule : always) {
            ask(rule, event);
        }
        for (ColumnAnchors column : columns) {
            column.find(event);
        }
        for (int i = 0; i < noticedCount; i++) {
            ask(noticed[i], event);
        }
        return matchedCount;
    }

    /** An anchor of these rules is there. */
    void notice(int[] anchored) {
        for (int rule : anchored) {
            if (stamps[rule] != stamp) {
                stamps[rule] = stamp;
                noticed[noticedCount++] = rule;
            }
        }
    }

    private void ask(int rule, Event event) {
        if (matches[rule].test(event)) {
            matched[matchedCount++] = rules[rule];
        }
    }

    EventRule rule(int i) {
        return matched[i];
    }

    int size() {
        return rules.length;
    }
}
