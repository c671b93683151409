package io.auscult.core.pipeline;

import io.auscult.core.counter.Counters;
import io.auscult.core.detect.State;
import io.auscult.core.detect.StateTable;
import io.auscult.core.event.Event;
import io.auscult.core.event.EventJoiner;
import io.auscult.core.event.EventType;
import io.auscult.core.event.EventWriter;
import io.auscult.core.event.Field;
import io.auscult.core.protocol.TextSlot;
import io.auscult.core.protocol.identity.IdentityUse;
import java.nio.charset.StandardCharsets;

/**
 * Who stands behind a Kerberos ticket: a ticket shown to a service hides its client, but the host that shows it got it from a KDC not long before, and there the client stood in
 * clear. The name is added to {@code identity} only when it can be nobody else: one principal got tickets for this service at this address within {@link #LIFE_NS}. On the
 * detect thread. At {@link #MAX_TICKETS} pairs of address and service the longest unused goes.
 */
final class TicketUsers implements EventJoiner {
    static final int MAX_TICKETS = 65_536;
    /** What Active Directory gives a ticket unless told otherwise. */
    static final long LIFE_NS = 10 * 3_600_000_000_000L;

    private static final byte[] SUCCESS = ascii("success");
    private static final byte[] KERBEROS = ascii("kerberos");
    private static final byte[] KDC_UDP = ascii("krb");
    private static final byte[] KDC_TCP = ascii("krb_tcp");
    private static final byte[] TICKET = ascii("ticket");

    /** The principal that got tickets for one service at one address. */
    private static final class Ticket implements State {
        final TextSlot service = new TextSlot(IdentityUse.MAX_NAME);
        final TextSlot user = new TextSlot(IdentityUse.MAX_NAME);
        final TextSlot domain = new TextSlot(IdentityUse.MAX_NAME);
        long untilNs;
        boolean shared; // by several principals

        @Override
        public void clear() {
            service.clear();
            user.clear();
            domain.clear();
            untilNs = 0;
            shared = false;
        }
    }

    private final StateTable<Ticket> tickets;
    private final TextSlot service = new TextSlot(IdentityUse.MAX_NAME);
    private final TextSlot user = new TextSlot(IdentityUse.MAX_NAME);

    TicketUsers(Counters counters) {
        tickets = new StateTable<>(MAX_TICKETS, 3, counters, Ticket::new);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public boolean wants(EventType type) {
        return type == IdentityUse.IDENTITY;
    }

    @Override
    public void enrich(Event event) {
        if (tickets.size() == 0 || !isUse(event) || event.length(IdentityUse.USER) > 0 || isFromKdc(event)) {
            return;
        }
        Ticket ticket = tickets.find(event.origHigh(), event.origLow(), key(event), 0);
        if (ticket == null
                || ticket.shared
                || event.timestampNs() > ticket.untilNs
                || !ticket.service.textEquals(service)) {
            return;
        }
        event.attach(IdentityUse.USER, ticket.user.bytes(), ticket.user.length());
        if (ticket.domain.length() > 0) {
            event.attach(IdentityUse.DOMAIN, ticket.domain.bytes(), ticket.domain.length());
        }
        byte[] kind = IdentityUse.kind(ticket.user).getBytes(StandardCharsets.US_ASCII);
        event.attach(IdentityUse.KIND, kind, kind.length);
        event.attach(IdentityUse.USER_SOURCE, TICKET, TICKET.length);
    }

    @Override
    public void onEvent(Event event, EventWriter out) {
        if (!isUse(event)
                || event.length(IdentityUse.USER) == 0
                || !isFromKdc(event)
                || !event.textEquals(IdentityUse.OUTCOME, SUCCESS)) {
            return;
        }
        Ticket ticket = tickets.admit(event.origHigh(), event.origLow(), key(event), 0);
        if (ticket == null) {
            return;
        }
        user.clear();
        user.append(event.bytes(), event.offset(IdentityUse.USER), event.length(IdentityUse.USER));
        boolean current = event.timestampNs() <= ticket.untilNs && ticket.service.textEquals(service);
        boolean same = current && user.textEquals(ticket.user) && sameDomain(event, ticket);
        ticket.shared = current && (ticket.shared || !same);
        ticket.untilNs = event.timestampNs() + LIFE_NS;
        if (!same) {
            ticket.service.clear();
            ticket.service.append(service);
            ticket.user.clear();
            ticket.user.append(user);
            ticket.domain.clear();
            ticket.domain.append(event.bytes(), offset(event, IdentityUse.DOMAIN), event.length(IdentityUse.DOMAIN));
        }
    }

    private static boolean sameDomain(Event event, Ticket ticket) {
        int length = event.length(IdentityUse.DOMAIN);
        if (length != ticket.domain.length()) {
            return false;
        }
        int at = offset(event, IdentityUse.DOMAIN);
        for (int i = 0; i < length; i++) {
            if (event.bytes()[at + i] != ticket.domain.bytes()[i]) {
                return false;
            }
        }
        return true;
    }

    private static int offset(Event event, Field field) {
        return event.has(field) ? event.offset(field) : 0;
    }

    /** A ticket for something. */
    private static boolean isUse(Event event) {
        return event.is(IdentityUse.IDENTITY)
                && event.length(IdentityUse.SERVICE) > 0
                && event.length(IdentityUse.MECHANISM) >= KERBEROS.length
                && startsWith(event, IdentityUse.MECHANISM, KERBEROS);
    }

    private static boolean isFromKdc(Event event) {
        return event.textEquals(IdentityUse.PROTOCOL, KDC_UDP) || event.textEquals(IdentityUse.PROTOCOL, KDC_TCP);
    }

    private static boolean startsWith(Event event, Field field, byte[] word) {
        int at = event.offset(field);
        for (int i = 0; i < word.length; i++) {
            if (event.bytes()[at + i] != word[i]) {
                return false;
            }
        }
        return true;
    }

    /** Leaves the service in small letters, for names of services are compared without regard to case. */
    private long key(Event event) {
        service.clear();
        int at = event.offset(IdentityUse.SERVICE);
        long hash = 0xCBF2_9CE4_8422_2325L;
        for (int i = 0; i < event.length(IdentityUse.SERVICE); i++) {
            int c = event.bytes()[at + i];
            int small = c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
            service.append((byte) small);
            hash = (hash ^ small & 0xFF) * 0x100_0000_01B3L;
        }
        return hash;
    }
}
