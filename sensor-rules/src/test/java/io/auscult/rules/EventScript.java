package io.auscult.rules;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.Level;
import io.auscult.core.counter.Counters;
import io.auscult.core.detect.AttemptEvents;
import io.auscult.core.detect.DetectStage;
import io.auscult.core.detect.Detector;
import io.auscult.core.detect.HostTable;
import io.auscult.core.event.ConnectionId;
import io.auscult.core.event.Event;
import io.auscult.core.event.EventBlock;
import io.auscult.core.event.EventType;
import io.auscult.core.event.EventWriter;
import io.auscult.core.event.Field;
import io.auscult.core.event.IpAddress;
import io.auscult.core.event.LocalNets;
import io.auscult.core.flow.FlowEvents;
import io.auscult.core.protocol.dcerpc.DcerpcParser;
import io.auscult.core.protocol.file.FileStream;
import io.auscult.core.protocol.http.HttpParser;
import io.auscult.core.protocol.identity.IdentityUse;
import io.auscult.core.protocol.smb.SmbEvents;
import io.auscult.core.protocol.ssh.SshParser;
import io.auscult.rules.attempt.AttemptCounts;
import io.auscult.rules.attempt.AttemptLedger;
import io.auscult.rules.attempt.AttemptLog;
import io.auscult.rules.exception.Exceptions;
import io.auscult.rules.exception.Exemption;
import io.auscult.rules.incident.HostRoles;
import io.auscult.rules.incident.HostUsers;
import io.auscult.rules.incident.Incidents;
import io.auscult.rules.incident.LoggedOn;
import io.auscult.rules.knowledge.Knowledge;
import io.auscult.rules.knowledge.KnownAlerts;
import io.auscult.rules.role.Roles;
import io.auscult.rules.rule.Techniques;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Writes events as a lane would and feeds them to all detectors: {@code new EventScript().from("10.0.0.9").syn("10.0.0.1", 80).refused()}. */
public final class EventScript {
    public static final long SECOND = 1_000_000_000L;
    public static final long START = 1_700_000_000L * SECOND;
    public static final long SOCKET_OPTIONS =
            2 | 4 << 5 | 8 << 10 | 1 << 15 | 3 << 20; // MSS, SACK, timestamps, NOP, window scale
    public static final long MSS_ONLY = 2;

    public final Counters counters = new Counters();
    public final List<Alert> alerts = new ArrayList<>();
    public final Exceptions exceptions;
    public final Incidents incidents;
    public final Knowledge knowledge;
    public final AttemptLedger ledger;
    public final AttemptCounts attemptCounts;
    /** Lines of the log of attempts: source, target, what, service, technique, outcome, count. */
    public final List<String> attempts = new ArrayList<>();

    private final AttemptLog attemptLog;
    private final DetectStage stage;
    private final EventWriter writer = new EventWriter(counters);
    private final EventBlock block = new EventBlock();
    private final Event view = new Event();
    private final ConnectionId id = new ConnectionId();
    private long nowNs = START;
    private long packet;
    private int srcPort = 40_000;
    private boolean fixedSrcPort;
    private long mac = 0x02_00_00_00_00_09L;

    private int flags;
    private int window;
    private long options;
    private int ttl = 64;
    private int payload;
    private int packets = 1;
    private long respMac;

    public EventScript() {
        this(Roles.NONE);
    }

    public EventScript(Roles roles) {
        this(roles, List.of());
    }

    public EventScript(Roles roles, List<Exemption> exemptions) {
        this(DetectSettings.DEFAULT, roles, exemptions, false);
    }

    /** @param isKept whether what is learned outlives the run */
    public EventScript(Roles roles, boolean isKept) {
        this(DetectSettings.DEFAULT, roles, List.of(), isKept);
    }

    public EventScript(DetectSettings settings) {
        this(settings, Roles.NONE, List.of(), false);
    }

