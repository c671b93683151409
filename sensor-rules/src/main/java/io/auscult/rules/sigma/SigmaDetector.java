package io.auscult.rules.sigma;

import io.auscult.core.alert.AlertSink;
import io.auscult.core.counter.Counters;
import io.auscult.core.detect.Detector;
import io.auscult.core.event.Event;
import io.auscult.core.event.EventType;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Asks the Sigma rules about every event and raises alerts by those that hold. Detect thread; another thread may hand over other rules, which take the place of these at the next
 * packet block. What unchanged rules remember stays.
 */
public final class SigmaDetector implements Detector {
    private final AtomicReference<@Nullable RuleSet> coming = new AtomicReference<>();
    private final Counters counters;
    private final Hits hits;
    private RuleSet rules;
    private Correlators correlators;
    private long events;
    private @Nullable EventType lastType;
    private @Nullable ServiceRules lastRules;

    public SigmaDetector(RuleSet rules, Counters counters) {
        this.counters = counters;
        this.rules = rules;
        this.correlators = rules.correlators(counters);
        this.hits = new Hits(counters);
    }

    /** Other rules from the next packet block on. Any thread. */
    public void replace(RuleSet others) {
        coming.set(others);
    }

    @Override
    public List<EventType> wants() {
        return Schema.types();
    }

    @Override
    public void onEvent(Event event, AlertSink alerts) {
        EventType type = event.type();
        if (type != lastType) {
            lastType = type;
            lastRules = rules.of(type);
        }
        if (lastRules == null) {
            return;
        }
        int matched = lastRules.match(event);
        for (int i = 0; i < matched; i++) {
            EventRule rule = lastRules.rule(i);
            if (rule.alerts()) {
                hits.hit(rule, event, alerts);
            }
            correlators.matched(rule, event);
        }
        if (matched > 0) {
            correlators.run(event, ++events, alerts);
        }
    }

    @Override
    public void onTime(long nowNs, AlertSink alerts) {
        RuleSet others = coming.getAndSet(null);
        if (others != null) {
            rules = others;
            lastType = null;
            Correlators next = others.correlators(counters);
            next.adopt(correlators);
            correlators = next;
        }
        correlators.onTime(nowNs, alerts);
    }

    @Override
    public void onEnd(long nowNs, AlertSink alerts) {
        hits.end(alerts);
        correlators.onEnd(alerts);
    }
}
