package io.auscult.rules.incident;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.ConnectionRef;
import io.auscult.core.alert.Incident;
import io.auscult.core.alert.Outcome;
import io.auscult.core.alert.Party;
import io.auscult.core.alert.Rule;
import io.auscult.core.counter.Counters;
import io.auscult.core.event.IpAddress;
import io.auscult.core.event.LocalNets;
import io.auscult.rules.Detectors;
import io.auscult.rules.role.Role;
import io.auscult.rules.rule.AlertDraft;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Alerts as detectors draft them, without packets: {@code new AlertScript().by("10.1.4.20").alert("scan.port_scan", "10.1.4.9")}. */
final class AlertScript {
    static final long START = 1_800_000_000_000_000_000L; // 2027-01-15 08:00:00 UTC
    static final long MINUTE = 60_000_000_000L;

    private static final Map<String, Rule> RULES = new HashMap<>();

    static {
        new Detectors().rules().forEach(rule -> RULES.put(rule.id(), rule));
    }

    final Counters counters = new Counters();
    final List<Alert> told = new ArrayList<>();
    final Incidents incidents;
    private final Map<String, String> names = new HashMap<>();
    private final Map<String, String> macs = new HashMap<>();
    private String actor = "10.1.4.20";
    private String user = "";
    private long nowNs = START;
    private long packet;
    private Outcome outcome = Outcome.SUCCEEDED;

    AlertScript() {
        this(Map.of());
    }

    AlertScript(Map<String, Set<Role>> roles) {
        incidents = new Incidents(
                (host, now) -> roles.getOrDefault(host.toString(), Set.of()),
                new HostUsers(counters),
                LocalNets.DEFAULT,
                counters,
                told::add);
    }

    AlertScript name(String ip, String name) {
        names.put(ip, name);
        return this;
    }

    /** The hardware address of a host on a network at hand. */
    AlertScript mac(String ip, String mac) {
        macs.put(ip, mac);
        return this;
    }

    AlertScript by(String ip) {
        actor = ip;
        user = "";
        return this;
    }

    AlertScript by(String ip, String person) {
        actor = ip;
        user = person;
        return this;
    }

    AlertScript after(long minutes) {
        nowNs += minutes * MINUTE;
        return this;
    }

    /** So long after the beginning. */
    AlertScript at(long seconds) {
        nowNs = START + seconds * 1_000_000_000L;
        return this;
    }

    AlertScript outcome(Outcome of) {
        outcome = of;
        return this;
    }

    private Party party(String ip, String person) {
        return new Party(IpAddress.parse(ip), macs.get(ip), names.get(ip), person.isEmpty() ? null : person);
    }

    AlertDraft draft(String rule, String target) {
        Rule known = RULES.get(rule);
        if (known == null) {
            throw new IllegalArgumentException("rule: " + rule + " (expected: one of " + RULES.keySet() + ")");
        }
        packet++;
        ConnectionRef connection = new ConnectionRef(
                packet, IpAddress.parse(actor), 40_000, IpAddress.parse(target), 445, 6, 0, 0, 0, packet);
        return new AlertDraft(known, party(actor, user), nowNs, connection)
                .target(party(target, ""))
                .targets(List.of(IpAddress.parse(target)), 1)
                .outcome(outcome);
    }

    /** @param targets how many beside the one */
    AlertDraft sweep(String rule, String first, long targets) {
        List<IpAddress> sample = new ArrayList<>();
        IpAddress at = IpAddress.parse(first);
        for (int i = 0; i < Math.min(targets, Alert.MAX_SAMPLE); i++) {
            sample.add(new IpAddress(at.high(), at.low() + i));
        }
        return draft(rule, first).targets(sample, targets).count(targets);
    }

    AlertScript alert(String rule, String target) {
        return raise(draft(rule, target));
    }

    AlertScript raise(AlertDraft draft) {
        incidents.raise(draft.alert());
        return this;
    }

    Incident only() {
        List<Incident> all = incidents.list();
        if (all.size() != 1) {
            throw new AssertionError(all.size() + " incidents: " + all);
        }
        return all.getFirst();
    }
}
