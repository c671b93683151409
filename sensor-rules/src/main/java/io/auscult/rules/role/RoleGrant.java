package io.auscult.rules.role;

import io.auscult.core.event.Network;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/**
 * A role that a person gave to hosts, or denied them. Immutable.
 *
 * @param role what they do
 * @param addresses which hosts
 * @param reason why, for whoever reads the list next year
 * @param author who decided it
 * @param expires last day (UTC) on which it holds
 * @param holds false: these hosts do not have the role, whatever was learned
 */
public record RoleGrant(
        Role role, List<Network> addresses, String reason, String author, LocalDate expires, boolean holds) {
    public RoleGrant {
        addresses = List.copyOf(addresses);
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("addresses: none (expected: at least one address or range)");
        }
        if (reason.isBlank()) {
            throw new IllegalArgumentException("reason: empty (expected: why these hosts have the role)");
        }
        if (author.isBlank()) {
            throw new IllegalArgumentException("author: empty (expected: who decided it)");
        }
    }

    public boolean covers(long high, long low) {
        for (int i = 0; i < addresses.size(); i++) {
            if (addresses.get(i).contains(high, low)) {
                return true;
            }
        }
        return false;
    }

    /** @param nowNs packet time */
    public boolean isExpired(long nowNs) {
        return LocalDate.ofInstant(Instant.ofEpochSecond(Math.floorDiv(nowNs, 1_000_000_000L)), ZoneOffset.UTC)
                .isAfter(expires);
    }
}
