package io.auscult.export.share;

import io.auscult.core.indicator.Tlp;
import java.util.Set;

/**
 * What one receiver may get. Immutable.
 *
 * @param minimumSeverity 0 to 10; what is less severe does not leave
 * @param most the strictest marking that leaves without a person's approval
 * @param fields which parts leave
 * @param approval when a person has to approve
 * @param approveFrom 0 to 10: with {@link Approval#ABOVE}, from which severity on a person has to approve; 11 for none
 * @param updates what becomes of an approved incident that grows
 */
public record SharePolicy(
        int minimumSeverity,
        Marking most,
        Set<FieldGroup> fields,
        Approval approval,
        int approveFrom,
        Updates updates) {
    private static final int MAX_SEVERITY = 10;

    /** For receivers outside the hospital when nothing else is said: a person approves each incident. */
    public static final SharePolicy DEFAULT = new SharePolicy(
            4,
            new Marking(Tlp.AMBER, Pap.AMBER),
            FieldGroup.DEFAULT,
            Approval.ALWAYS,
            MAX_SEVERITY + 1,
            Updates.GRAVER);

    public SharePolicy {
        if (minimumSeverity < 0 || minimumSeverity > MAX_SEVERITY) {
            throw new IllegalArgumentException("minimum_severity: " + minimumSeverity + " (expected: 0 to 10)");
        }
        if (approveFrom < 0 || approveFrom > MAX_SEVERITY + 1) {
            throw new IllegalArgumentException("approve_from: " + approveFrom + " (expected: 0 to 11)");
        }
        fields = Set.copyOf(fields);
    }

    public boolean lets(FieldGroup group) {
        return fields.contains(group);
    }

    /** What is to be done with something of this severity and marking of which nothing was decided. */
    Ruling ruling(int severity, Marking marking) {
        if (severity < minimumSeverity) {
            return Ruling.KEEP;
        }
        boolean isAbove = marking.isAbove(most);
        return switch (approval) {
            case ALWAYS -> Ruling.ASK;
            case ABOVE -> isAbove || severity >= approveFrom ? Ruling.ASK : Ruling.LET;
            case NEVER -> isAbove ? Ruling.KEEP : Ruling.LET;
        };
    }

    enum Ruling {
        /** Leaves. */
        LET,
        /** Waits for a person. */
        ASK,
        /** Does not leave. */
        KEEP
    }
}
