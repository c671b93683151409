package io.auscult.rules.exception;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.AlertSink;
import io.auscult.core.counter.Counter;
import io.auscult.core.counter.Counters;
import io.auscult.rules.role.RoleGrant;
import io.auscult.rules.role.Roles;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Stands between the detectors and {@link io.auscult.rules.incident.Incidents}: what a declared role or an exception explains goes no further and is counted and listed, one
 * line for each reason, rule and actor. What has expired holds nothing back, and the alert says so. Detect thread; {@link #list} may be called by any.
 */
public final class Exceptions implements AlertSink {
    /** Lines kept; what comes beyond is only counted. */
    public static final int MOST = 1_000;

    private final List<Exemption> exemptions;
    private final Roles roles;
    private final Counters counters;
    private final AlertSink aside;
    private final AlertSink next;
    private final Map<String, HeldBack> lines = new LinkedHashMap<>();

    public Exceptions(List<Exemption> exemptions, Roles roles, Counters counters, AlertSink next) {
        this(exemptions, roles, counters, alert -> {}, next);
    }

    /** @param aside takes what is held back */
    public Exceptions(List<Exemption> exemptions, Roles roles, Counters counters, AlertSink aside, AlertSink next) {
        this.exemptions = List.copyOf(exemptions);
        this.roles = roles;
        this.counters = counters;
        this.aside = aside;
        this.next = next;
    }

    @Override
    public void raise(Alert draft) {
        Alert alert = draft;
        RoleGrant grant = roles.explaining(
                draft.actor().ip(), draft.rule().id(), draft.rule().area(), draft.timeNs());
        if (grant != null && !grant.isExpired(draft.timeNs())) {
            counters.increment(Counter.ALERTS_SUPPRESSED);
            line(grant, null, -1, draft);
            aside.raise(draft);
            return;
        }
        if (grant != null) {
            alert = alert.with(
                    "role_expired",
                    grant.role().key() + " until " + grant.expires() + ": " + grant.reason()
                            + " (renew the role if it still holds)");
        }
        for (int i = 0; i < exemptions.size(); i++) {
            Exemption exemption = exemptions.get(i);
            if (!exemption.covers(draft, roles)) {
                continue;
            }
            if (exemption.isExpired(draft.timeNs())) {
                alert = alert.with(
                        "exception_expired",
                        "until " + exemption.expires() + ": " + exemption.reason() + " (renew it if it still holds)");
            } else if (exemption.dryRun()) {
                line(null, exemption, i, draft);
                alert = alert.with("exception_dry_run", "would be held back: " + exemption.reason());
            } else {
                counters.increment(Counter.ALERTS_SUPPRESSED);
                line(null, exemption, i, draft);
                aside.raise(draft);
                return;
            }
        }
        next.raise(alert);
    }

    private synchronized void line(@Nullable RoleGrant grant, @Nullable Exemption exemption, int number, Alert alert) {
        String key = number + "/" + alert.rule().id() + "/" + alert.actor().key();
        HeldBack before = lines.get(key);
        if (before != null || lines.size() < MOST) {
            lines.put(
                    key,
                    new HeldBack(
                            grant,
                            exemption,
                            alert,
                            before == null ? 1 : before.count() + 1,
                            before == null ? alert.firstSeenNs() : before.firstNs()));
        }
    }

    /** The exceptions in the order of the configuration. */
    public List<Exemption> exemptions() {
        return exemptions;
    }

    /** What was held back so far, or would have been in a dry run, in the order it began. */
    public synchronized List<HeldBack> list() {
        return List.copyOf(lines.values());
    }
}
