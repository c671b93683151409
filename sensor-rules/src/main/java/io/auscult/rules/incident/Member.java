package io.auscult.rules.incident;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.Party;

/** One who acts in an incident that still grows. Detect thread. */
final class Member {
    private Party actor;
    private long firstNs;
    private long lastNs;

    Member(Alert first) {
        actor = first.actor();
        firstNs = first.firstSeenNs();
        lastNs = first.lastSeenNs();
    }

    void add(Alert alert) {
        actor = fuller(actor, alert.actor());
        firstNs = Math.min(firstNs, alert.firstSeenNs());
        lastNs = Math.max(lastNs, alert.lastSeenNs());
    }

    void add(Member other) {
        actor = fuller(actor, other.actor);
        firstNs = Math.min(firstNs, other.firstNs);
        lastNs = Math.max(lastNs, other.lastNs);
    }

    /** What becomes known of a party later is kept. */
    static Party fuller(Party known, Party other) {
        return new Party(
                known.ip() != null ? known.ip() : other.ip(),
                known.mac() != null ? known.mac() : other.mac(),
                known.host() != null ? known.host() : other.host(),
                known.user() != null ? known.user() : other.user());
    }

    Party actor() {
        return actor;
    }

    long firstNs() {
        return firstNs;
    }

    long lastNs() {
        return lastNs;
    }
}
