package io.auscult.rules.exception;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.Level;
import io.auscult.core.event.IpAddress;
import io.auscult.core.event.Network;
import io.auscult.rules.role.Role;
import io.auscult.rules.role.Roles;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Alerts that a person expects: by whom, to whom, of which rules. Everything that it names has to fit; what it does not name may be anything. An alert tells of
 * several targets or ports at once: all of them have to fit, and where it names a sample only, nobody knows, so it does not. Immutable.
 *
 * @param rules ids of rules, or areas such as {@code scan}
 * @param sources who does it
 * @param roles of who does it, one of these
 * @param targets to whom
 * @param ports of the target
 * @param times within one of which it happens, from the first to the last time seen
 * @param upTo the highest level that is held back
 * @param reason why, for whoever reads the list next year
 * @param author who decided it
 * @param expires last day (UTC) on which it holds
 * @param dryRun whether it only counts what it would hold back
 */
public record Exemption(
        List<String> rules,
        List<Network> sources,
        List<Role> roles,
        List<Network> targets,
        List<PortRange> ports,
        List<TimeWindow> times,
        Level upTo,
        String reason,
        String author,
        LocalDate expires,
        boolean dryRun) {
    public Exemption {
        rules = List.copyOf(rules);
        sources = List.copyOf(sources);
        roles = List.copyOf(roles);
        targets = List.copyOf(targets);
        ports = List.copyOf(ports);
        times = List.copyOf(times);
        if (rules.isEmpty()) {
            throw new IllegalArgumentException(
                    "rules: none (expected: ids of rules, as `auscult rules` lists them, or areas)");
        }
        if (sources.isEmpty() && roles.isEmpty() && targets.isEmpty()) {
            throw new IllegalArgumentException(
                    "anybody to anybody (expected: source, role or target: an exception for all is a rule that is switched off)");
        }
        if (reason.isBlank()) {
            throw new IllegalArgumentException("reason: empty (expected: why this is to be expected)");
        }
        if (author.isBlank()) {
            throw new IllegalArgumentException("author: empty (expected: who decided it)");
        }
    }

    /** Whether it is about this alert, expired or not. */
    public boolean covers(Alert alert, Roles known) {
        return names(alert.rule().id(), alert.rule().area())
                && upTo.atLeast(alert.level())
                && isSource(alert.actor().ip(), known, alert.timeNs())
                && areTargets(alert)
                && arePorts(alert)
                && isTime(alert);
    }

    private boolean names(String rule, String area) {
        return rules.contains(rule) || rules.contains(area);
    }

    private boolean isSource(@Nullable IpAddress source, Roles known, long nowNs) {
        if (sources.isEmpty() && roles.isEmpty()) {
            return true;
        }
        if (source == null || !sources.isEmpty() && !contains(sources, source)) {
            return false;
        }
        return roles.isEmpty() || roles.stream().anyMatch(role -> known.has(role, source.high(), source.low(), nowNs));
    }

    private boolean areTargets(Alert alert) {
        if (targets.isEmpty()) {
            return true;
        }
        if (alert.targets().isEmpty()) {
            return alert.target().ip() != null
                    && contains(targets, alert.target().ip());
        }
        return alert.targetCount() <= alert.targets().size()
                && alert.targets().stream().allMatch(target -> contains(targets, target));
    }

    private boolean arePorts(Alert alert) {
        if (ports.isEmpty()) {
            return true;
        }
        if (alert.ports().isEmpty()) {
            return alert.connection().respHost() != null
                    && isPort(alert.connection().respPort());
        }
        return alert.portCount() <= alert.ports().size()
                && alert.ports().stream().allMatch(this::isPort);
    }

    private boolean isPort(int port) {
        return ports.stream().anyMatch(range -> range.contains(port));
    }

    private boolean isTime(Alert alert) {
        return times.isEmpty()
                || times.stream()
                        .anyMatch(time -> time.contains(alert.firstSeenNs()) && time.contains(alert.lastSeenNs()));
    }

    private static boolean contains(List<Network> networks, IpAddress address) {
        return networks.stream().anyMatch(network -> network.contains(address));
    }

    /** @param nowNs packet time */
    public boolean isExpired(long nowNs) {
        return LocalDate.ofInstant(Instant.ofEpochSecond(0, nowNs), ZoneOffset.UTC)
                .isAfter(expires);
    }

    /** What it is about, in the words of the configuration, on one line. */
    public String scope() {
        List<String> parts = new ArrayList<>();
        parts.add(joined(rules));
        if (!sources.isEmpty()) {
            parts.add("from " + joined(sources));
        }
        if (!roles.isEmpty()) {
            parts.add("from any " + joined(roles.stream().map(Role::key).toList()));
        }
        if (!targets.isEmpty()) {
            parts.add("to " + joined(targets));
        }
        if (!ports.isEmpty()) {
            parts.add("port " + joined(ports));
        }
        if (!times.isEmpty()) {
            parts.add("at " + joined(times));
        }
        if (upTo != Level.CRITICAL) {
            parts.add("up to " + upTo.name().toLowerCase(Locale.ROOT));
        }
        return String.join(" ", parts);
    }

    private static String joined(List<?> values) {
        return String.join(", ", values.stream().map(Exemption::shortest).toList());
    }

    /** A single address without the length of its prefix. */
    private static String shortest(Object value) {
        return value instanceof Network network && network.bits() == 128
                ? new IpAddress(network.high(), network.low()).toString()
                : value.toString();
    }
}
