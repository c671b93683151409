package io.auscult.rules.knowledge;

import io.auscult.core.event.IpAddress;
import io.auscult.rules.role.Role;
import io.auscult.rules.role.RoleGrant;
import io.auscult.rules.role.Roles;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What hosts are for. What a person declared goes before what was learned: a declaration gives or denies a role whatever the traffic shows. A learned role never silences
 * anything by itself; see {@link KnownAlerts} for what it does. Detect thread; computed when asked, keeps nothing.
 *
 * <p>Learned from serving: {@link #CLIENTS} others must have been served, and {@link #MANY_CLIENTS} where every workstation serves its administrators as well. Learned from asking
 * others (monitoring, backup, jump hosts, name servers, scanners): only after {@link #ESTABLISHED_NS} on several days, for an intruder begins as suddenly as he asks.
 */
public final class KnownRoles {
    static final int CLIENTS = 3;
    static final int MANY_CLIENTS = 5;
    static final int ASKED = 3;
    static final int MONITORED = 5;
    static final int NAME_SERVERS_ASKED = 10;
    static final int SCAN_DAYS = 3;
    static final long ESTABLISHED_NS = Sighting.DAY_NS;
    static final long QUIET_NS = 3_600_000_000_000L;

    private final Roles declared;
    private final Knowledge knowledge;

    KnownRoles(Roles declared, Knowledge knowledge) {
        this.declared = declared;
        this.knowledge = knowledge;
    }

    /** What persons declared. */
    public Roles declared() {
        return declared;
    }

    /** Whether it has this role, declared or learned. */
    public boolean has(Role role, long high, long low, long nowNs) {
        RoleGrant grant = declared.of(role, high, low, nowNs);
        return grant != null ? grant.holds() : seen(role, high, low, nowNs) != null;
    }

    /** Whether a person said that it has this role. */
    public boolean isDeclared(Role role, long high, long low, long nowNs) {
        RoleGrant grant = declared.of(role, high, low, nowNs);
        return grant != null && grant.holds();
    }

    /** How it was seen to play this role; null when it was not, and when a person gave or denied it. */
    public @Nullable LearnedRole learned(Role role, long high, long low, long nowNs) {
        return declared.of(role, high, low, nowNs) != null ? null : seen(role, high, low, nowNs);
    }

    /** All roles of a host, declared or learned. */
    public Set<Role> of(IpAddress host, long nowNs) {
        EnumSet<Role> roles = EnumSet.noneOf(Role.class);
        for (Role role : Role.values()) {
            if (has(role, host.high(), host.low(), nowNs)) {
                roles.add(role);
            }
        }
        return roles;
    }

    /** Every host of which a role is known, by address. Goes over everything: for lists, not for events. */
    public List<KnownHost> all(long nowNs) {
        Set<IpAddress> addresses = new TreeSet<>();
        knowledge.standings().visit((high, low, service, unused, standing) -> addresses.add(new IpAddress(high, low)));
        List<KnownHost> hosts = new ArrayList<>();
        for (IpAddress address : addresses) {
            List<RoleGrant> grants = new ArrayList<>();
            List<LearnedRole> learned = new ArrayList<>();
            for (Role role : Role.values()) {
                RoleGrant grant = declared.of(role, address.high(), address.low(), nowNs);
                LearnedRole seen = seen(role, address.high(), address.low(), nowNs);
                if (grant != null) {
                    grants.add(grant);
                } else if (seen != null) {
                    learned.add(seen);
                }
            }
            if (learned.size() > 1) {
                learned.removeIf(role -> role.role() == Role.SERVER); // what it serves is said already
            }
            if (!grants.isEmpty() || !learned.isEmpty()) {
                hosts.add(new KnownHost(address, grants, learned));
            }
        }
        return hosts;
    }

    private @Nullable LearnedRole seen(Role role, long high, long low, long nowNs) {
        return switch (role) {
            case DOMAIN_CONTROLLER -> serving(role, high, low, 1, Service.TICKETS, Service.NETLOGON);
            case DNS_SERVER -> serving(role, high, low, CLIENTS, Service.DNS);
            case MAIL_SERVER -> serving(role, high, low, CLIENTS, Service.SMTP, Service.MAILBOX);
            case FILE_SERVER ->
                isController(high, low) ? null : serving(role, high, low, MANY_CLIENTS, Service.SMB, Service.FTP);
            case PRINT_SERVER -> serving(role, high, low, CLIENTS, Service.PRINTING);
            case UPDATE_SERVER -> serving(role, high, low, CLIENTS, Service.UPDATE);
            case TERMINAL_SERVER -> serving(role, high, low, MANY_CLIENTS, Service.RDP, Service.TERMINALS);
            case DHCP_SERVER -> serving(role, high, low, CLIENTS, Service.DHCP);
            case MEDICAL_DEVICE -> medical(high, low);
            case MONITORING -> asking(role, high, low, MONITORED, 2, Service.SNMP, Service.AGENT);
            case BACKUP -> backup(high, low);
            case RESOLVER -> asking(role, high, low, NAME_SERVERS_ASKED, 2, Service.DNS);
            case SCANNER -> asking(role, high, low, CLIENTS, SCAN_DAYS, Service.SCANNING);
            case JUMP_HOST -> jumpHost(high, low);
            case SERVER -> anyServer(high, low);
            case WORKSTATION -> workstation(high, low, nowNs);
            case GATEWAY, DIRECTORY_SYNC -> null; // nothing that is read shows it
        };
    }

    private boolean isController(long high, long low) {
        return knowledge.serving(high, low, Service.TICKETS) != null
                || knowledge.serving(high, low, Service.NETLOGON) != null;
    }

    private @Nullable LearnedRole serving(Role role, long high, long low, int clients, Service... services) {
        Service best = null;
        Standing most = null;
        for (Service service : services) {
            Standing standing = knowledge.serving(high, low, service);
            if (standing != null && standing.peers() >= clients && (most == null || standing.peers() > most.peers())) {
                best = service;
                most = standing;
            }
        }
        return best == null || most == null ? null : told(role, most, "serves " + best.word() + " to ");
    }

    private @Nullable LearnedRole asking(Role role, long high, long low, int hosts, int days, Service... services) {
        for (Service service : services) {
            Standing standing = knowledge.using(high, low, service);
            if (standing != null && standing.peers() >= hosts && isEstablished(standing, days)) {
                String what = service == Service.SCANNING ? "scans " : "asks for " + service.word() + " of ";
                return told(role, standing, what);
            }
        }
        return null;
    }

    private static boolean isEstablished(Standing standing, int days) {
        return standing.days() >= days && standing.lastNs() - standing.firstNs() >= ESTABLISHED_NS;
    }

    private @Nullable LearnedRole medical(long high, long low) {
        LearnedRole server = serving(Role.MEDICAL_DEVICE, high, low, 1, Service.DICOM, Service.HL7);
        if (server != null) {
            return server;
        }
        for (Service service : new Service[] {Service.DICOM, Service.HL7}) {
            Standing standing = knowledge.using(high, low, service);
            if (standing != null) {
                return told(Role.MEDICAL_DEVICE, standing, "speaks " + service.word() + " to ");
            }
        }
        return null;
    }

    private @Nullable LearnedRole backup(long high, long low) {
        LearnedRole server = serving(Role.BACKUP, high, low, CLIENTS, Service.BACKUP);
        return server != null ? server : asking(Role.BACKUP, high, low, ASKED, 2, Service.BACKUP);
    }

    /** Others work on it, and from it on others. */
    private @Nullable LearnedRole jumpHost(long high, long low) {
        LearnedRole in = serving(
                Role.JUMP_HOST, high, low, 2, Service.SSH, Service.RDP, Service.VNC, Service.TELNET, Service.WINRM);
        LearnedRole out = in == null
                ? null
                : asking(
                        Role.JUMP_HOST,
                        high,
                        low,
                        ASKED,
                        2,
                        Service.SSH,
                        Service.RDP,
                        Service.VNC,
                        Service.TELNET,
                        Service.WINRM);
        return in == null || out == null
                ? null
                : new LearnedRole(
                        Role.JUMP_HOST,
                        in.evidence() + ", and " + out.evidence(),
                        out.hosts(),
                        Math.max(in.sinceNs(), out.sinceNs()),
                        Math.min(in.lastNs(), out.lastNs()),
                        Math.min(in.days(), out.days()));
    }

    private @Nullable LearnedRole anyServer(long high, long low) {
        return serving(
                Role.SERVER,
                high,
                low,
                MANY_CLIENTS,
                Service.DNS,
                Service.KERBEROS,
                Service.LDAP,
                Service.SMB,
                Service.WEB,
                Service.DATABASE,
                Service.SMTP,
                Service.MAILBOX,
                Service.FTP,
                Service.PRINTING,
                Service.UPDATE,
                Service.DICOM,
                Service.HL7,
                Service.RDP,
                Service.OTHER);
    }

    /** It logs on to a domain and, an hour later, serves next to nobody. */
    private @Nullable LearnedRole workstation(long high, long low, long nowNs) {
        Standing logons = knowledge.using(high, low, Service.KERBEROS);
        if (logons == null
                || nowNs - logons.firstNs() < QUIET_NS
                || isController(high, low)
                || anyServer(high, low) != null) {
            return null;
        }
        return told(Role.WORKSTATION, logons, "serves next to nobody and logs on at ");
    }

    private static LearnedRole told(Role role, Standing standing, String what) {
        int hosts = standing.peers();
        return new LearnedRole(
                role,
                what + hosts + (hosts == 1 ? " host" : " hosts"),
                hosts,
                standing.firstNs(),
                standing.lastNs(),
                standing.days());
    }
}