    private EventScript(DetectSettings settings, Roles roles, List<Exemption> exemptions, boolean isKept) {
        knowledge = new Knowledge(roles, LocalNets.DEFAULT, Knowledge.USUAL_WINDOW, isKept, counters);
        HostUsers users = new HostUsers(counters);
        incidents = new Incidents(HostRoles.NONE, users, LocalNets.DEFAULT, counters, alerts::add);
        Techniques techniques = new Techniques();
        attemptCounts = new AttemptCounts(techniques);
        ledger = new AttemptLedger(roles, attemptCounts, counters);
        exceptions = new Exceptions(exemptions, roles, counters, ledger::onExplained, alert -> {
            ledger.onAlert(alert);
            incidents.raise(alert);
        });
        List<Detector> detectors =
                new ArrayList<>(new Detectors().create(settings, knowledge, LocalNets.DEFAULT, counters));
        detectors.add(ledger);
        detectors.add(users);
        LoggedOn loggedOn = new LoggedOn(counters);
        detectors.add(loggedOn);
        stage = new DetectStage(detectors, loggedOn.told(new KnownAlerts(knowledge, exceptions)), counters);
        attemptLog = new AttemptLog(ledger, techniques, new HostTable(counters), counters, List.of(this::onLine));
    }

    public EventScript from(String source) {
        IpAddress address = IpAddress.parse(source);
        return from(address.high(), address.low());
    }

    public EventScript from(long high, long low) {
        id.origHigh = high;
        id.origLow = low;
        return this;
    }

    public EventScript fromPort(int port) {
        srcPort = port;
        fixedSrcPort = true;
        return this;
    }

    public EventScript mac(long address) {
        mac = address;
        return this;
    }

    public EventScript respMac(long address) {
        respMac = address;
        return this;
    }

    public EventScript after(double seconds) {
        nowNs += (long) (seconds * SECOND);
        stage.onBlockEnd(nowNs);
        return this;
    }

    public EventScript probe(int proto, int respPort, String target) {
        IpAddress address = IpAddress.parse(target);
        return probe(proto, respPort, address.high(), address.low());
    }

    public EventScript probe(int proto, int respPort, long high, long low) {
        id.proto = proto;
        id.respHigh = high;
        id.respLow = low;
        id.respPort = respPort;
        id.origPort = proto == 1 ? 8 : fixedSrcPort ? srcPort : 30_000 + (srcPort = (srcPort + 1) % 30_000);
        id.uid = ++packet;
        flags = 0;
        window = 0;
        options = 0;
        payload = 0;
        packets = 1;
        return this;
    }

    /** A scanner's own SYN. */
    public EventScript syn(String target, int port) {
        return probe(6, port, target).tcp(2, 1024, MSS_ONLY);
    }

    /** An operating system's SYN. */
    public EventScript connect(String target, int port) {
        return probe(6, port, target).tcp(2, 64_240, SOCKET_OPTIONS);
    }

    public EventScript tcp(int flags, int window, long options) {
        this.flags = flags;
        this.window = window;
        this.options = options;
        return this;
    }

    public EventScript udp(String target, int port) {
        return probe(17, port, target);
    }

    public EventScript payload(int bytes) {
        payload = bytes;
        return this;
    }

    public EventScript ttl(int ttl) {
        this.ttl = ttl;
        return this;
    }

    /** Packets of the originator so far. */
    public EventScript packets(int count) {
        packets = count;
        return this;
    }

    public EventScript ping(String target) {
        probe(1, 0, target);
        return this;
    }

    public EventScript silent() {
        return contact(FlowEvents.SILENT);
    }

    public EventScript answered() {
        return contact(FlowEvents.ANSWERED);
    }

    public EventScript refused() {
        return contact(FlowEvents.REFUSED);
    }

    public EventScript contact(int outcome) {
        begin();
        writer.begin(FlowEvents.CONTACT);
        writer.set(FlowEvents.CONTACT_OUTCOME, outcome);
        writer.set(FlowEvents.CONTACT_STARTED, nowNs);
        writer.set(FlowEvents.CONTACT_FLAGS, flags);
        writer.set(FlowEvents.CONTACT_WINDOW, window);
        writer.set(FlowEvents.CONTACT_OPTIONS, options);
        writer.set(FlowEvents.CONTACT_PAYLOAD, payload);
        writer.set(FlowEvents.CONTACT_TTL, ttl);
        writer.set(FlowEvents.CONTACT_LOCAL_ORIG, LocalNets.DEFAULT.contains(id.origHigh, id.origLow));
        writer.set(FlowEvents.CONTACT_LOCAL_RESP, LocalNets.DEFAULT.contains(id.respHigh, id.respLow));
        writer.set(FlowEvents.CONTACT_PACKETS, packets);
        writer.set(FlowEvents.CONTACT_ORIG_L2_ADDR, mac);
        if (respMac != 0) {
            writer.set(FlowEvents.CONTACT_RESP_L2_ADDR, respMac);
        }
        return feed();
    }

