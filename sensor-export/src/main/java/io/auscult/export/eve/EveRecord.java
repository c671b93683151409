package io.auscult.export.eve;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.ConnectionRef;
import io.auscult.core.alert.Level;
import io.auscult.core.alert.Party;
import io.auscult.core.alert.Technique;
import io.auscult.core.event.CommunityId;
import io.auscult.core.event.IpAddress;
import io.auscult.export.JsonLine;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** An alert as a line of EVE JSON. One thread, reused. */
public final class EveRecord {
    /** How the part of a line begins that holds an alert's id. */
    static final String ID = "\"context\":{\"id\":\"";

    private static final int ICMP = 1, TCP = 6, UDP = 17, GRE = 47, ICMP6 = 58, SCTP = 132;
    private static final long FLOW_ID_BITS =
            (1L << 51) - 1; // what Suricata shows, so that readers with doubles keep all of it

    private final CommunityId communityId = new CommunityId();
    private final byte[] communityText = new byte[CommunityId.LENGTH];
    private final IntFunction<@Nullable String> interfaces;

    /** @param interfaces the name of a capture interface by its index, null for none */
    public EveRecord(IntFunction<@Nullable String> interfaces) {
        this.interfaces = interfaces;
    }

    /** Appends the object and a line end. */
    public void write(JsonLine line, Alert alert) {
        write(line, alert, Map.of());
    }

    /** The same with how freely it may be told: name and label. */
    public void write(JsonLine line, Alert alert, Map<String, String> labels) {
        ConnectionRef connection = alert.connection();
        int root = line.open();
        line.key("timestamp").isoTime(alert.timeNs(), "+0000");
        if (connection.uid() != 0) {
            line.key("flow_id").unsigned(connection.uid() & FLOW_ID_BITS);
        }
        text(line, "in_iface", interfaces.apply(connection.iface()));
        text(line, "event_type", "alert");
        if (connection.vlan() != 0) {
            int list = open(line, "vlan");
            line.element().unsigned(connection.vlan());
            if (connection.innerVlan() != 0) {
                line.element().unsigned(connection.innerVlan());
            }
            line.closeArray(list);
        }
        ends(line, alert, connection);
        if (connection.packetNumber() > 0) {
            line.key("pcap_cnt").unsigned(connection.packetNumber());
        }
        alert(line, alert, labels);
        line.closeObject(root);
        line.endLine();
    }

    /** Who and whom: the connection's ends; without one the actor and the target. */
    private void ends(JsonLine line, Alert alert, ConnectionRef connection) {
        IpAddress orig = connection.origHost();
        IpAddress resp = connection.respHost();
        if (orig == null || resp == null) {
            address(line, "src_ip", alert.actor().ip());
            address(line, "dest_ip", alert.target().ip());
            return;
        }
        int proto = connection.proto();
        boolean hasPorts = proto == TCP || proto == UDP || proto == SCTP;
        address(line, "src_ip", orig);
        if (hasPorts) {
            line.key("src_port").unsigned(connection.origPort());
        }
        address(line, "dest_ip", resp);
        if (hasPorts) {
            line.key("dest_port").unsigned(connection.respPort());
        }
        text(line, "proto", protocol(proto));
        if (proto == ICMP || proto == ICMP6) {
            line.key("icmp_type").unsigned(connection.origPort());
        }
        text(line, "app_proto", alert.evidence().get("service"));
        communityId.write(
                communityText,
                0,
                orig.high(),
                orig.low(),
                connection.origPort(),
                resp.high(),
                resp.low(),
                connection.respPort(),
                proto);
        text(line, "community_id", new String(communityText, StandardCharsets.ISO_8859_1));
    }

    /** Suricata's names; a number of three digits where it has none. */
    private static String protocol(int proto) {
        return switch (proto) {
            case ICMP -> "ICMP";
            case TCP -> "TCP";
            case UDP -> "UDP";
            case GRE -> "GRE";
            case ICMP6 -> "IPv6-ICMP";
            case SCTP -> "SCTP";
            default -> "%03d".formatted(proto);
        };
    }

    private static void alert(JsonLine line, Alert alert, Map<String, String> labels) {
        int object = open(line, "alert");
        text(line, "action", "allowed");
        line.key("gid").unsigned(1);
        line.key("signature_id").unsigned(alert.rule().signatureId());
        line.key("rev").unsigned(alert.rule().revision());
        text(line, "signature", alert.rule().title());
        text(line, "category", category(alert.rule().area()));
        line.key("severity").unsigned(severity(alert.level()));
        metadata(line, alert);
        context(line, alert, labels);
        line.closeObject(object);
    }

    private static int severity(Level level) {
        return switch (level) {
            case CRITICAL -> 1;
            case HIGH -> 2;
            case MEDIUM -> 3;
            case LOW, INFORMATIONAL -> 4;
        };
    }

