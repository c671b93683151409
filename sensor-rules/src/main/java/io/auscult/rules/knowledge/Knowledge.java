package io.auscult.rules.knowledge;

import io.auscult.core.alert.AlertSink;
import io.auscult.core.counter.Counters;
import io.auscult.core.detect.Detector;
import io.auscult.core.detect.Mix;
import io.auscult.core.detect.StateTable;
import io.auscult.core.event.Event;
import io.auscult.core.event.EventType;
import io.auscult.core.event.Field;
import io.auscult.core.event.LocalNets;
import io.auscult.core.flow.FlowEvents;
import io.auscult.core.protocol.identity.IdentityUse;
import io.auscult.core.protocol.krb.KrbLog;
import io.auscult.rules.role.Roles;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is usual here, learned from traffic and shared by all detectors: which host serves what and to how many, which pairs of hosts administer each other, which users were seen
 * at which hosts. As a detector it is the first of the list, so that the others know what an event says before they judge it; it raises nothing.
 *
 * <p>Detect thread. Three tables: {@link #STANDINGS} host and service, {@link #PAIRS} client and server, {@link #USERS} user and host. At its capacity a table forgets its
 * longest idle entry ({@link #forgotten}); what was forgotten is new again.
 */
public final class Knowledge implements Detector {
    /** 100,000 hosts with five services each. */
    public static final int STANDINGS = 1 << 19;

    public static final int PAIRS = 1 << 18;
    /** 50,000 users at ten hosts each. */
    public static final int USERS = 1 << 19;

    public static final Duration USUAL_WINDOW = Duration.ofDays(7);

    private static final int TCP = 6;
    private static final int CLIENT = Service.MOST + 1; // added to the code of a service for its client's side

    private static final Field KRB_PROTOCOL = KrbLog.KERBEROS.field("protocol");
    private static final Field KRB_MESSAGE = KrbLog.KERBEROS.field("message");
    private static final Field KRB_SUCCESS = KrbLog.KERBEROS.field("success");
    private static final byte[][] OF_KERBEROS = {bytes("krb"), bytes("krb_tcp")};
    private static final byte[][] OF_A_KDC = {bytes("AS"), bytes("TGS")};
    private static final byte[] PERSON = bytes("person");
    private static final byte[] SUCCESS = bytes("success");
    /** Uses in which a user does not work at the other host. */
    private static final byte[][] ELSEWHERE = {
        bytes("krb"), bytes("krb_tcp"), bytes("radius"), bytes("dicom"), bytes("hl7")
    };

    private final LocalNets localNets;
    private final Learning learning;
    private final KnownRoles roles;
    private final Services services = new Services();
    private final StateTable<Standing> standings;
    private final StateTable<Sighting> pairs;
    private final StateTable<Sighting> users;
    private long forgotten;

    /**
     * @param declared what persons said of roles
     * @param window how long it only learns
     * @param isKept whether it outlives the run
     */
    public Knowledge(Roles declared, LocalNets localNets, Duration window, boolean isKept, Counters counters) {
        this.localNets = localNets;
        learning = new Learning(window.toNanos(), isKept);
        standings = new StateTable<>(STANDINGS, 3, counters, Standing::new);
        pairs = new StateTable<>(PAIRS, 4, counters, Sighting::new);
        users = new StateTable<>(USERS, 3, counters, Sighting::new);
        roles = new KnownRoles(declared, this);
    }

    /** Of one run that keeps nothing. */
    public static Knowledge ofOneRun(Roles declared, LocalNets localNets, Counters counters) {
        return new Knowledge(declared, localNets, USUAL_WINDOW, false, counters);
    }

    /** What hosts are for, declared and learned. */
    public KnownRoles roles() {
        return roles;
    }

    public Learning learning() {
        return learning;
    }

    @Override
    public List<EventType> wants() {
        return List.of(FlowEvents.CONN, IdentityUse.IDENTITY, KrbLog.KERBEROS);
    }

    @Override
    public void onTime(long nowNs, AlertSink alerts) {
        if (nowNs > 0) {
            learning.onTime(nowNs);
        }
    }

    @Override
    public void onEvent(Event e, AlertSink alerts) {
        if (e.is(FlowEvents.CONN)) {
            onConnection(e);
        } else if (e.is(IdentityUse.IDENTITY)) {
            onIdentity(e);
        } else if (e.has(KRB_SUCCESS) && isOneOf(e, KRB_PROTOCOL, OF_KERBEROS) && isOneOf(e, KRB_MESSAGE, OF_A_KDC)) {
            serves(e, Service.TICKETS);
        }
    }

    private void onConnection(Event e) {
        boolean isTcp = e.proto() == TCP;
        if (e.number(FlowEvents.RESP_BYTES) == 0 || isTcp && e.number(FlowEvents.ORIG_BYTES) == 0) {
            return;
        }
        Service service = services.of(e);
        if (service == null) {
            return;
        }
        boolean isInside = localNets.contains(e.respHigh(), e.respLow());
        if (isInside) {
            serves(e, service);
        }
        if (isTelling(service, isInside) && localNets.contains(e.origHigh(), e.origLow())) {
            uses(e, service);
        }
    }

    /** Whether it tells of a client's role that it uses this. */
    private static boolean isTelling(Service service, boolean isInside) {
        return switch (service) {
            case KERBEROS, SSH, RDP, VNC, TELNET, WINRM, SNMP, AGENT, BACKUP, DICOM, HL7 -> isInside;
            case DNS -> !isInside;
            default -> false;
        };
    }

    private void onIdentity(Event e) {
        if (!e.textEquals(IdentityUse.KIND, PERSON) || !e.textEquals(IdentityUse.OUTCOME, SUCCESS)) {
            return;
        }
        long user = userOf(e);
        worksAt(user, e.origHigh(), e.origLow(), e.timestampNs());
        if (!isOneOf(e, IdentityUse.PROTOCOL, ELSEWHERE)) {
            worksAt(user, e.respHigh(), e.respLow(), e.timestampNs());
        }
    }

    private void worksAt(long user, long high, long low, long nowNs) {
        forgotten += users.isFull() && users.find(user, high, low) == null ? 1 : 0;
        users.at(user, high, low).seen(nowNs);
    }

    /** The responder serves the originator. */
    public void serves(Event e, Service service) {
        met(e.respHigh(), e.respLow(), service.code(), Mix.of(e.origHigh(), e.origLow()), e.timestampNs());
    }

    /** This host serves another. @param client hash of its address */
    public void serves(long high, long low, Service service, long client, long nowNs) {
        met(high, low, service.code(), client, nowNs);
    }

    private void uses(Event e, Service service) {
        met(e.origHigh(), e.origLow(), CLIENT + service.code(), Mix.of(e.respHigh(), e.respLow()), e.timestampNs());
    }

    /** This host scans. @param target hash of one of those it scans */
    void scans(long high, long low, long target, long nowNs) {
        met(high, low, CLIENT + Service.SCANNING.code(), target, nowNs);
    }

    private void met(long high, long low, int key, long peer, long nowNs) {
        forgotten += standings.isFull() && standings.find(high, low, key) == null ? 1 : 0;
        standings.at(high, low, key).met(peer, nowNs);
    }

    /** As which server of this kind the host is known; null when it is not. */
    public @Nullable Standing serving(long high, long low, Service service) {
        return standings.find(high, low, service.code());
    }

    /** As which client of this kind the host is known; null when it is not. */
    public @Nullable Standing using(long high, long low, Service service) {
        return standings.find(high, low, CLIENT + service.code());
    }

    /** Whether this client has used this administrative service of this server before. */
    public boolean hasAdministered(long clientHigh, long clientLow, long serverHigh, long serverLow, Service service) {
        Sighting pair = pairs.find(clientHigh, clientLow, serverHigh, serverLow);
        return pair != null && pair.isMarked(service.bit());
    }

    /** Whether this client has used any administrative service of this server before. */
    public boolean hasAdministered(long clientHigh, long clientLow, long serverHigh, long serverLow) {
        return pairs.find(clientHigh, clientLow, serverHigh, serverLow) != null;
    }

    /** What is known of this pair; null when it never met. */
    public @Nullable Sighting pair(long clientHigh, long clientLow, long serverHigh, long serverLow) {
        return pairs.find(clientHigh, clientLow, serverHigh, serverLow);
    }

    /** The client works on the server by this service. @return whether for the first time */
    public boolean administers(
            long clientHigh, long clientLow, long serverHigh, long serverLow, Service service, long nowNs) {
        forgotten += pairs.isFull() && pairs.find(clientHigh, clientLow, serverHigh, serverLow) == null ? 1 : 0;
        Sighting pair = pairs.at(clientHigh, clientLow, serverHigh, serverLow);
        pair.seen(nowNs);
        return pair.mark(service.bit());
    }

    /** Since when this user was seen to work from this host or to be let in there; null when never. @param user as {@link #userOf} has it */
    public @Nullable Sighting userAt(long user, long high, long low) {
        return users.find(user, high, low);
    }

    /** Entries that left a full table. */
    public long forgotten() {
        return forgotten;
    }

    StateTable<Standing> standings() {
        return standings;
    }

    StateTable<Sighting> pairs() {
        return pairs;
    }

    StateTable<Sighting> users() {
        return users;
    }

    /**
     * The user of an {@code identity} event, told apart by the name alone, without case, domain or realm: the same person is {@code WARD\jdoe} here and {@code jdoe@ward.example}
     * there. 0 without a user.
     */
    public static long userOf(Event identity) {
        int length = identity.length(IdentityUse.USER);
        if (length == 0) {
            return 0;
        }
        byte[] bytes = identity.bytes();
        int from = identity.offset(IdentityUse.USER);
        int to = from + length;
        for (int i = from; i < to; i++) {
            if (bytes[i] == '\\' && i + 1 < to) {
                from = i + 1;
            } else if (bytes[i] == '@' && i > from) {
                to = i;
            }
        }
        long hash = 0xCBF29CE484222325L;
        for (int i = from; i < to; i++) {
            int c = bytes[i] >= 'A' && bytes[i] <= 'Z' ? bytes[i] + 32 : bytes[i];
            hash = (hash ^ c) * 0x100000001B3L;
        }
        long mixed = Mix.of(hash);
        return mixed == 0 ? 1 : mixed;
    }

    private static boolean isOneOf(Event e, Field field, byte[][] texts) {
        for (byte[] text : texts) {
            if (e.textEquals(field, text)) {
                return true;
            }
        }
        return false;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