    /** The end of the connection last begun. */
    public EventScript ends(String history, long origBytes, long respBytes) {
        begin();
        writer.begin(FlowEvents.CONN);
        writer.set(FlowEvents.HISTORY, history);
        writer.set(FlowEvents.ORIG_BYTES, origBytes);
        writer.set(FlowEvents.RESP_BYTES, respBytes);
        writer.set(FlowEvents.LOCAL_ORIG, LocalNets.DEFAULT.contains(id.origHigh, id.origLow));
        writer.set(FlowEvents.LOCAL_RESP, LocalNets.DEFAULT.contains(id.respHigh, id.respLow));
        return feed();
    }

    public EventScript icmp(int type, int code, String target) {
        probe(1, 0, target);
        begin();
        writer.begin(FlowEvents.ICMP);
        writer.set(FlowEvents.ICMP_TYPE, type);
        writer.set(FlowEvents.ICMP_CODE, code);
        writer.set(FlowEvents.ICMP_IS_ORIG, true);
        return feed();
    }

    public EventScript arpRequest(long senderMac, String sender, String target) {
        return arp("request", senderMac, sender, 0, target);
    }

    public EventScript arpReply(long senderMac, String sender, long targetMac, String target) {
        return arp("reply", senderMac, sender, targetMac, target);
    }

    private EventScript arp(String operation, long senderMac, String sender, long targetMac, String target) {
        IpAddress from = IpAddress.parse(sender);
        IpAddress to = IpAddress.parse(target);
        packet++;
        begin();
        writer.connection(null);
        writer.begin(FlowEvents.ARP);
        writer.set(FlowEvents.ARP_OPERATION, operation);
        writer.set(FlowEvents.ARP_SRC_MAC, senderMac);
        writer.setAddress(FlowEvents.ARP_ORIG_H, from.high(), from.low());
        writer.set(FlowEvents.ARP_ORIG_HW, senderMac);
        writer.setAddress(FlowEvents.ARP_RESP_H, to.high(), to.low());
        writer.set(FlowEvents.ARP_RESP_HW, targetMac);
        writer.set(FlowEvents.ARP_DST_MAC, targetMac == 0 ? 0xFFFF_FFFF_FFFFL : targetMac);
        return feed();
    }

    /** The SSH identification of the connection last begun. */
    public EventScript ssh(String client) {
        begin();
        writer.begin(SshParser.SSH);
        writer.set(SshParser.SSH.field("client"), client);
        return feed();
    }

    /** An HTTP request on the connection last begun. */
    public EventScript http(String uri, String userAgent) {
        begin();
        writer.begin(HttpParser.HTTP);
        writer.set(HttpParser.HTTP.field("uri"), uri);
        writer.set(HttpParser.HTTP.field("user_agent"), userAgent);
        return feed();
    }

    /** A file written over SMB by {@code from} to this host. */
    public EventScript writes(String target, String name, String sha256) {
        probe(6, 445, target);
        begin();
        writer.begin(FileStream.FILES);
        writer.set(FileStream.SOURCE, "SMB");
        writer.set(FileStream.FILENAME, name);
        writer.set(FileStream.IS_ORIG, true);
        writer.set(FileStream.SEEN_BYTES, 5_000);
        writer.set(FileStream.SHA256, sha256);
        return feed();
    }

    /** An event of a new connection to this host: names of fields and their values, in turn. */
    public EventScript says(EventType type, String target, int port, Object... fields) {
        probe(6, port, target);
        return also(type, fields);
    }

