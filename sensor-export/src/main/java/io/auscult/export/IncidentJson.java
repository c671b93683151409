package io.auscult.export;

import io.auscult.core.alert.AffectedHost;
import io.auscult.core.alert.EvidenceRef;
import io.auscult.core.alert.Finding;
import io.auscult.core.alert.Hop;
import io.auscult.core.alert.Incident;
import io.auscult.core.alert.Party;
import io.auscult.core.alert.Phase;
import io.auscult.core.alert.Technique;
import io.auscult.export.JsonBytes.Key;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An incident as one JSON object, {@code event_type} incident: what webhooks and syslog send of it. The same incident comes again when it has grown;
 * {@code alerts} is then larger. Lists that are samples say how many there are. State is nowhere.
 */
public final class IncidentJson {
    private static final int MAX_FINDINGS = 64; // the rest is counted
    private static final String UTC = "+0000";

    private IncidentJson() {}

    /** Appends the object, without a line end. */
    public static void write(JsonLine line, Incident incident) {
        write(line, incident, Map.of());
    }

    /** The same with how freely it may be told: name and label. */
    public static void write(JsonLine line, Incident incident, Map<String, String> labels) {
        int root = line.open();
        time(line, "timestamp", incident.lastSeenNs());
        text(line, "event_type", "incident");
        text(line, "id", incident.id());
        texts(line, "former_ids", incident.formerIds());
        labels.forEach((name, label) -> text(line, name, label));
        number(line, "alerts", incident.alerts());
        number(line, "severity", incident.severity());
        text(line, "level", key(incident.level()));
        text(line, "light", incident.light().key());
        text(line, "confidence", key(incident.confidence()));
        text(line, "outcome", key(incident.outcome()));
        time(line, "first_seen", incident.firstSeenNs());
        time(line, "last_seen", incident.lastSeenNs());
        map(line, "headline", incident.headline());
        map(line, "happened", incident.happened());
        map(line, "outcomes", incident.outcomes());
        recommendations(line, incident.recommendations());
        party(line, "actor", incident.actor());
        hops(line, incident.hops());
        texts(line, "phases", incident.phases().stream().map(Phase::key).toList());
        techniques(line, incident.techniques());
        hosts(line, incident);
        texts(line, "users", incident.users());
        findings(line, incident.findings());
        line.closeObject(root);
    }

    private static void recommendations(JsonLine line, Map<String, List<String>> recommendations) {
        int object = open(line, "recommendations");
        recommendations.forEach((language, steps) -> texts(line, language, steps));
        line.closeObject(object);
    }

    private static void hops(JsonLine line, List<Hop> hops) {
        int list = open(line, "actors");
        for (Hop hop : hops) {
            int object = line.element().open();
            members(line, hop.actor());
            if (hop.from() != null) {
                party(line, "from", hop.from());
            }
            time(line, "first_seen", hop.firstSeenNs());
            time(line, "last_seen", hop.lastSeenNs());
            line.closeObject(object);
        }
        line.closeArray(list);
    }

    private static void techniques(JsonLine line, List<Technique> techniques) {
        int list = open(line, "techniques");
        for (Technique technique : techniques) {
            int object = line.element().open();
            text(line, "id", technique.id());
            text(line, "name", technique.name());
            text(line, "tactic_id", technique.tacticId());
            text(line, "tactic", technique.tacticName());
            line.closeObject(object);
        }
        line.closeArray(list);
    }

    private static void hosts(JsonLine line, Incident incident) {
        int object = open(line, "hosts");
        number(line, "count", incident.hostCount());
        int list = open(line, "sample");
        for (AffectedHost host : incident.hosts()) {
            int element = line.element().open();
            members(line, host.host());
            texts(line, "roles", host.roles());
            line.key(new Key("intruded")).bool(host.isIntruded());
            text(line, "outcome", key(host.outcome()));
            line.closeObject(element);
        }
        line.closeArray(list);
        line.closeObject(object);
    }

    private static void findings(JsonLine line, List<Finding> findings) {
        int object = open(line, "findings");
        number(line, "count", findings.size());
        int list = open(line, "sample");
        for (Finding finding : findings.subList(0, Math.min(findings.size(), MAX_FINDINGS))) {
            int element = line.element().open();
            finding(line, finding);
            line.closeObject(element);
        }
        line.closeArray(list);
        line.closeObject(object);
    }

    private static void finding(JsonLine line, Finding finding) {
        text(line, "rule", finding.rule().id());
        text(line, "title", finding.rule().title());
        text(line, "phase", finding.phase().key());
        text(line, "level", key(finding.level()));
        text(line, "confidence", key(finding.confidence()));
        text(line, "outcome", key(finding.outcome()));
        texts(line, "kinds", finding.kinds());
        number(line, "count", finding.count());
        number(line, "alerts", finding.alerts());
        time(line, "first_seen", finding.firstSeenNs());
        time(line, "last_seen", finding.lastSeenNs());
        party(line, "actor", finding.actor());
        party(line, "target", finding.target());
        number(line, "target_count", finding.targetCount());
        texts(line, "targets", finding.targets());
        number(line, "port_count", finding.portCount());
        texts(line, "ports", finding.ports());
        texts(line, "open_ports", finding.openPorts());
        texts(line, "users", finding.users());
        texts(
                line,
                "uids",
                finding.evidence().stream()
                        .map(EvidenceRef::uid)
                        .filter(uid -> !uid.isEmpty())
                        .distinct()
                        .toList());
    }

    private static void party(JsonLine line, String name, Party party) {
        int object = open(line, name);
        members(line, party);
        line.closeObject(object);
    }

    private static void members(JsonLine line, Party party) {
        if (party.ip() != null) {
            line.key(new Key("ip")).address(party.ip().high(), party.ip().low());
        }
        text(line, "mac", party.mac());
        text(line, "host", party.host());
        text(line, "user", party.user());
    }

    private static void map(JsonLine line, String name, Map<String, String> map) {
        int object = open(line, name);
        map.forEach((key, value) -> text(line, key, value));
        line.closeObject(object);
    }

    /** Numbers as numbers, everything else as text. */
    private static void texts(JsonLine line, String name, Collection<?> elements) {
        int list = open(line, name);
        for (Object element : elements) {
            line.element();
            if (element instanceof Integer number) {
                line.signed(number);
            } else {
                line.text(element.toString());
            }
        }
        line.closeArray(list);
    }

    private static void number(JsonLine line, String name, long value) {
        line.key(new Key(name)).signed(value);
    }

    private static void time(JsonLine line, String name, long ns) {
        line.key(new Key(name)).isoTime(ns, UTC);
    }

    private static void text(JsonLine line, String name, @Nullable String text) {
        if (text != null) {
            line.key(new Key(name)).text(text);
        }
    }

    private static int open(JsonLine line, String name) {
        return line.key(new Key(name)).open();
    }

    private static String key(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
