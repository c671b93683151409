package io.auscult.rules.incident;

import io.auscult.core.event.IpAddress;
import io.auscult.rules.role.Role;
import java.util.Set;

/** What hosts are known to do. Asked on the detect thread. */
@FunctionalInterface
public interface HostRoles {
    /** Nothing is known of any. */
    HostRoles NONE = (host, nowNs) -> Set.of();

    /** Empty when nothing is known. */
    Set<Role> of(IpAddress host, long nowNs);
}
