package io.auscult.export.eve;

import static io.auscult.export.eve.Members.all;
import static io.auscult.export.eve.Members.object;

import io.auscult.core.event.Event;
import io.auscult.core.event.Field;
import io.auscult.export.JsonBytes.Key;
import io.auscult.export.JsonLine;
import java.nio.charset.StandardCharsets;

/**
 * A connection as a {@code flow} record, written when it ended, at the time of its last packet. Bytes are those of the IP level, which Suricata
 * counts with the frames around them.
 */
final class FlowShape {
    private static final long NS = 1_000_000_000L;
    private static final Key START = new Key("start");
    private static final Key END = new Key("end");
    private static final Key AGE = new Key("age");
    private static final Key SERVICE = new Key("app_proto");
    private static final Part FAILED = Members.constant("app_proto", "failed");
    private static final int TCP = 6;
    private static final String[] TCP_STATES = {
        "S0",
        "new",
        "S1",
        "established",
        "OTH",
        "established",
        "SH",
        "new",
        "SHR",
        "new",
        "SF",
        "closed",
        "S2",
        "closed",
        "S3",
        "closed",
        "REJ",
        "closed",
        "RSTO",
        "closed",
        "RSTR",
        "closed",
        "RSTOS0",
        "closed",
        "RSTRH",
        "closed"
    };
    private static final String[] OTHER_STATES = {"SF", "established", "S0", "new", "SHR", "new", "OTH", "new"};

    /** Zeek's names of services and Suricata's, where they differ. */
    private static final String[] SERVICES = {
        "ssl",
        "tls",
        "dce_rpc",
        "dcerpc",
        "krb",
        "krb5",
        "krb_tcp",
        "krb5",
        "ldap_tcp",
        "ldap",
        "ldap_udp",
        "ldap",
        "postgresql",
        "pgsql",
        "vnc",
        "rfb",
        "netbios",
        "nbss"
    };

    private static final byte[][] ZEEK = new byte[SERVICES.length / 2][];
    private static final byte[][] OURS = new byte[SERVICES.length / 2][];

    static {
        for (int i = 0; i < ZEEK.length; i++) {
            ZEEK[i] = SERVICES[2 * i].getBytes(StandardCharsets.ISO_8859_1);
            OURS[i] = SERVICES[2 * i + 1].getBytes(StandardCharsets.ISO_8859_1);
        }
    }

    private FlowShape() {}

    static Shape of(Members m) {
        Field duration = m.field("duration");
        Field history = m.field("history");
        Part tcpState = m.words("state", "conn_state", TCP_STATES);
        Part otherState = m.words("state", "conn_state", OTHER_STATES);
        Part tcp = object(
                "tcp",
                flag("syn", history, "ShHs"),
                flag("fin", history, "Ff"),
                flag("rst", history, "Rr"),
                flag("ack", history, "AaDdHh"),
                m.words(
                        "state",
                        "conn_state",
                        "S0",
                        "syn_sent",
                        "S1",
                        "established",
                        "SF",
                        "closed",
                        "REJ",
                        "closed",
                        "RSTO",
                        "closed",
                        "RSTR",
                        "closed"));
        Part flow = object(
                "flow",
                m.count("pkts_toserver", "orig_pkts"),
                m.count("pkts_toclient", "resp_pkts"),
                m.count("bytes_toserver", "orig_ip_bytes"),
                m.count("bytes_toclient", "resp_ip_bytes"),
                (line, event) -> times(line, event, event.number(duration)),
                (line, event) -> (event.proto() == TCP ? tcpState : otherState).write(line, event));
        return new Shape(
                EveType.FLOW,
                event -> true,
                event -> event.timestampNs() + event.number(duration),
                service(m.field("service")),
                all(flow, (line, event) -> {
                    if (event.proto() == TCP) {
                        tcp.write(line, event);
                    }
                }));
    }

    private static void times(JsonLine line, Event event, long duration) {
        line.key(START).isoTime(event.timestampNs(), "+0000");
        line.key(END).isoTime(event.timestampNs() + duration, "+0000");
        line.key(AGE).unsigned(Math.max(0, duration) / NS);
    }

    /** Whether the history has one of these letters. */
    private static Part flag(String key, Field history, String letters) {
        Key whole = Key.of(",\"" + key + "\":true");
        return (line, event) -> {
            int begin = event.has(history) ? event.offset(history) : 0;
            for (int i = 0; i < event.length(history); i++) {
                if (letters.indexOf(event.bytes()[begin + i]) >= 0) {
                    line.key(whole);
                    return;
                }
            }
        };
    }

    /** The first of several; what carries it, as in Suricata. */
    private static Part service(Field service) {
        return (line, event) -> {
            int length = event.length(service);
            if (length == 0) {
                FAILED.write(line, event);
                return;
            }
            int from = event.offset(service);
            byte[] bytes = event.bytes();
            int first = 0;
            while (first < length && bytes[from + first] != ',') {
                first++;
            }
            line.key(SERVICE);
            for (int i = 0; i < ZEEK.length; i++) {
                if (java.util.Arrays.equals(ZEEK[i], 0, ZEEK[i].length, bytes, from, from + first)) {
                    line.text(OURS[i], 0, OURS[i].length);
                    return;
                }
            }
            line.text(bytes, from, first);
        };
    }
}
