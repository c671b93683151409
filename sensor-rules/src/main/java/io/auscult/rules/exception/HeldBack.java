package io.auscult.rules.exception;

import io.auscult.core.alert.Alert;
import io.auscult.rules.role.RoleGrant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Alerts of one rule by one actor that a role or an exception explains: held back, or only counted in a dry run. Exactly one of the first two is there.
 *
 * @param grant which role
 * @param exemption which exception
 * @param last the latest of them
 * @param count how many
 * @param firstNs when the first was seen
 */
public record HeldBack(@Nullable RoleGrant grant, @Nullable Exemption exemption, Alert last, long count, long firstNs) {
    /** Whether they were told all the same. */
    public boolean isDryRun() {
        return exemption != null && exemption.dryRun();
    }

    /** What held them back, in a few words. */
    public String by() {
        return exemption != null ? "exception" : grant != null ? grant.role().key() : "";
    }

    public String reason() {
        return exemption != null ? exemption.reason() : grant != null ? grant.reason() : "";
    }

    /** Who decided it. */
    public String author() {
        return exemption != null ? exemption.author() : grant != null ? grant.author() : "";
    }

    public LocalDate expires() {
        return exemption != null ? exemption.expires() : grant != null ? grant.expires() : LocalDate.MAX;
    }
}
