package io.auscult.export;

import io.auscult.core.alert.AffectedHost;
import io.auscult.core.alert.Alert;
import io.auscult.core.alert.Confidence;
import io.auscult.core.alert.EvidenceRef;
import io.auscult.core.alert.Finding;
import io.auscult.core.alert.Hop;
import io.auscult.core.alert.Incident;
import io.auscult.core.alert.Level;
import io.auscult.core.alert.Light;
import io.auscult.core.alert.Outcome;
import io.auscult.core.alert.Party;
import io.auscult.core.alert.Phase;
import io.auscult.core.event.IpAddress;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Incidents for tests of outputs. */
public final class SampleIncidents {
    private SampleIncidents() {}

    /** A sweep, a break-in and a hop to a second host; {@code alerts} grows from snapshot to snapshot. */
    public static Incident full(int number, long alerts) {
        return by(number, alerts, SampleAlerts.full(number));
    }

    /** The same with this alert. */
    public static Incident by(int number, long alerts, Alert alert) {
        return of(
                number,
                alerts,
                alert,
                Map.of(
                        "en", "ws-1 scanned and broke in",
                        "nl", "ws-1 verkende en brak in",
                        "fr", "ws-1 a exploré et s'est introduit"),
                Map.of(
                        "en", "ws-1 (10.0.0.1) tried 300 hosts, then logged on to srv-2 as jan.",
                        "nl", "ws-1 (10.0.0.1) probeerde 300 hosts en meldde zich aan op srv-2 als jan.",
                        "fr", "ws-1 (10.0.0.1) a essayé 300 hôtes, puis s'est connecté à srv-2 en tant que jan."),
                Map.of("en", "It got in.", "nl", "Het lukte.", "fr", "Il a réussi."),
                Map.of(
                        "en", List.of("Isolate ws-1 now.", "Ask jan what he did."),
                        "nl", List.of("Isoleer ws-1 nu.", "Vraag jan wat hij deed."),
                        "fr", List.of("Isolez ws-1 maintenant.", "Demandez à jan ce qu'il a fait.")),
                "jan",
                "srv-2");
    }

    /** With a finding for each of these. */
    public static Incident ofAll(int number, Alert... alerts) {
        Incident like = by(number, alerts.length, alerts[0]);
        return new Incident(
                like.id(),
                like.formerIds(),
                like.severity(),
                like.level(),
                like.confidence(),
                like.light(),
                like.actor(),
                like.hops(),
                like.phases(),
                Stream.of(alerts)
                        .flatMap(alert -> by(number, 1, alert).findings().stream())
                        .toList(),
                like.hosts(),
                like.hostCount(),
                like.users(),
                like.outcome(),
                like.alerts(),
                like.firstSeenNs(),
                like.lastSeenNs(),
                like.headline(),
                like.happened(),
                like.outcomes(),
                like.recommendations());
    }

    /** With one and the same text wherever a text can come from the network, from names or from somebody's own rule. */
    public static Incident hostile(int number, String text) {
        Map<String, String> texts = Map.of("en", text, "nl", text, "fr", text);
        List<String> list = List.of(text, text);
        return of(
                number,
                1,
                SampleAlerts.hostile(number, text),
                texts,
                texts,
                texts,
                Map.of("en", list, "nl", list, "fr", list),
                text,
                text);
    }

    private static Incident of(
            int number,
            long alerts,
            Alert alert,
            Map<String, String> headline,
            Map<String, String> happened,
            Map<String, String> outcomes,
            Map<String, List<String>> recommendations,
            String user,
            String host) {
        Party second = new Party(IpAddress.parse("10.0.0.2"), null, host, user);
        Finding finding = new Finding(
                alert.rule(),
                Phase.DISCOVERY,
                alert.actor(),
                alert.target(),
                alert.level(),
                alert.confidence(),
                alert.outcome(),
                List.of(alert.kind()),
                300,
                (int) alerts,
                alert.firstSeenNs(),
                alert.lastSeenNs(),
                alert.targets(),
                alert.targetCount(),
                alert.ports(),
                alert.portCount(),
                alert.openPorts(),
                List.of(user),
                List.of(EvidenceRef.of(alert)),
                alert);
        return new Incident(
                "incident-" + number,
                List.of("incident-" + (number + 1000)),
                8,
                Level.HIGH,
                Confidence.HIGH,
                Light.RED,
                alert.actor(),
                List.of(
                        new Hop(alert.actor(), null, alert.firstSeenNs(), alert.lastSeenNs()),
                        new Hop(second, alert.actor(), alert.firstSeenNs(), alert.lastSeenNs())),
                List.of(Phase.DISCOVERY, Phase.LOGON),
                List.of(finding),
                List.of(new AffectedHost(second, List.of("file-server"), true, Outcome.SUCCEEDED)),
                300,
                List.of(user),
                Outcome.SUCCEEDED,
                alerts,
                alert.firstSeenNs(),
                alert.lastSeenNs(),
                headline,
                happened,
                outcomes,
                recommendations);
    }

    /** The same, of another weight and made of these. */
    public static Incident with(Incident incident, int severity, List<String> formerIds) {
        return new Incident(
                incident.id(),
                formerIds,
                severity,
                incident.level(),
                incident.confidence(),
                incident.light(),
                incident.actor(),
                incident.hops(),
                incident.phases(),
                incident.findings(),
                incident.hosts(),
                incident.hostCount(),
                incident.users(),
                incident.outcome(),
                incident.alerts(),
                incident.firstSeenNs(),
                incident.lastSeenNs(),
                incident.headline(),
                incident.happened(),
                incident.outcomes(),
                incident.recommendations());
    }
}