    /** Suricata's classification. */
    private static String category(String area) {
        return switch (area) {
            case "scan" -> "Detection of a Network Scan";
            case "lateral" -> "Misc Attack";
            case "identity" -> "Attempted User Privilege Gain";
            case "command" -> "Malware Command and Control Activity Detected";
            case "medical" -> "Potentially Bad Traffic";
            default -> "Misc activity";
        };
    }

    private static void metadata(JsonLine line, Alert alert) {
        int object = open(line, "metadata");
        List<Technique> techniques = alert.rule().techniques();
        distinct(line, "mitre_tactic_id", techniques, Technique::tacticId);
        distinct(line, "mitre_tactic_name", techniques, technique -> underscored(technique.tacticName()));
        distinct(line, "mitre_technique_id", techniques, Technique::id);
        distinct(line, "mitre_technique_name", techniques, technique -> underscored(technique.name()));
        texts(line, "confidence", List.of(capitalised(alert.confidence().name())));
        texts(line, "signature_severity", List.of(signatureSeverity(alert.level())));
        line.closeObject(object);
    }

    private static String signatureSeverity(Level level) {
        return switch (level) {
            case CRITICAL -> "Critical";
            case HIGH -> "Major";
            case MEDIUM -> "Minor";
            case LOW, INFORMATIONAL -> "Informational";
        };
    }

    private static void distinct(
            JsonLine line, String name, List<Technique> techniques, Function<Technique, String> part) {
        Set<String> values = new LinkedHashSet<>();
        for (Technique technique : techniques) {
            values.add(part.apply(technique));
        }
        if (!values.isEmpty()) {
            texts(line, name, values);
        }
    }

    private static void context(JsonLine line, Alert alert, Map<String, String> labels) {
        int object = open(line, "context");
        text(line, "id", alert.id()); // first: see ID
        text(line, "incident_id", alert.incidentId());
        labels.forEach((name, label) -> text(line, name, label));
        line.key("update").unsigned(alert.update());
        line.key("severity").unsigned(alert.severity());
        texts(line, "phases", alert.phases());
        text(line, "rule", alert.rule().id());
        text(line, "level", alert.level().name().toLowerCase(Locale.ROOT));
        text(line, "kind", alert.kind());
        text(line, "outcome", alert.outcome().name().toLowerCase(Locale.ROOT));
        line.key("count").unsigned(alert.count());
        party(line, "actor", alert.actor());
        party(line, "target", alert.target());
        sample(line, "targets", alert.targetCount(), alert.targets());
        sample(line, "ports", alert.portCount(), alert.ports());
        sample(line, "open_ports", alert.answered(), alert.openPorts());
        line.key("first_seen").isoTime(alert.firstSeenNs(), "+0000");
        line.key("last_seen").isoTime(alert.lastSeenNs(), "+0000");
        if (alert.connection().uid() != 0) {
            line.key("uid").uid(alert.connection().uid());
        }
        map(line, "evidence", alert.evidence());
        map(line, "recommendation", alert.recommendation());
        line.closeObject(object);
    }

    private static void party(JsonLine line, String name, Party party) {
        int object = open(line, name);
        address(line, "ip", party.ip());
        text(line, "mac", party.mac());
        text(line, "host", party.host());
        text(line, "user", party.user());
        line.closeObject(object);
    }

    private static void sample(JsonLine line, String name, long count, List<?> sample) {
        int object = open(line, name);
        line.key("count").unsigned(count);
        int list = open(line, "sample");
        for (Object element : sample) {
            line.element();
            if (element instanceof Integer number) {
                line.signed(number);
            } else {
                line.text(element.toString());
            }
        }
        line.closeArray(list);
        line.closeObject(object);
    }

    private static void map(JsonLine line, String name, Map<String, String> map) {
        int object = open(line, name);
        map.forEach((key, value) -> text(line, key, value));
        line.closeObject(object);
    }

    private static void texts(JsonLine line, String name, Collection<String> texts) {
        int list = open(line, name);
        for (String text : texts) {
            line.element().text(text);
        }
        line.closeArray(list);
    }

    private static int open(JsonLine line, String name) {
        return line.key(name).open();
    }

    private static void text(JsonLine line, String name, @Nullable String text) {
        if (text != null) {
            line.key(name).text(text);
        }
    }

    private static void address(JsonLine line, String name, @Nullable IpAddress address) {
        if (address != null) {
            line.key(name).address(address.high(), address.low());
        }
    }

    /** As the published rule sets write names in metadata. */
    private static String underscored(String name) {
        return name.replace(' ', '_');
    }

    private static String capitalised(String name) {
        return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
    }
}
