package io.auscult.core.protocol.ldap;

import io.auscult.core.event.ConnectionId;
import io.auscult.core.event.EventWriter;
import io.auscult.core.protocol.TextSlot;
import io.auscult.core.protocol.asn1.Ber;
import io.auscult.core.protocol.identity.HostNames;

/**
 * What a Windows host asks before it picks a domain controller, and the answer ([MS-ADTS] 6.3.1.9 and 6.3.3): both tell a host's name. One
 * per parser.
 */
final class LdapNetlogon {
    private static final int MAX_NAME = 256; // bytes
    private static final int LOGON_RESPONSE_EX = 23;
    private static final int USER_UNKNOWN_EX = 25;
    private static final int NAMES = 24; // bytes before them: opcode, zeros, flags, domain GUID
    private static final int HOST_NAME = 2; // the third: behind those of forest and domain
    private static final int POINTER = 0xC0; // RFC 1035 section 4.1.4
    private static final int MAX_LABELS = 128;

    private final TextSlot name = new TextSlot(MAX_NAME);
    private final Ber list = new Ber();
    private final Ber attribute = new Ber();
    private final Ber term = new Ber();

    /** The client's own name from the filter {@code (&(DnsDomain=...)(Host=NAME)...)}. */
    void onFilter(Ber filter, ConnectionId connection, EventWriter out) {
        if (filter.tag() != Ber.CONTEXT) {
            return;
        }
        list.enter(filter);
        while (list.next()) {
            attribute.enter(list);
            if (attribute.next(Ber.OCTET_STRING)
                    && LdapNames.same("Host", attribute.bytes(), attribute.from(), attribute.to())
                    && attribute.next(Ber.OCTET_STRING)) {
                name.clear();
                attribute.appendTo(name);
                HostNames.learned(out, connection.origHigh, connection.origLow, name, "cldap");
            }
        }
    }

    /** The server's name from its answer's attribute. @param entry inside of the SearchResultEntry, before its name */
    void onEntry(Ber entry, ConnectionId connection, EventWriter out) {
        if (!entry.next(Ber.OCTET_STRING) || !entry.next(Ber.SEQUENCE)) {
            return;
        }
        list.enter(entry);
        while (list.next(Ber.SEQUENCE)) {
            attribute.enter(list);
            if (attribute.next(Ber.OCTET_STRING)
                    && LdapNames.same("Netlogon", attribute.bytes(), attribute.from(), attribute.to())
                    && attribute.next(Ber.SET)
                    && term.enter(attribute).next(Ber.OCTET_STRING)
                    && readHostName(term.bytes(), term.from(), term.to())) {
                HostNames.learned(out, connection.respHigh, connection.respLow, name, "cldap");
            }
        }
    }

    private boolean readHostName(byte[] bytes, int from, int to) {
        if (to - from <= NAMES) {
            return false;
        }
        int opcode = bytes[from] & 0xFF | (bytes[from + 1] & 0xFF) << 8;
        if (opcode != LOGON_RESPONSE_EX && opcode != USER_UNKNOWN_EX) {
            return false;
        }
        int at = from + NAMES;
        for (int i = 0; i < HOST_NAME && at > 0; i++) {
            at = skip(bytes, at, to);
        }
        name.clear();
        return at > 0 && readName(bytes, from, at, to) && name.length() > 0;
    }

    /** Place behind a compressed name; 0 when it leaves the message. */
    private static int skip(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            int size = bytes[at] & 0xFF;
            if (size == 0) {
                return at + 1;
            }
            if ((size & POINTER) == POINTER) {
                return at + 2;
            }
            at += 1 + size;
        }
        return 0;
    }

    private boolean readName(byte[] bytes, int begin, int from, int to) {
        int at = from;
        for (int labels = 0; labels < MAX_LABELS && at < to; labels++) {
            int size = bytes[at] & 0xFF;
            if (size == 0) {
                return true;
            }
            if ((size & POINTER) == POINTER) {
                if (at + 1 >= to) {
                    return false;
                }
                at = begin + ((size & ~POINTER) << 8 | bytes[at + 1] & 0xFF);
                continue;
            }
            if (at + 1 + size > to) {
                return false;
            }
            if (name.length() > 0) {
                name.append((byte) '.');
            }
            name.append(bytes, at + 1, size);
            at += 1 + size;
        }
        return false;
    }
}
