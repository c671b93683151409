package io.auscult.rules.exception;

import io.auscult.core.alert.Level;
import io.auscult.core.alert.Party;
import io.auscult.core.alert.Rule;
import io.auscult.core.event.IpAddress;
import io.auscult.rules.role.Role;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Alerts of one rule by one actor, and what would hold them back. Immutable.
 *
 * @param level the highest
 * @param alerts how many
 * @param targets a sample
 * @param targetCount how many at least
 * @param ports a sample
 * @param role what the actor looks like, when that role would explain them
 * @param exemption the narrowest exception that holds all of them back, reason and author still to be filled in; null when none can
 */
public record Proposal(
        Rule rule,
        Party actor,
        Level level,
        long alerts,
        long firstNs,
        long lastNs,
        List<IpAddress> targets,
        long targetCount,
        List<Integer> ports,
        @Nullable Role role,
        @Nullable Exemption exemption) {
    public Proposal {
        targets = List.copyOf(targets);
        ports = List.copyOf(ports);
    }
}
