package io.auscult.rules.incident;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.Party;
import io.auscult.core.alert.Phase;
import io.auscult.core.event.IpAddress;
import io.auscult.core.event.Network;
import io.auscult.rules.role.Role;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An incident that still grows. Detect thread. Holds {@link #MAX_DEEDS} deeds (what comes beyond is counted with what the same rule told before), {@link #MAX_MEMBERS} who
 * act, {@link #MAX_HOSTS} hosts and {@link #MAX_NETWORKS} networks to whom something was done; further ones are counted only.
 */
final class Gathering {
    /** What one actor does within this time belongs together, whomever it is done to. */
    static final long TOGETHER_NS = 3_600_000_000_000L;
    /** Within this time after having been reached a host acts as somebody's next step. */
    static final long HOP_NS = 3_600_000_000_000L;

    static final int MAX_DEEDS = 96;
    static final int MAX_MEMBERS = 64;
    static final int MAX_HOSTS = 512;
    static final int MAX_NETWORKS = 128;
    static final int MAX_FORMER = 16;
    private static final int MAX_SEEDS = 2 * MAX_DEEDS * Deed.MAX_SEEDS;

    private static final int IPV4_SEGMENT = 120; // a /24
    private static final int IPV6_SEGMENT = 64;

    private final String id;
    private final Set<String> former = new LinkedHashSet<>();
    private final Map<String, Deed> deeds = new TreeMap<>();
    private final Map<String, Deed> bySeed = new HashMap<>();
    private final Map<String, Member> members = new TreeMap<>();
    private final Map<IpAddress, Reach> hosts = new TreeMap<>();
    private final Set<Network> networks = new HashSet<>();
    private final Map<IpAddress, Set<Role>> roles = new HashMap<>();
    private boolean isWide; // more hosts were tried than alerts name
    private long mostTargets;
    private long firstNs = Long.MAX_VALUE;
    private long lastNs = Long.MIN_VALUE;
    private int alerts;

    Gathering(String id) {
        this.id = id;
    }

    /** The segment that an address lies in when nothing else is configured: its /24 or /64. */
    static Network segment(IpAddress host) {
        long low = host.isIpv4() ? host.low() & ~0xFFL : 0;
        return new Network(host.high(), low, host.isIpv4() ? IPV4_SEGMENT : IPV6_SEGMENT);
    }

    static Set<IpAddress> targets(Alert alert) {
        Set<IpAddress> targets = new LinkedHashSet<>(alert.targets());
        if (alert.target().ip() != null) {
            targets.add(alert.target().ip());
        }
        return targets;
    }

    /** Whether what one of its own actors does now belongs here. */
    boolean isRelated(Alert alert) {
        Member member = members.get(alert.actor().key());
        if (member == null
                || alert.firstSeenNs() - lastNs > Incidents.IDLE_NS
                || firstNs - alert.lastSeenNs() > Incidents.IDLE_NS) {
            return false;
        }
        if (alert.firstSeenNs() - member.lastNs() <= TOGETHER_NS
                && member.firstNs() - alert.lastSeenNs() <= TOGETHER_NS) {
            return true;
        }
        Set<IpAddress> targets = targets(alert);
        if (isWide || alert.targetCount() > targets.size()) {
            return true; // which hosts they were cannot be told any more
        }
        for (IpAddress target : targets) {
            if (hosts.containsKey(target) || networks.contains(segment(target))) {
                return true;
            }
        }
        return targets.isEmpty();
    }

    /** By whom the actor of this alert had been reached before in this incident; null when by nobody. */
    @Nullable
    String sender(Alert alert) {
        IpAddress actor = alert.actor().ip();
        Reach reach = actor == null ? null : hosts.get(actor);
        return reach == null || Phase.of(alert.rule()) == Phase.EXPOSURE
                ? null
                : reach.sender(alert.rule().id(), alert.firstSeenNs());
    }

    /** Whether one who acts here had been reached by what this alert tells. */
    boolean wasReachedBy(Alert alert) {
        for (IpAddress target : targets(alert)) {
            Member member = members.get(target.toString());
            if (member != null && !target.equals(alert.actor().ip())) {
                Reach reach = new Reach(Party.of(target));
                reach.add(alert, Party.of(target));
                for (Deed deed : deeds.values()) {
                    boolean isHis = deed.actor().key().equals(target.toString()) && deed.phase() != Phase.EXPOSURE;
                    if (isHis && reach.sender(deed.rule().id(), deed.firstNs()) != null) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /** @param draft with the seed for its id */
    void add(Alert alert, String seed) {
        alerts++;
        firstNs = Math.min(firstNs, alert.firstSeenNs());
        lastNs = Math.max(lastNs, alert.lastSeenNs());
        String actor = alert.actor().key();
        Member member = members.get(actor);
        if (member != null) {
            member.add(alert);
        } else if (members.size() < MAX_MEMBERS) {
            members.put(actor, new Member(alert));
        }
        deed(alert, seed).add(alert, seed);
        mostTargets = Math.max(mostTargets, alert.targetCount());
        Set<IpAddress> targets = targets(alert);
        isWide |= alert.targetCount() > targets.size();
        targets.remove(alert.actor().ip());
        for (IpAddress target : targets) {
            if (networks.size() < MAX_NETWORKS) {
                networks.add(segment(target));
            }
            Reach reach = hosts.get(target);
            if (reach == null && hosts.size() < MAX_HOSTS) {
                reach = new Reach(Party.of(target));
                hosts.put(target, reach);
            }
            if (reach != null) {
                reach.add(alert, target.equals(alert.target().ip()) ? alert.target() : Party.of(target));
            }
        }
    }

    private Deed deed(Alert alert, String seed) {
        Deed known = bySeed.get(seed);
        if (known != null) {
            return known;
        }
        String key = Deed.key(alert);
        Deed deed = deeds.get(key);
        if (deed == null && deeds.size() >= MAX_DEEDS) {
            deed = likest(alert.rule().id(), alert.actor().key());
        }
        if (deed == null) {
            deed = new Deed(alert);
            deeds.put(key, deed);
        }
        if (bySeed.size() >= MAX_SEEDS) {
            indexSeeds();
        }
        bySeed.put(seed, deed);
        return deed;
    }

    /** Without the seeds that deeds have forgotten. */
    private void indexSeeds() {
        bySeed.clear();
        for (Deed deed : deeds.values()) {
            deed.seeds().forEach(seed -> bySeed.put(seed, deed));
        }
    }

    /** Of the same rule, of the same actor if there is one; null when the rule is new. */
    private @Nullable Deed likest(String ruleId, String actor) {
        String key = null;
        Deed likest = null;
        for (Map.Entry<String, Deed> entry : deeds.entrySet()) {
            boolean isLike = entry.getValue().rule().id().equals(ruleId);
            boolean isHis = entry.getKey().startsWith(ruleId + "/" + actor + "/");
            boolean wasHis = key != null && key.startsWith(ruleId + "/" + actor + "/");
            if (isLike
                    && (key == null
                            || isHis && !wasHis
                            || isHis == wasHis && entry.getKey().compareTo(key) < 0)) {
                key = entry.getKey();
                likest = entry.getValue();
            }
        }
        return likest;
    }

    /** Takes over all of another, under its own id. */
    void merge(Gathering other) {
        alerts += other.alerts;
        former.addAll(other.former);
        former.add(other.id);
        former.remove(id);
        while (former.size() > MAX_FORMER) {
            former.remove(former.iterator().next());
        }
        firstNs = Math.min(firstNs, other.firstNs);
        lastNs = Math.max(lastNs, other.lastNs);
        mostTargets = Math.max(mostTargets, other.mostTargets);
        isWide |= other.isWide;
        other.members.forEach((key, member) -> {
            Member known = members.get(key);
            if (known != null) {
                known.add(member);
            } else if (members.size() < MAX_MEMBERS) {
                members.put(key, member);
            }
        });
        other.deeds.forEach((key, deed) -> {
            Deed known = deeds.get(key);
            if (known == null && deeds.size() >= MAX_DEEDS) {
                known = likest(deed.rule().id(), deed.actor().key());
            }
            if (known != null) {
                known.add(deed);
            } else {
                deeds.put(key, deed);
            }
        });
        indexSeeds();
        other.hosts.forEach((host, reach) -> {
            Reach known = hosts.get(host);
            if (known != null) {
                known.add(reach);
            } else if (hosts.size() < MAX_HOSTS) {
                hosts.put(host, reach);
            }
        });
        other.roles.forEach(this::learn);
        for (Network network : other.networks) {
            if (networks.size() < MAX_NETWORKS) {
                networks.add(network);
            }
        }
    }

    /** What a host of this incident is for, as known now. */
    void learn(IpAddress host, Set<Role> known) {
        if (!known.isEmpty() && (roles.containsKey(host) || roles.size() < MAX_HOSTS)) {
            roles.put(host, known);
        }
    }

    Set<Role> roles(IpAddress host) {
        return roles.getOrDefault(host, Set.of());
    }

    int severity() {
        return Severity.of(deeds.values(), hostCount(), members.size() > 1, hasVital());
    }

    private boolean hasVital() {
        for (IpAddress host : hosts.keySet()) {
            if (Severity.isVital(roles(host))) {
                return true;
            }
        }
        return false;
    }

    String id() {
        return id;
    }

    List<String> former() {
        return List.copyOf(former);
    }

    Collection<Deed> deeds() {
        return deeds.values();
    }

    Map<String, Member> members() {
        return members;
    }

    Map<IpAddress, Reach> hosts() {
        return hosts;
    }

    /** Distinct ones, as far as known. */
    long hostCount() {
        return Math.max(mostTargets, hosts.size());
    }

    int alerts() {
        return alerts;
    }

    long firstNs() {
        return firstNs;
    }

    long lastNs() {
        return lastNs;
    }
}
