package io.auscult.core.protocol.snmp;

import io.auscult.core.event.EventType;
import io.auscult.core.event.EventWriter;
import io.auscult.core.event.Field;
import io.auscult.core.protocol.Protocol;
import io.auscult.core.protocol.ProtocolParser;
import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.TextSlot;
import io.auscult.core.protocol.asn1.Ber;
import io.auscult.core.protocol.identity.HostNames;
import io.auscult.core.protocol.identity.IdentityUse;
import io.auscult.core.protocol.identity.IdentityUse.Outcome;
import java.util.List;

/** SNMP of one connection: what was asked, set, answered and reported, in whose name. */
public final class SnmpParser implements ProtocolParser {
    public static final EventType SNMP = EventType.of("snmp", "What two hosts said to each other in SNMP.");
    static final Field DURATION = SNMP.interval("duration", "From the first message to the last.");
    static final Field VERSION = SNMP.text("version", "1, 2c or 3.");
    static final Field COMMUNITY = SNMP.text(
            "community",
            "The first community where it is a published default, <hidden> where it is another; of version 3 the"
                    + " user.");
    static final Field GET_REQUESTS = SNMP.count("get_requests", "Objects asked for by get and get-next.");
    static final Field GET_BULK_REQUESTS = SNMP.count("get_bulk_requests", "Objects asked for by get-bulk.");
    static final Field GET_RESPONSES = SNMP.count("get_responses", "Objects in responses.");
    static final Field SET_REQUESTS = SNMP.count("set_requests", "Objects to be set.");
    static final Field DISPLAY_STRING = SNMP.text("display_string", "The description that the system gives of itself.");
    static final Field UP_SINCE = SNMP.time("up_since", "Since when it says it has been up.");
    static final Field USER = SNMP.text("user", "User of version 3, also where the message is encrypted.");
    static final Field SECURITY = SNMP.text("security", "Of version 3: noAuthNoPriv, authNoPriv or authPriv.");
    static final Field TRAPS = SNMP.count("traps", "Traps and informs.");
    static final Field OIDS = SNMP.textList("oids", "The first objects that were asked for or set.");
    static final Field REPORT = SNMP.text("report", "Why a message of version 3 was refused.");

    public static final Protocol PROTOCOL = new Protocol(
            "snmp",
            false,
            true,
            List.of(161, 162),
            SnmpProbe::probe,
            SnmpParser::new,
            List.of(SNMP, IdentityUse.IDENTITY, HostNames.HOST_NAME));

    static final int MAX_TEXT = 256; // bytes
    static final int MAX_OIDS = 4;

    private static final int MAX_NAME = 64; // bytes of a community or user
    private static final int MAX_OID = 128; // bytes of text
    private static final int TIME_TICKS = 0x43; // hundredths of a second
    private static final long TICK_NS = 10_000_000L;
    private static final String SYS_DESCR = "1.3.6.1.2.1.1.1.0";
    private static final String SYS_UP_TIME = "1.3.6.1.2.1.1.3.0";
    private static final String SYS_NAME = "1.3.6.1.2.1.1.5.0";
    private static final String HIDDEN = "<hidden>";

    private final SnmpMessage message = new SnmpMessage();
    private final TextSlot community = new TextSlot(MAX_NAME); // never written as it is
    private final TextSlot user = new TextSlot(MAX_NAME);
    private final TextSlot shown = new TextSlot(MAX_NAME);
    private final TextSlot description = new TextSlot(MAX_TEXT);
    private final TextSlot text = new TextSlot(MAX_TEXT);
    private final TextSlot oid = new TextSlot(MAX_OID);
    private final TextSlot[] oids = new TextSlot[MAX_OIDS];
    private final IdentityUse identity = new IdentityUse();
    private boolean started;
    private boolean open; // a community or user waits for its outcome
    private boolean refused; // the next try is a new one
    private boolean refusal; // this message refuses
    private int version;
    private int security = -1;
    private long firstNs;
    private long lastNs;
    private long gets;
    private long bulks;
    private long sets;
    private long responses;
    private long traps;
    private long upSinceNs;
    private int oidCount;
    private String report = "";

    @Override
    public int onData(StreamView in, EventWriter out) {
        if (!message.read(in)) {
            return started ? in.length() : REJECT;
        }
        if (!started) {
            started = true;
            firstNs = out.nowNs();
            version = message.version;
        }
        lastNs = out.nowNs();
        refusal = false;
        if (!in.isOrig()) {
            in.confirm();
        }
        credential(in, out);
        int count = bindings(in, out);
        switch (message.pdu) {
            case SnmpMessage.GET, SnmpMessage.GET_NEXT -> gets += count;
            case SnmpMessage.GET_BULK -> bulks += count;
            case SnmpMessage.SET -> sets += count;
            case SnmpMessage.RESPONSE -> responses += count;
            case SnmpMessage.TRAP_V1, SnmpMessage.TRAP, SnmpMessage.INFORM -> traps++;
            default -> {}
        }
        outcome(in, out);
        return in.length();
    }

    private boolean isRequest() {
        return switch (message.pdu) {
            case SnmpMessage.GET, SnmpMessage.GET_NEXT, SnmpMessage.GET_BULK, SnmpMessage.SET -> true;
            default -> false;
        };
    }

