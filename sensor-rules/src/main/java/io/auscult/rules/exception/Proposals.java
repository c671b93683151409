package io.auscult.rules.exception;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.AlertSink;
import io.auscult.core.alert.Level;
import io.auscult.core.event.IpAddress;
import io.auscult.core.event.Network;
import io.auscult.rules.role.Role;
import io.auscult.rules.role.Roles;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Gathers alerts and proposes what would hold them back: for each rule and actor the narrowest exception that covers every one of them, tried on the alerts themselves. Detect thread,
 * then whoever asks. At most {@link #MOST} rules and actors; of each {@link #KEPT} alerts are kept to try on, and with more the proposal names the source alone.
 */
public final class Proposals implements AlertSink {
    public static final int MOST = 2_000;
    static final int KEPT = 512;

    private static final int NAMED = 16; // targets or ports in an exception
    /** What a person still has to write. */
    static final String TO_FILL_IN = "?";

    private final Level from;
    private final Function<Alert, @Nullable Role> looksLike;
    private final Map<String, Group> groups = new LinkedHashMap<>();
    private long beyond;
    private long below;

    /** Of one rule and actor. */
    private static final class Group {
        private final List<Alert> kept = new ArrayList<>();
        private Alert last;
        private Level level;
        private @Nullable Role role;
        private long count;
        private long firstNs;
        private long lastNs;

        Group(Alert first) {
            last = first;
            level = first.level();
            firstNs = first.firstSeenNs();
        }
    }

    /** @param from alerts below are only counted @param looksLike the role that an alert says its actor seems to have */
    public Proposals(Level from, Function<Alert, @Nullable Role> looksLike) {
        this.from = from;
        this.looksLike = looksLike;
    }

    @Override
    public void raise(Alert alert) {
        if (!alert.level().atLeast(from)) {
            below++;
            return;
        }
        String key = alert.rule().id() + "/" + alert.actor().key();
        Group group = groups.get(key);
        if (group == null) {
            if (groups.size() == MOST) {
                beyond++;
                return;
            }
            group = new Group(alert);
            groups.put(key, group);
        }
        if (group.kept.size() < KEPT) {
            group.kept.add(alert);
        }
        group.last = alert;
        group.level = alert.level().atLeast(group.level) ? alert.level() : group.level;
        group.role = group.role == null ? looksLike.apply(alert) : group.role;
        group.count++;
        group.firstNs = Math.min(group.firstNs, alert.firstSeenNs());
        group.lastNs = Math.max(group.lastNs, alert.lastSeenNs());
    }

    /** Alerts of rules and actors beyond {@link #MOST}. */
    public long beyond() {
        return beyond;
    }

    /** Alerts that were below the level. */
    public long below() {
        return below;
    }

    /** The gravest first, then the most frequent. @param expires of the exceptions */
    public List<Proposal> list(LocalDate expires) {
        List<Proposal> proposals = new ArrayList<>();
        for (Group group : groups.values()) {
            proposals.add(proposal(group, expires));
        }
        proposals.sort(Comparator.comparing(Proposal::level)
                .reversed()
                .thenComparing(Comparator.comparingLong(Proposal::alerts).reversed()));
        return proposals;
    }

    private static Proposal proposal(Group group, LocalDate expires) {
        TreeSet<IpAddress> targets = new TreeSet<>();
        TreeSet<Integer> ports = new TreeSet<>();
        long most = 0;
        for (Alert alert : group.kept) {
            IpAddress target = alert.target().ip();
            if (alert.targets().isEmpty() && target != null) {
                targets.add(target);
            }
            targets.addAll(alert.targets());
            ports.addAll(alert.ports());
            if (alert.ports().isEmpty() && alert.connection().respHost() != null) {
                ports.add(alert.connection().respPort());
            }
            most = Math.max(most, alert.targetCount());
        }
        return new Proposal(
                group.last.rule(),
                group.last.actor(),
                group.level,
                group.count,
                group.firstNs,
                group.lastNs,
                targets.stream().limit(NAMED).toList(),
                Math.max(most, targets.size()),
                ports.stream().limit(NAMED).toList(),
                group.role,
                narrowest(group, targets, ports, expires));
    }

    private static @Nullable Exemption narrowest(
            Group group, TreeSet<IpAddress> targets, TreeSet<Integer> ports, LocalDate expires) {
        IpAddress actor = group.last.actor().ip();
        List<Network> sources = actor == null ? List.of() : List.of(network(actor));
        List<Network> hosts = targets.size() > NAMED
                ? List.of()
                : targets.stream().map(Proposals::network).toList();
        List<PortRange> ranges = ports.size() > NAMED
                ? List.of()
                : ports.stream().map(port -> new PortRange(port, port)).toList();
        boolean areAll = group.count == group.kept.size();
        List<List<Network>> narrower = areAll ? List.of(hosts, List.of()) : List.of(List.of());
        List<List<PortRange>> closer = areAll ? List.of(ranges, List.of()) : List.of(List.of());
        for (List<PortRange> portsTried : closer) {
            for (List<Network> targetsTried : narrower) {
                if (sources.isEmpty() && targetsTried.isEmpty()) {
                    continue;
                }
                Exemption tried = new Exemption(
                        List.of(group.last.rule().id()),
                        sources,
                        List.of(),
                        targetsTried,
                        portsTried,
                        List.of(),
                        group.level,
                        TO_FILL_IN,
                        TO_FILL_IN,
                        expires,
                        false);
                if (group.kept.stream().allMatch(alert -> tried.covers(alert, Roles.NONE))) {
                    return tried;
                }
            }
        }
        return null;
    }

    private static Network network(IpAddress address) {
        return new Network(address.high(), address.low(), 128);
    }
}
