package io.auscult.rules.incident;

import io.auscult.core.alert.Confidence;
import io.auscult.core.alert.Level;
import io.auscult.core.alert.Light;
import io.auscult.core.alert.Outcome;
import io.auscult.core.alert.Phase;
import io.auscult.rules.role.Role;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/**
 * How much an incident matters, 0 to 10. It begins with the gravest alert (informational 0, low 2, medium 4, high 6, critical 8) and rises by what comes together:
 * <ul>
 *   <li>1 for each further phase, at most 2; a phase in which all alerts are low counts half;
 *   <li>1 when something beyond looking around succeeded;
 *   <li>1 when 10 hosts are affected or it went on from a host that it had reached;
 *   <li>1 when a host is affected on which much depends (domain controller, directory copy, backup, medical device);
 *   <li>1 less when no alert of the gravest level is more than a guess (confidence low).
 * </ul>
 * From {@link #ACT} on a person has to act. Stateless.
 */
final class Severity {
    static final int ACT = 6;
    static final int MOST = 10;
    private static final int MANY_HOSTS = 10;
    private static final int PHASES_COUNT = 2; // at most so many points

    private static final Set<Role> VITAL =
            Set.of(Role.DOMAIN_CONTROLLER, Role.DIRECTORY_SYNC, Role.BACKUP, Role.MEDICAL_DEVICE);

    private Severity() {}

    static int of(Collection<Deed> deeds, long hosts, boolean hasHops, boolean isVital) {
        Level gravest = Level.INFORMATIONAL;
        Confidence confidence = Confidence.LOW;
        boolean succeeded = false;
        Map<Phase, Level> phases = new EnumMap<>(Phase.class);
        for (Deed deed : deeds) {
            if (deed.level().compareTo(gravest) > 0) {
                gravest = deed.level();
                confidence = Confidence.LOW;
            }
            if (deed.level() == gravest && deed.confidence().compareTo(confidence) > 0) {
                confidence = deed.confidence();
            }
            succeeded |= deed.phase().isIntrusive() && deed.outcome() == Outcome.SUCCEEDED;
            if (deed.phase() != Phase.EXPOSURE) {
                phases.merge(deed.phase(), deed.level(), (a, b) -> a.atLeast(b) ? a : b);
            }
        }
        int halves = 0;
        for (Level level : phases.values()) {
            halves += level.atLeast(Level.MEDIUM) ? 2 : 1;
        }
        int severity = 2 * gravest.ordinal();
        severity += Math.clamp(halves / 2 - 1, 0, PHASES_COUNT);
        severity += succeeded ? 1 : 0;
        severity += hosts >= MANY_HOSTS || hasHops ? 1 : 0;
        severity += isVital ? 1 : 0;
        severity -= confidence == Confidence.LOW ? 1 : 0;
        return Math.clamp(severity, 0, MOST);
    }

    /** Much depends on such a host, and much can be had of it. */
    static boolean isVital(Set<Role> roles) {
        return !Collections.disjoint(roles, VITAL);
    }

    static int gravity(Outcome outcome) {
        return switch (outcome) {
            case SUCCEEDED -> 3;
            case UNKNOWN -> 2;
            case ATTEMPTED -> 1;
            case FAILED -> 0;
        };
    }

    /** Red when a person has to act, see {@link Light}. */
    static Light light(int severity, Collection<Deed> deeds) {
        boolean succeeded = deeds.stream()
                .anyMatch(deed -> deed.level().atLeast(Level.MEDIUM)
                        && deed.phase().isIntrusive()
                        && deed.outcome() == Outcome.SUCCEEDED);
        return severity >= ACT || succeeded ? Light.RED : Light.BLUE;
    }
}