    /** Who asks: remembered until the outcome is known, or another one asks. */
    private void credential(StreamView in, EventWriter out) {
        text.clear();
        text.append(in.array(), message.nameFrom, message.nameLength);
        boolean isUser = message.version == SnmpMessage.VERSION_3;
        if (!shown.isSet() && message.pdu != 0 && (!isUser || text.length() > 0)) {
            shown.append(isUser || WellKnownCommunities.has(text) ? "" : HIDDEN);
            if (shown.length() == 0) {
                shown.append(text);
            }
        }
        boolean asks = isRequest() || isUser && message.pdu == 0 && in.isOrig();
        if (isUser && text.length() > 0 && (asks || security < 0)) {
            security = message.flags & (SnmpMessage.AUTHENTICATED | SnmpMessage.ENCRYPTED);
        }
        if (!asks || isUser && text.length() == 0) {
            return;
        }
        TextSlot known = isUser ? user : community;
        if (!known.isSet() || refused || !known.textEquals(text)) {
            refused = false;
            writeIdentity(out, Outcome.UNKNOWN);
            known.clear();
            known.append(text);
            open = true;
        }
    }

    private int bindings(StreamView in, EventWriter out) {
        int count = 0;
        boolean asks = isRequest();
        while (message.nextBinding()) {
            count++;
            Ber binding = message.binding;
            if (asks && oidCount < MAX_OIDS) {
                keep(binding);
            }
            if (message.pdu == SnmpMessage.RESPONSE || message.pdu == SnmpMessage.REPORT) {
                oid.clear();
                binding.appendObjectId(oid);
                if (binding.next()) {
                    value(in, binding, out);
                }
            }
        }
        return count;
    }

    private void keep(Ber binding) {
        if (oids[oidCount] == null) {
            oids[oidCount] = new TextSlot(MAX_OID);
        }
        oids[oidCount].clear();
        binding.appendObjectId(oids[oidCount++]);
    }

    private void value(StreamView in, Ber value, EventWriter out) {
        if (message.pdu == SnmpMessage.REPORT) {
            String reason = Reports.reason(oid);
            if (Reports.isRefusal(reason)) {
                report = reason;
                refusal = true;
            }
        } else if (oid.textEquals(SYS_DESCR) && value.tag() == Ber.OCTET_STRING) {
            description.clear();
            value.appendTo(description);
        } else if (oid.textEquals(SYS_UP_TIME) && value.tag() == TIME_TICKS) {
            upSinceNs = out.nowNs() - value.integer() * TICK_NS;
        } else if (oid.textEquals(SYS_NAME) && value.tag() == Ber.OCTET_STRING && !in.isOrig()) {
            text.clear();
            value.appendTo(text);
            HostNames.learned(out, in.connection().respHigh, in.connection().respLow, text, "snmp");
        }
    }

    /** Refusals come readable; so an encrypted answer is no refusal. */
    private void outcome(StreamView in, EventWriter out) {
        if (message.pdu == SnmpMessage.RESPONSE || message.pdu == 0 && !in.isOrig()) {
            writeIdentity(out, Outcome.SUCCESS);
        } else if (refusal) {
            identity.reason().append(report);
            writeIdentity(out, Outcome.FAILURE);
            refused = true;
        }
    }

    private void writeIdentity(EventWriter out, Outcome outcome) {
        if (!open) {
            identity.clear();
            return;
        }
        open = false;
        if (user.isSet()) {
            identity.user().append(user);
        } else {
            identity.cleartext(true);
        }
        identity.write(out, "snmp", user.isSet() ? "usm" : "community", user.isSet() ? level() : "", outcome);
    }

    private String level() {
        return switch (security) {
            case 0 -> "noAuthNoPriv";
            case SnmpMessage.AUTHENTICATED -> "authNoPriv";
            default -> "authPriv";
        };
    }

    @Override
    public void onEnd(EventWriter out) {
        if (!started) {
            return;
        }
        writeIdentity(out, Outcome.UNKNOWN);
        out.begin(SNMP, firstNs);
        out.set(DURATION, lastNs - firstNs);
        out.set(VERSION, version == SnmpMessage.VERSION_1 ? "1" : version == SnmpMessage.VERSION_2C ? "2c" : "3");
        shown.to(out, COMMUNITY);
        out.set(GET_REQUESTS, gets);
        out.set(GET_BULK_REQUESTS, bulks);
        out.set(GET_RESPONSES, responses);
        out.set(SET_REQUESTS, sets);
        description.to(out, DISPLAY_STRING);
        if (upSinceNs > 0) {
            out.set(UP_SINCE, upSinceNs);
        }
        user.to(out, USER);
        if (security >= 0) {
            out.set(SECURITY, level());
        }
        if (traps > 0) {
            out.set(TRAPS, traps);
        }
        if (oidCount > 0) {
            out.beginList(OIDS);
            for (int i = 0; i < oidCount; i++) {
                out.add(oids[i].bytes(), 0, oids[i].length());
            }
            out.endList();
        }
        if (!report.isEmpty()) {
            out.set(REPORT, report);
        }
        out.end();
    }

    @Override
    public void reset() {
        community.clear();
        user.clear();
        shown.clear();
        description.clear();
        identity.clear();
        started = false;
        open = false;
        refused = false;
        refusal = false;
        version = 0;
        security = -1;
        firstNs = 0;
        lastNs = 0;
        gets = 0;
        bulks = 0;
        sets = 0;
        responses = 0;
        traps = 0;
        upSinceNs = 0;
        oidCount = 0;
        report = "";
    }
}
