package io.auscult.export.syslog;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.Incident;
import io.auscult.core.alert.Level;
import io.auscult.core.alert.Party;
import io.auscult.core.alert.Phase;
import io.auscult.core.alert.Technique;
import io.auscult.core.event.IpAddress;
import io.auscult.export.Origin;
import io.auscult.export.PlainText;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * QRadar's Log Event Extended Format 2.0, attributes set apart by tabs. The format has no escapes: a bar in the header becomes a slash, a tab or line end in a
 * value a space. Attributes come in the order of their weight; the last ones stay away from a message that is full.
 */
final class LeefForm implements MessageForm {
    private static final int MAX_ID = 64; // of the header, UTF-16 units
    private static final int NAME = 1023, TINY = 63; // most of a value
    private static final int MIN_CUT = 16; // a value with less than that left says nothing
    private static final String TIME_FORMAT = "yyyy-MM-dd'T'HH:mm:ss.SSSZ";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern(TIME_FORMAT, Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Origin origin;
    private final String language;
    private BoundedLine line = new BoundedLine();

    LeefForm(Origin origin, String language) {
        this.origin = origin;
        this.language = language;
    }

    @Override
    public void write(BoundedLine to, Alert alert, Map<String, String> labels) {
        line = to;
        header(alert.rule().id());
        EventEnds ends = EventEnds.of(alert);
        when(alert.timeNs());
        labels.forEach((name, label) -> attribute(name, label, TINY));
        attribute("sev", Integer.toString(severity(alert.level())), TINY);
        address("src", ends.source());
        address("dst", ends.destination());
        port("srcPort", ends.sourcePort());
        port("dstPort", ends.destinationPort());
        attribute("proto", ends.proto(), TINY);
        attribute("cat", alert.rule().area(), NAME);
        attribute("alertId", alert.id(), TINY);
        attribute("incidentId", alert.incidentId(), TINY);
        attribute("title", alert.rule().title(), NAME);
        attribute("outcome", key(alert.outcome()), TINY);
        attribute("count", Long.toString(alert.count()), TINY);
        attribute("firstSeen", TIME.format(instant(alert.firstSeenNs())), TINY);
        attribute("lastSeen", TIME.format(instant(alert.lastSeenNs())), TINY);
        attribute("srcMAC", alert.actor().mac(), TINY);
        attribute("dstMAC", alert.target().mac(), TINY);
        actor(alert.actor());
        attribute("dstHostName", alert.target().host(), NAME);
        attribute("dstUserName", alert.target().user(), NAME);
        attribute("techniques", techniques(alert.rule().techniques()), NAME);
        attribute("confidence", key(alert.confidence()), TINY);
        attribute("service", alert.evidence().get("service"), TINY);
        attribute("sensor", origin.sensor(), 255);
        attribute("interface", origin.interfaces().apply(alert.connection().iface()), TINY);
        attribute("phases", String.join(",", alert.phases()), NAME);
        attribute("targetCount", Long.toString(alert.targetCount()), TINY);
        attribute("portCount", Long.toString(alert.portCount()), TINY);
        attribute("incidentSeverity", Integer.toString(alert.severity()), TINY);
        attribute("msg", alert.kind() + ". " + alert.recommendation().getOrDefault(language, ""), NAME);
        attribute("openPorts", String.join(",", alert.openPorts()), NAME);
    }

    @Override
    public void write(BoundedLine to, Incident incident, Map<String, String> labels) {
        line = to;
        header("incident");
        when(incident.lastSeenNs());
        labels.forEach((name, label) -> attribute(name, label, TINY));
        attribute("sev", Integer.toString(Math.clamp(incident.severity(), 1, 10)), TINY);
        address("src", incident.actor().ip());
        attribute("cat", "incident", NAME);
        attribute("incidentId", incident.id(), TINY);
        attribute("title", incident.headline().get(language), NAME);
        attribute("light", incident.light().key(), TINY);
        attribute("outcome", key(incident.outcome()), TINY);
        attribute("count", Long.toString(incident.alerts()), TINY);
        attribute("firstSeen", TIME.format(instant(incident.firstSeenNs())), TINY);
        attribute("lastSeen", TIME.format(instant(incident.lastSeenNs())), TINY);
        attribute("srcMAC", incident.actor().mac(), TINY);
        actor(incident.actor());
        attribute("techniques", techniques(incident.techniques()), NAME);
        attribute("confidence", key(incident.confidence()), TINY);
        attribute("sensor", origin.sensor(), 255);
        attribute("phases", incident.phases().stream().map(Phase::key).collect(Collectors.joining(",")), NAME);
        attribute("targetCount", Long.toString(incident.hostCount()), TINY);
        attribute("msg", incident.story(language), NAME);
        attribute(
                "recommendation", String.join(" ", incident.recommendations().getOrDefault(language, List.of())), NAME);
    }

    private void header(String id) {
        line.append("LEEF:2.0|Auscult|Auscult|" + origin.version().replace('|', '/') + '|' + inHeader(id) + "|x09|");
    }

    /** First, since every message has it: what follows begins with its tab. */
    private void when(long timeNs) {
        line.append("devTime=" + TIME.format(instant(timeNs)));
        attribute("devTimeFormat", TIME_FORMAT, TINY);
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

    private void actor(Party party) {
        attribute("usrName", party.user(), NAME);
        attribute("identHostName", party.host(), NAME);
    }

    private void address(String key, @Nullable IpAddress address) {
        if (address != null) {
            attribute(key, address.toString(), TINY);
        }
    }

    private void port(String key, int port) {
        if (port != 0) {
            attribute(key, Integer.toString(port), TINY);
        }
    }

    private void attribute(String key, @Nullable String value, int most) {
        if (value == null || value.isBlank()) {
            return;
        }
        int units = most;
        while (!line.append("\t" + key + "=" + PlainText.line(value, units).strip())) {
            units = Math.min(units, value.length()) / 2;
            if (units < MIN_CUT) {
                return;
            }
        }
    }

    static String inHeader(String text) {
        return PlainText.line(text, MAX_ID).replace('|', '/');
    }

    private static String techniques(List<Technique> techniques) {
        return techniques.stream().map(Technique::id).distinct().collect(Collectors.joining(","));
    }

    private static String key(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static Instant instant(long ns) {
        return Instant.ofEpochSecond(Math.floorDiv(ns, 1_000_000_000L), Math.floorMod(ns, 1_000_000_000L));
    }
}
