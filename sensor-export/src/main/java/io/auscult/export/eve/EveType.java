package io.auscult.export.eve;

import java.util.Locale;

/** The kinds of EVE records that are made of events, by Suricata's {@code event_type}. */
public enum EveType {
    ANOMALY,
    DCERPC,
    DHCP,
    DNS,
    FILEINFO,
    FLOW,
    FTP,
    HTTP,
    KRB5,
    LDAP,
    RDP,
    SMB,
    SMTP,
    SNMP,
    SSH,
    TLS;

    /** As it stands in a record. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
