package io.auscult.rules.sigma;

import io.auscult.core.alert.Rule;
import io.auscult.core.event.EventType;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rules that were loaded together, compiled, and what was wrong. Made by any thread, then the detect thread's. */
public final class RuleSet {
    private final List<EventRule> events;
    private final List<Problem> problems;
    private final Map<EventType, ServiceRules> services;

    private RuleSet(List<EventRule> events, List<Problem> problems, Map<EventType, ServiceRules> services) {
        this.events = List.copyOf(events);
        this.problems = List.copyOf(problems);
        this.services = services;
    }

    /** @throws IllegalArgumentException when they amount to too much */
    static RuleSet of(List<EventRule> events, List<Problem> problems) {
        Map<EventType, List<EventRule>> byType = new IdentityHashMap<>();
        for (EventRule rule : events) {
            byType.computeIfAbsent(rule.type(), type -> new ArrayList<>()).add(rule);
        }
        Map<EventType, ServiceRules> services = new IdentityHashMap<>();
        byType.forEach((type, rules) -> services.put(type, new ServiceRules(rules)));
        return new RuleSet(events, problems, services);
    }

    /** The same rules with other problems. */
    RuleSet with(List<Problem> others) {
        return new RuleSet(events, others, services);
    }

    /** No rules. */
    public static RuleSet none() {
        return of(List.of(), List.of());
    }

    /** What was wrong, in the order it was found. */
    public List<Problem> problems() {
        return problems;
    }

    /** All rules that raise alerts. */
    public List<Rule> rules() {
        return events.stream()
                .filter(EventRule::alerts)
                .map(rule -> rule.meta().rule())
                .toList();
    }

    /** How many rules are in use, those included that only serve correlations. */
    public int size() {
        return events.size();
    }

    @Nullable
    ServiceRules of(EventType type) {
        return services.get(type);
    }
}
