package io.auscult.rules.sigma;

import io.auscult.core.alert.AlertSink;
import io.auscult.core.alert.ConnectionRef;
import io.auscult.core.alert.Outcome;
import io.auscult.core.alert.Party;
import io.auscult.core.counter.Counters;
import io.auscult.core.detect.StateTable;
import io.auscult.core.event.Event;
import io.auscult.core.event.IpAddress;
import io.auscult.core.event.Kind;
import io.auscult.rules.rule.AlertDraft;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One correlation at work. Bounds that only ask for enough are told as soon as they hold, over a window that slides; bounds that ask for no more than something, and averages, when the
 * time that began with a group's first event is over. What goes on is told again at ten times as much. Detect thread. Groups are bounded; a newcomer to a full table has to come twice, then
 * the longest idle one is forgotten and counted. Makes objects only when it tells and for the first values of a group.
 */
final class Correlator {
    private static final int MOST_GROUPS = 16_384;
    private static final int GROUP_BYTES = 1_024; // of a group without its arrays, about
    private static final long LOOK_EVERY_NS = 1_000_000_000L;
    private static final long SEED = 0x5851_F42D_4C95_7F2DL;

    /** What the last event of a group leaves for an alert that comes without one. */
    record Last(@Nullable IpAddress actor, ConnectionRef connection, Map<String, String> shown) {
        static final Last NONE = new Last(null, ConnectionRef.NONE, Map.of());
    }

    private final Correlation rule;
    private final int need;
    private StateTable<Group> groups;
    private long lookedNs;

    /** @param bytes that its groups may take */
    Correlator(Correlation rule, long bytes, Counters counters) {
        this.rule = rule;
        boolean isExact = rule.type() == Correlation.Type.EVENT_COUNT && !rule.isWindowed();
        this.need = (int) Math.min(rule.bounds().need(), CorrelationReader.MAX_COUNTED + 1);
        long perGroup = GROUP_BYTES
                + switch (rule.type()) {
                    case EVENT_COUNT -> isExact ? 8L * Math.min(need, CorrelationReader.MAX_COUNTED) : 0;
                    case VALUE_COUNT -> 16L * most();
                    case VALUE_SUM -> 8L * Group.BUCKETS;
                    case VALUE_AVG -> 0L;
                    case TEMPORAL, TEMPORAL_ORDERED -> 8L * rule.inputs().size();
                };
        int capacity = (int) Math.max(16, Math.min(MOST_GROUPS, bytes / perGroup));
        groups = new StateTable<>(capacity, 2, counters, Group::new);
    }

    Correlation rule() {
        return rule;
    }

    /** Goes on with what another, of the same content, remembers. */
    void adopt(Correlator before) {
        groups = before.groups;
    }

    /** Values that have to be told apart. */
    private int most() {
        double most = rule.bounds().most();
        return (int) Math.min(CorrelationReader.MAX_COUNTED, most == Double.POSITIVE_INFINITY ? need : most + 1);
    }

    /** An event for one of the rules. @return whether the correlation holds now and did not before */
    boolean offer(int input, Event event, long number, Outcome outcome, AlertSink alerts) {
        Correlation.Input from = rule.inputs().get(input);
        Column[] columns = from.group().getOrDefault(event.type(), new Column[0]);
        long a = SEED;
        long b = ~SEED;
        for (Column column : columns) {
            if (!column.has(event)) {
                return false; // it belongs to no group
            }
            a = column.hash(event, a);
            b = column.hash(event, b);
        }
        Group group = groups.admit(a, b, 0, 0);
        if (group == null) {
            return false;
        }
        long nowNs = event.timestampNs();
        if (group.lastEvent == number && !rule.type().isTemporal()) {
            return false; // another of the rules has counted it
        }
        if (!rule.isWindowed() && group.events > 0 && nowNs - group.lastNs > Math.max(rule.spanNs(), Hits.IDLE_NS)) {
            group.clear();
        }
        if (rule.isWindowed() && group.events > 0 && nowNs - group.firstNs > rule.spanNs()) {
            close(group, alerts);
        }
        group.lastEvent = number;
        group.seen(event, rule.meta().isActorResponder(), outcome);
        boolean isNew = switch (rule.type()) {
            case EVENT_COUNT -> counted(group, nowNs);
            case VALUE_COUNT -> valued(group, event, from, nowNs);
            case VALUE_SUM, VALUE_AVG -> summed(group, event, from, nowNs);
            case TEMPORAL -> together(group, input, nowNs);
            case TEMPORAL_ORDERED -> inOrder(group, input, nowNs);
        };
        if (rule.isWindowed()) {
            group.last = last(event, columns);
            return false;
        }
        if (isNew && ++group.told >= group.nextTold || group.isOver && group.events >= group.nextEvents) {
            group.nextTold = Hits.decade(group.told);
            group.nextEvents = 10 * group.events;
            group.last = last(event, columns);
            tell(group, alerts);
        }
        return isNew;
    }