    /** A further event of the connection last begun. */
    public EventScript also(EventType type, Object... fields) {
        begin();
        writer.begin(type);
        for (int i = 0; i < fields.length; i += 2) {
            Field field = type.field((String) fields[i]);
            switch (fields[i + 1]) {
                case Boolean value -> writer.set(field, value.booleanValue());
                case Integer value -> writer.set(field, value.longValue());
                case IpAddress value -> writer.setAddress(field, value.high(), value.low());
                case List<?> values -> {
                    writer.beginList(field);
                    for (Object value : values) {
                        if (value instanceof IpAddress address) {
                            writer.addAddress(address.high(), address.low());
                        } else {
                            writer.add(value.toString());
                        }
                    }
                    writer.endList();
                }
                default -> writer.set(field, fields[i + 1].toString());
            }
        }
        return feed();
    }

    /** A logon on a connection of its own. */
    public EventScript logon(String target, String protocol, String user, String outcome, String reason) {
        return says(
                IdentityUse.IDENTITY,
                target,
                445,
                "protocol",
                protocol,
                "mechanism",
                protocol.startsWith("krb") ? "kerberos" : "password",
                "user",
                user,
                "service",
                protocol.startsWith("krb") ? "krbtgt/WARD" : "",
                "outcome",
                outcome,
                "reason",
                reason);
    }

    /** What SMB says of a file written by {@code from} to this share of a host. */
    public EventScript toShare(String target, String share) {
        probe(6, 445, target);
        begin();
        writer.begin(SmbEvents.FILES);
        writer.set(SmbEvents.ACTION, "SMB::FILE_WRITE");
        writer.set(SmbEvents.SHARE, share);
        return feed();
    }

    /** A remote procedure call by {@code from}. */
    public EventScript calls(String target, String uuid, int opnum) {
        probe(6, 445, target);
        begin();
        writer.begin(DcerpcParser.DCE_RPC);
        writer.set(DcerpcParser.UUID, uuid);
        writer.set(DcerpcParser.OPNUM, opnum);
        return feed();
    }

    /** A connection by {@code from}, over now, in which both have spoken. */
    public EventScript spoke(String target, int port) {
        probe(6, port, target);
        begin();
        writer.begin(FlowEvents.CONN);
        writer.set(FlowEvents.ORIG_BYTES, 100);
        writer.set(FlowEvents.RESP_BYTES, 100);
        return feed();
    }

    /** An answer whose request nobody saw: {@code flags} from this host and port to where {@code from} said. */
    public EventScript answerFrom(String server, int port, int flags) {
        IpAddress address = IpAddress.parse(server);
        ConnectionId asker = new ConnectionId();
        asker.origHigh = id.origHigh;
        asker.origLow = id.origLow;
        id.origHigh = address.high();
        id.origLow = address.low();
        id.origPort = port;
        id.respHigh = asker.origHigh;
        id.respLow = asker.origLow;
        id.respPort = 55_962;
        id.proto = 6;
        packet++;
        this.flags = flags;
        packets = 1;
        contact(FlowEvents.UNSOLICITED);
        id.origHigh = asker.origHigh;
        id.origLow = asker.origLow;
        return this;
    }

    private void begin() {
        block.begin(0);
        writer.into(block);
        writer.at(nowNs, packet);
        writer.connection(id);
    }

    private EventScript feed() {
        writer.end();
        view.wrap(block, 0);
        stage.onEvent(view);
        toLog(view);
        nowNs += 1_000_000;
        return this;
    }

    public EventScript end() {
        stage.onBlockEnd(nowNs);
        stage.onEnd();
        try {
            attemptLog.onEnd();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    private void toLog(Event event) {
        try {
            attemptLog.onEvent(event);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void onLine(Event line) {
        attempts.add(String.join(
                " ",
                line.text(AttemptEvents.SOURCE),
                line.text(AttemptEvents.TARGET),
                line.text(AttemptEvents.WHAT),
                line.text(AttemptEvents.SERVICE),
                String.valueOf(line.text(AttemptEvents.TECHNIQUE)),
                line.text(AttemptEvents.OUTCOME),
                Long.toString(line.number(AttemptEvents.COUNT))));
    }

    public String firstCrash() {
        return stage.firstCrash();
    }

    public Alert last() {
        return alerts.getLast();
    }

    public List<String> ruleIds() {
        return alerts.stream().map(alert -> alert.rule().id()).distinct().toList();
    }

    public long atLeast(Level level) {
        return alerts.stream().filter(alert -> alert.level().atLeast(level)).count();
    }
}
