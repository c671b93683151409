package io.auscult.rules.knowledge;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What one host does for another, as far as it tells of roles. Which protocols and ports belong to it stands in {@code services.tsv}. The codes are written into files and
 * never given to another.
 */
public enum Service {
    DNS(1),
    DHCP(2),
    KERBEROS(3),
    LDAP(4),
    NTP(5),
    SMB(6),
    RPC(7),
    SSH(8),
    RDP(9),
    VNC(10),
    TELNET(11),
    WINRM(12),
    SMTP(13),
    MAILBOX(14),
    WEB(15),
    FTP(16),
    PRINTING(17),
    SNMP(18),
    AGENT(19),
    SYSLOG(20),
    BACKUP(21),
    UPDATE(22),
    DATABASE(23),
    DICOM(24),
    HL7(25),
    RADIUS(26),
    TERMINALS(27),
    VOICE(28),
    INDUSTRIAL(29),
    /** Gives tickets: a Kerberos KDC that was seen to answer with one. */
    TICKETS(30),
    /** Answers [MS-NRPC]. */
    NETLOGON(31),
    /** Whatever else over TCP. */
    OTHER(32),
    /** Runs what another host tells it: services, tasks, WMI, DCOM. */
    EXECUTION(33),
    /** TeamViewer, AnyDesk and alike. */
    REMOTE_SUPPORT(34),
    /** Is looked for by scans; only ever of the one who scans. */
    SCANNING(35);

    static final int MOST = 63; // codes: a bit each in a long

    private final int code;

    Service(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    long bit() {
        return 1L << code;
    }

    /** Null for a code that nobody has. */
    static @Nullable Service of(int code) {
        for (Service service : values()) {
            if (service.code == code) {
                return service;
            }
        }
        return null;
    }

    /** One with which a person, or a program in a person's place, works on another host. */
    public boolean isAdministrative() {
        return switch (this) {
            case SSH, RDP, VNC, TELNET, WINRM, EXECUTION, REMOTE_SUPPORT -> true;
            default -> false;
        };
    }

    /** For people. */
    public String word() {
        return switch (this) {
            case KERBEROS -> "Kerberos";
            case TELNET -> "Telnet";
            case WINRM -> "WinRM";
            case MAILBOX -> "mailboxes";
            case WEB -> "web pages";
            case PRINTING -> "printing";
            case AGENT -> "monitoring agents";
            case SYSLOG -> "syslog";
            case BACKUP -> "backup";
            case UPDATE -> "updates";
            case DATABASE -> "databases";
            case TERMINALS -> "terminals";
            case VOICE -> "voice";
            case INDUSTRIAL -> "industrial control";
            case TICKETS -> "tickets";
            case NETLOGON -> "Netlogon";
            case OTHER -> "something else";
            case EXECUTION -> "remote execution";
            case REMOTE_SUPPORT -> "remote support";
            case SCANNING -> "scans";
            default -> name().toUpperCase(Locale.ROOT);
        };
    }
}
