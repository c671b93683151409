package io.auscult.rules.incident;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.Level;
import io.auscult.core.counter.Counter;
import io.auscult.core.counter.Counters;
import io.auscult.core.detect.State;
import io.auscult.core.detect.StateTable;
import io.auscult.core.event.IpAddress;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what is below medium from drowning people: of one rule, within a day, the alerts of {@link #ACTORS} hosts are told, of each the first {@link #EACH}; then the one that reaches 100, 1000 ...
 * alerts of a host, or 1000, 10,000 ... hosts, which says how many there were. The rest is counted as {@link Counter#ALERTS_ALIKE}, and the ledger of attempts has it. Both numbers are ours: more
 * advices of one kind nobody reads one by one in a day. Levels from medium on always pass. Detect thread; at most {@link #PAIRS} pairs of rule and host, the longest idle forgotten.
 */
public final class LowAlertLimit {
    /** Evidence of this name says how many alerts of the rule the host had since the day began. */
    public static final String ALIKE = "alike";
    /** Evidence of this name says how many hosts had alerts of the rule since the day began. */
    public static final String HOSTS = "hosts_alike";

    static final int ACTORS = 256;
    static final int EACH = 16;
    static final int PAIRS = 16_384;
    static final long DAY_NS = 24 * 3_600_000_000_000L;

    private final Counters counters;
    private final Map<String, Day> days = new HashMap<>(); // by rule, so as many as there are rules
    private final StateTable<Pair> pairs;

    public LowAlertLimit(Counters counters) {
        this.counters = counters;
        pairs = new StateTable<>(PAIRS, 3, counters, Pair::new);
    }

    /** Of a rule. */
    private static final class Day {
        private final long key;
        private long beginNs;
        private long actors;

        private Day(long key, long beginNs) {
            this.key = key;
            this.beginNs = beginNs;
        }
    }

    /** Of a rule and a host. */
    private static final class Pair implements State {
        private long beginNs;
        private long alerts;
        private boolean isTold;

        @Override
        public void clear() {
            alerts = 0;
        }
    }

    /** The alert as it is to be told; null when it is one of too many. */
    public @Nullable Alert passed(Alert alert) {
        IpAddress actor = alert.actor().ip();
        if (alert.level().atLeast(Level.MEDIUM) || actor == null) {
            return alert;
        }
        long nowNs = alert.timeNs();
        Day day = days.computeIfAbsent(alert.rule().id(), id -> new Day(days.size(), nowNs));
        if (nowNs - day.beginNs > DAY_NS) {
            day.beginNs = nowNs;
            day.actors = 0;
        }
        Pair pair = pairs.at(day.key, actor.high(), actor.low());
        boolean isNew = pairs.isFresh() || pair.alerts == 0 || pair.beginNs != day.beginNs;
        if (isNew) {
            pair.clear();
            pair.beginNs = day.beginNs;
            day.actors++;
            pair.isTold = day.actors <= ACTORS;
        }
        pair.alerts++;
        if (pair.isTold && pair.alerts <= EACH) {
            return alert;
        }
        if (pair.isTold && isPower(pair.alerts)) {
            return alert.with(ALIKE, Long.toString(pair.alerts));
        }
        if (isNew && isPower(day.actors)) {
            return alert.with(HOSTS, Long.toString(day.actors));
        }
        counters.increment(Counter.ALERTS_ALIKE);
        return null;
    }

    /** 100, 1000 ... */
    private static boolean isPower(long count) {
        long power = 100;
        while (power < count) {
            power *= 10;
        }
        return power == count;
    }
}