    private boolean counted(Group group, long nowNs) {
        if (rule.isWindowed()) {
            group.total = group.events;
            return false;
        }
        if (need > CorrelationReader.MAX_COUNTED) {
            group.total = group.add(1, nowNs, rule.spanNs());
            return over(group, rule.bounds().hold(group.total), nowNs);
        }
        long oldest = group.push(nowNs, need);
        boolean holds = oldest != 0 && nowNs - oldest <= rule.spanNs();
        group.total = holds ? need : 0;
        return over(group, holds, nowNs);
    }

    private boolean valued(Group group, Event event, Correlation.Input from, long nowNs) {
        long hash = SEED;
        Column[] fields = from.fields().getOrDefault(event.type(), new Column[0]);
        for (Column field : fields) {
            if (!field.has(event)) {
                return false;
            }
            hash = field.hash(event, hash);
        }
        long span = rule.isWindowed() ? Long.MAX_VALUE / 2 : rule.spanNs();
        double before = group.total;
        group.total = group.distinct(hash, nowNs, span, most());
        if (group.total > before && fields.length > 0) {
            group.note(fields[0].print(event));
        }
        return !rule.isWindowed() && over(group, rule.bounds().hold(group.total), nowNs);
    }

    private boolean summed(Group group, Event event, Correlation.Input from, long nowNs) {
        double sum = 0;
        for (Column field : from.fields().getOrDefault(event.type(), new Column[0])) {
            if (!field.has(event)) {
                return false;
            }
            long number = field.number(event, 0);
            sum += field.kind() == Kind.REAL ? Double.longBitsToDouble(number) : field.isTime() ? number / 1e9 : number;
        }
        if (rule.isWindowed()) {
            group.total += sum;
            return false;
        }
        group.total = group.add(sum, nowNs, rule.spanNs());
        return over(group, rule.bounds().hold(group.total), nowNs);
    }

    private boolean together(Group group, int input, long nowNs) {
        int inputs = rule.inputs().size();
        group.total = group.mark(input, inputs, nowNs, rule.spanNs());
        if (!rule.bounds().hold(group.total)) {
            return false;
        }
        group.restart();
        return true;
    }

    private boolean inOrder(Group group, int input, long nowNs) {
        if (!group.follow(input, rule.inputs().size(), nowNs, rule.spanNs())) {
            return false;
        }
        group.total = rule.inputs().size();
        group.restart();
        return true;
    }

    /** Whether it holds and did not before, within the span. */
    private boolean over(Group group, boolean holds, long nowNs) {
        boolean isNew = holds && (!group.isOver || nowNs - group.overNs > rule.spanNs());
        if (holds) {
            group.isOver = true;
            group.overNs = nowNs;
        }
        return isNew;
    }

    /** Judges the groups whose time is over. */
    void onTime(long nowNs, AlertSink alerts) {
        if (rule.isWindowed() && nowNs - lookedNs >= Math.max(LOOK_EVERY_NS, rule.spanNs() / 16)) {
            lookedNs = nowNs;
            groups.forEach(group -> {
                if (group.events > 0 && nowNs - group.firstNs > rule.spanNs()) {
                    close(group, alerts);
                }
            });
        }
    }

    /** Judges what is left, complete or not: nothing comes any more. */
    void onEnd(AlertSink alerts) {
        if (rule.isWindowed()) {
            groups.forEach(group -> {
                if (group.events > 0) {
                    close(group, alerts);
                }
            });
        }
    }

    private void close(Group group, AlertSink alerts) {
        double value = rule.type() == Correlation.Type.VALUE_AVG ? group.total / group.events : group.total;
        group.total = value;
        if (rule.bounds().hold(value) && ++group.told >= group.nextTold) {
            group.nextTold = Hits.decade(group.told);
            tell(group, alerts);
        }
        group.reopen();
    }

    private Last last(Event event, Column[] columns) {
        Map<String, String> shown = new LinkedHashMap<>();
        for (int i = 0; i < columns.length; i++) {
            shown.put(rule.group().get(i), columns[i].print(event));
        }
        IpAddress actor =
                !event.hasConnection() ? null : rule.meta().isActorResponder() ? event.respHost() : event.origHost();
        return new Last(actor, ConnectionRef.of(event), shown);
    }

    private void tell(Group group, AlertSink alerts) {
        if (!rule.alerts()) {
            return;
        }
        Party actor = new Party(group.last.actor(), null, null, null);
        AlertDraft draft = new AlertDraft(rule.meta().rule(), actor, group.lastNs, group.last.connection())
                .outcome(group.outcome)
                .count(group.events)
                .seen(group.firstNs, group.lastNs, group.firstPacket)
                .targets(group.sample.addresses(), group.targets.count());
        if (group.outcome == Outcome.SUCCEEDED) {
            draft.open(group.sample.endpoints(), group.targets.count());
        }
        group.last.shown().forEach(draft::evidence);
        if (group.actors.count() > 1) {
            draft.evidence("sources", group.actors.count());
        }
        if (rule.type().hasField()) {
            draft.evidence(
                    "total",
                    group.total == Math.rint(group.total)
                            ? Long.toString((long) group.total)
                            : Double.toString(group.total));
        }
        if (!group.texts.isEmpty()) {
            draft.evidence("values", String.join(", ", group.texts));
        }
        alerts.raise(draft.alert());
    }
}
