package io.auscult.rules.role;

import io.auscult.core.event.IpAddress;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The declared roles. Immutable; any thread. A handful, looked through one by one. */
public final class Roles {
    public static final Roles NONE = new Roles(List.of());

    private static final double USUAL_REACH_RATE = 0.8; // theta 0, Jung et al. 2004

    private final List<RoleGrant> grants;

    public Roles(List<RoleGrant> grants) {
        this.grants = List.copyOf(grants);
    }

    public List<RoleGrant> grants() {
        return grants;
    }

    /** The grant that explains an alert of this rule by this host, expired or not (one that holds goes first); null when none does. */
    public @Nullable RoleGrant explaining(@Nullable IpAddress host, String ruleId, String area, long nowNs) {
        if (host == null) {
            return null;
        }
        RoleGrant expired = null;
        for (RoleGrant grant : grants) {
            if (grant.holds() && grant.role().explains(ruleId, area) && grant.covers(host.high(), host.low())) {
                if (!grant.isExpired(nowNs)) {
                    return grant;
                }
                expired = grant;
            }
        }
        return expired;
    }

    /** Whether this host has this role now. */
    public boolean has(Role role, long high, long low, long nowNs) {
        RoleGrant grant = of(role, high, low, nowNs);
        return grant != null && grant.holds();
    }

    /** What this host does now. */
    public Set<Role> all(IpAddress host, long nowNs) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (RoleGrant grant : grants) {
            if (has(grant.role(), host.high(), host.low(), nowNs)) {
                roles.add(grant.role());
            }
        }
        return roles;
    }

    /** The share of new peers that this host reaches when nothing is wrong. */
    public double reachRate(long high, long low, long nowNs) {
        double rate = USUAL_REACH_RATE;
        for (int i = 0; i < grants.size(); i++) {
            RoleGrant grant = grants.get(i);
            if (grant.holds() && grant.covers(high, low) && !grant.isExpired(nowNs)) {
                rate = Math.min(rate, grant.role().reachRate());
            }
        }
        return rate;
    }

    /** The grant or denial of this role to this host that holds now, the first of several; null without one. */
    public @Nullable RoleGrant of(Role role, long high, long low, long nowNs) {
        for (int i = 0; i < grants.size(); i++) {
            RoleGrant grant = grants.get(i);
            if (grant.role() == role && grant.covers(high, low) && !grant.isExpired(nowNs)) {
                return grant;
            }
        }
        return null;
    }
}
