package io.auscult.rules.sigma;

import io.auscult.core.alert.Rule;
import io.auscult.core.counter.Counters;
import io.auscult.core.event.EventType;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rules that were loaded together, compiled, and what was wrong. Made by any thread, then the detect thread's. */
public final class RuleSet {
    private final List<EventRule> events;
    private final List<Correlation> correlations;
    private final List<Problem> problems;
    private final Map<EventType, ServiceRules> services;

    private RuleSet(
            List<EventRule> events,
            List<Correlation> correlations,
            List<Problem> problems,
            Map<EventType, ServiceRules> services) {
        this.events = List.copyOf(events);
        this.correlations = List.copyOf(correlations);
        this.problems = List.copyOf(problems);
        this.services = services;
    }

    /** @throws IllegalArgumentException when they amount to too much */
    static RuleSet of(List<EventRule> events, List<Correlation> correlations, List<Problem> problems) {
        Map<EventType, List<EventRule>> byType = new IdentityHashMap<>();
        for (EventRule rule : events) {
            byType.computeIfAbsent(rule.type(), type -> new ArrayList<>()).add(rule);
        }
        Map<EventType, ServiceRules> services = new IdentityHashMap<>();
        byType.forEach((type, rules) -> services.put(type, new ServiceRules(rules)));
        return new RuleSet(events, correlations, problems, services);
    }

    /** The same rules with other problems. */
    RuleSet with(List<Problem> others) {
        return new RuleSet(events, correlations, others, services);
    }

    /** No rules. */
    public static RuleSet none() {
        return of(List.of(), List.of(), List.of());
    }

    /** What was wrong, in the order it was found. */
    public List<Problem> problems() {
        return problems;
    }

    /** All rules that raise alerts. */
    public List<Rule> rules() {
        List<Rule> rules = new ArrayList<>();
        events.stream()
                .filter(EventRule::alerts)
                .forEach(rule -> rules.add(rule.meta().rule()));
        correlations.stream()
                .filter(Correlation::alerts)
                .forEach(rule -> rules.add(rule.meta().rule()));
        return rules;
    }

    /** How many rules are in use, those included that only serve correlations. */
    public int size() {
        return events.size() + correlations.size();
    }

    /** The correlations at work, remembering nothing yet. */
    Correlators correlators(Counters counters) {
        return new Correlators(events, correlations, counters);
    }

    @Nullable
    ServiceRules of(EventType type) {
        return services.get(type);
    }
}
