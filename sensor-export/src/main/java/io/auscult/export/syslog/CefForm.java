package io.auscult.export.syslog;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.Incident;
import io.auscult.core.alert.Level;
import io.auscult.core.alert.Party;
import io.auscult.core.alert.Phase;
import io.auscult.core.alert.Rule;
import io.auscult.core.alert.Technique;
import io.auscult.core.event.IpAddress;
import io.auscult.export.Origin;
import io.auscult.export.PlainText;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * ArcSight's Common Event Format, version 0: a header in bars, then key=value. Fields come in the order of their weight; the last ones stay away from
 * a message that is full. IPv6 addresses stand in c6a2 and c6a3, since src and dst are IPv4 in this version.
 */
final class CefForm implements MessageForm {
    private static final int MAX_ID = 64, MAX_TITLE = 128; // of the header, UTF-16 units
    private static final int NAME = 1023, CUSTOM = 4000, SHORT = 63, TINY = 31; // most of a value, by CEF's dictionary
    private static final int MIN_CUT = 16; // a value with less than that left says nothing

    private final Origin origin;
    private final String language;
    private BoundedLine line = new BoundedLine();

    CefForm(Origin origin, String language) {
        this.origin = origin;
        this.language = language;
    }

    @Override
    public void write(BoundedLine to, Alert alert, Map<String, String> labels) {
        line = to;
        Rule rule = alert.rule();
        header(rule.id(), rule.title(), severity(alert.level()));
        EventEnds ends = EventEnds.of(alert);
        whenAndId(alert.timeNs(), alert.id());
        labels(labels);
        address("src", "c6a2", "Source IPv6 Address", ends.source());
        address("dst", "c6a3", "Destination IPv6 Address", ends.destination());
        port("spt", ends.sourcePort());
        port("dpt", ends.destinationPort());
        field("proto", ends.proto(), TINY);
        custom("cs1", "incident", alert.incidentId());
        custom("cs2", "techniques", techniques(rule.techniques(), Technique::id));
        field("outcome", key(alert.outcome()), SHORT);
        field("act", "observed", SHORT);
        field("cnt", Long.toString(alert.count()), TINY);
        field("start", millis(alert.firstSeenNs()), TINY);
        field("end", millis(alert.lastSeenNs()), TINY);
        party(alert.actor(), "smac", "shost", "suser");
        party(alert.target(), "dmac", "dhost", "duser");
        field("cat", rule.area(), NAME);
        field("app", alert.evidence().get("service"), TINY);
        field("deviceExternalId", origin.sensor(), 255);
        field(
                "deviceInboundInterface",
                origin.interfaces().apply(alert.connection().iface()),
                128);
        custom("cs3", "tactics", techniques(rule.techniques(), Technique::tacticName));
        custom("cs5", "confidence", key(alert.confidence()));
        custom("cs4", "phases", String.join(",", alert.phases()));
        number("cn1", "targets", alert.targetCount());
        number("cn2", "ports", alert.portCount());
        number("cn3", "incident severity", alert.severity());
        field("msg", alert.kind() + ". " + alert.recommendation().getOrDefault(language, ""), NAME);
        custom("cs6", "open ports", String.join(",", alert.openPorts()));
    }

    @Override
    public void write(BoundedLine to, Incident incident, Map<String, String> labels) {
        line = to;
        header("incident", incident.headline().getOrDefault(language, "Incident"), incident.severity());
        whenAndId(incident.lastSeenNs(), incident.id());
        labels(labels);
        address("src", "c6a2", "Source IPv6 Address", incident.actor().ip());
        custom("cs1", "incident", incident.id());
        custom("cs2", "techniques", techniques(incident.techniques(), Technique::id));
        field("outcome", key(incident.outcome()), SHORT);
        field("act", "observed", SHORT);
        field("cnt", Long.toString(incident.alerts()), TINY);
        field("start", millis(incident.firstSeenNs()), TINY);
        field("end", millis(incident.lastSeenNs()), TINY);
        party(incident.actor(), "smac", "shost", "suser");
        field("cat", "incident", NAME);
        field("deviceExternalId", origin.sensor(), 255);
        field("reason", incident.light().key(), NAME);
        custom("cs3", "tactics", techniques(incident.techniques(), Technique::tacticName));
        custom("cs5", "confidence", key(incident.confidence()));
        custom("cs4", "phases", incident.phases().stream().map(Phase::key).collect(Collectors.joining(",")));
        number("cn1", "hosts", incident.hostCount());
        field("msg", incident.story(language), NAME);
        custom(
                "cs6",
                "recommendation",
                String.join("\n", incident.recommendations().getOrDefault(language, List.of())));
    }

    private void header(String id, String title, int severity) {
        line.append("CEF:0|Auscult|Auscult|" + origin.version() + '|' + inHeader(id, MAX_ID) + '|'
                + inHeader(title, MAX_TITLE) + '|' + severity + "|");
    }

    /** rt first, since every message has it: what follows begins with its space. */
    private void whenAndId(long timeNs, String id) {
        line.append("rt=" + millis(timeNs));
        field("externalId", id, 40);
    }

    /** In the custom strings that are left. */
    private void labels(Map<String, String> labels) {
        custom("flexString1", "tlp", labels.getOrDefault("tlp", ""));
        custom("flexString2", "pap", labels.getOrDefault("pap", ""));
    }

    private static int severity(Level level) {
        return switch (level) {
            case CRITICAL -> 10;
            case HIGH -> 8;
            case MEDIUM -> 5;
            case LOW -> 3;
            case INFORMATIONAL -> 1;
        };
    }

    private void party(Party party, String mac, String host, String user) {
        field(mac, party.mac(), TINY);
        field(host, party.host(), NAME);
        field(user, party.user(), NAME);
    }

    private void address(String ipv4, String ipv6, String label, @Nullable IpAddress address) {
        if (address != null && address.isIpv4()) {
            field(ipv4, address.toString(), SHORT);
        } else if (address != null) {
            field(ipv6, address.toString(), SHORT);
            field(ipv6 + "Label", label, NAME);
        }
    }

    private void port(String key, int port) {
        if (port != 0) {
            field(key, Integer.toString(port), TINY);
        }
    }

    private void custom(String key, String label, String value) {
        if (!value.isEmpty() && field(key, value, CUSTOM)) {
            field(key + "Label", label, NAME);
        }
    }

    private void number(String key, String label, long value) {
        if (value != 0 && field(key, Long.toString(value), TINY)) {
            field(key + "Label", label, NAME);
        }
    }

    /** @return whether some of it found room */
    private boolean field(String key, @Nullable String value, int most) {
        if (value == null || value.isBlank()) {
            return false;
        }
        int units = most;
        while (!line.append(" " + key + "=" + inValue(value, units))) {
            units = Math.min(units, value.length()) / 2;
            if (units < MIN_CUT) {
                return false;
            }
        }
        return true;
    }

    static String inHeader(String text, int most) {
        return PlainText.line(text, most).replace("\\", "\\\\").replace("|", "\\|");
    }

    static String inValue(String text, int most) {
        return PlainText.lines(text, most)
                .replace("\\", "\\\\")
                .replace("=", "\\=")
                .replace("\n", "\\n")
                .strip();
    }

    private static String techniques(Collection<Technique> techniques, Function<Technique, String> part) {
        return techniques.stream().map(part).distinct().collect(Collectors.joining(","));
    }

    private static String key(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static String millis(long ns) {
        return Long.toString(Math.floorDiv(ns, 1_000_000L));
    }
}
