package io.auscult.rules.knowledge;

import io.auscult.core.event.IpAddress;
import io.auscult.rules.role.RoleGrant;
import java.util.List;

/**
 * What is known of a host's roles. Immutable.
 *
 * @param address which host
 * @param declared what persons said, denials included, as far as it has not expired
 * @param learned what was seen and is not denied, the strongest first
 */
public record KnownHost(IpAddress address, List<RoleGrant> declared, List<LearnedRole> learned) {
    public KnownHost {
        declared = List.copyOf(declared);
        learned = List.copyOf(learned);
    }
}
