package io.auscult.export.misp;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.Confidence;
import io.auscult.core.alert.ConnectionRef;
import io.auscult.core.alert.EvidenceRef;
import io.auscult.core.alert.Finding;
import io.auscult.core.alert.Hop;
import io.auscult.core.alert.Incident;
import io.auscult.core.alert.Level;
import io.auscult.core.alert.Light;
import io.auscult.core.alert.Outcome;
import io.auscult.core.alert.Party;
import io.auscult.core.alert.Phase;
import io.auscult.core.alert.Rule;
import io.auscult.core.alert.Technique;
import io.auscult.core.event.IpAddress;
import io.auscult.core.indicator.Sighting;
import io.auscult.export.TlsSettings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Incidents as MISP's tests need them, and settings that differ in one thing. */
final class TestIncidents {
    private static final long BEGIN = 1_700_000_000_000_000_000L;
    private static final long SECOND = 1_000_000_000L;
    private static final Rule GUESS = rule(
            "identity.guess",
            "Passwords guessed",
            "identity",
            new Technique("T1110.001", "Password Guessing", "TA0006", "Credential Access"));
    private static final Rule LOGON = rule(
            "lateral.ssh",
            "Logged on over SSH",
            "lateral",
            new Technique("T1021.004", "Remote Services: SSH", "TA0008", "Lateral Movement"));
    private static final Rule MET = rule(
            "indicator.address",
            "A known bad address was met",
            Sighting.AREA,
            new Technique("T1071", "Application Layer Protocol", "TA0011", "Command and Control"));
    private static final Party ATTACKER = Party.of(IpAddress.parse("203.0.113.9"));
    private static final Party SERVER =
            new Party(IpAddress.parse("10.0.0.2"), "02:00:00:00:00:02", "srv-2.ward.example", null);

    private TestIncidents() {}

    private static Rule rule(String id, String title, String area, Technique technique) {
        return new Rule(id, 9_100_000, 1, title, area, Level.HIGH, Confidence.HIGH, List.of(technique), "", Map.of());
    }

    private static Alert alert(String id, Rule rule, Map<String, String> evidence, long count, long lastNs) {
        ConnectionRef connection = new ConnectionRef(77, ATTACKER.ip(), 50_123, SERVER.ip(), 22, 6, 0, 0, 0, 12);
        return new Alert(
                id,
                lastNs,
                rule,
                Level.HIGH,
                Confidence.HIGH,
                "passwords tried",
                ATTACKER,
                SERVER,
                List.of(SERVER.ip()),
                1,
                List.of(22),
                1,
                List.of(),
                0,
                Outcome.FAILED,
                count,
                BEGIN,
                lastNs,
                evidence,
                connection,
                "incident",
                1,
                Map.of());
    }

    private static Finding finding(Rule rule, Phase phase, long count, Outcome outcome) {
        Alert alert = alert("a-" + rule.id(), rule, Map.of("service", "SSH"), count, BEGIN + count * SECOND);
        return new Finding(
                rule,
                phase,
                ATTACKER,
                SERVER,
                Level.HIGH,
                Confidence.HIGH,
                outcome,
                List.of("passwords tried"),
                count,
                1,
                BEGIN,
                BEGIN + count * SECOND,
                List.of(SERVER.ip()),
                1,
                List.of(22),
                1,
                List.of(),
                List.of("root"),
                List.of(EvidenceRef.of(alert)),
                alert);
    }

    /** Somebody outside guesses passwords, so many times. */
    static Incident fromOutside(String id, long alerts, long count) {
        return incident(
                id,
                alerts,
                4,
                Light.BLUE,
                List.of(finding(GUESS, Phase.GUESSING, count, Outcome.FAILED)),
                "203.0.113.9 guessed passwords",
                "It tried " + count + " passwords.");
    }

    /** And then gets in. */
    static Incident grown(String id, long alerts, long count) {
        return incident(
                id,
                alerts,
                8,
                Light.RED,
                List.of(
                        finding(GUESS, Phase.GUESSING, count, Outcome.SUCCEEDED),
                        finding(LOGON, Phase.LATERAL_MOVEMENT, 1, Outcome.SUCCEEDED)),
                "203.0.113.9 got in",
                "It tried " + count + " passwords and got in.");
    }

    private static Incident incident(
            String id,
            long alerts,
            int severity,
            Light light,
            List<Finding> findings,
            String headline,
            String happened) {
        return new Incident(
                id,
                List.of(),
                severity,
                Level.HIGH,
                Confidence.HIGH,
                light,
                ATTACKER,
                List.of(new Hop(ATTACKER, null, BEGIN, BEGIN)),
                List.of(Phase.GUESSING),
                findings,
                List.of(),
                1,
                List.of("root"),
                Outcome.FAILED,
                alerts,
                BEGIN,
                BEGIN + SECOND,
                Map.of("en", headline),
                Map.of("en", happened),
                Map.of("en", ""),
                Map.of("en", List.of("Block it.")));
    }

    /** An indicator of that source was met. */
    static Alert met(String source, String attribute, int number) {
        Map<String, String> evidence = Map.of(
                Sighting.VALUE,
                "203.0.113.9",
                Sighting.TYPE,
                "address",
                Sighting.SOURCE,
                source,
                Sighting.SOURCE_ID,
                attribute,
                Sighting.MARKING,
                "tlp:green");
        return alert("met-" + number, MET, evidence, 1, BEGIN + number * SECOND);
    }

    static MispSettings publishing(MispSettings s, int from) {
        return copy(s, s.url(), s.tls(), MispSettings.Publish.SEVERITY, from, s.sightingsOf(), s.timeout());
    }

    static MispSettings sighting(MispSettings s, String source) {
        return copy(s, s.url(), s.tls(), s.publish(), s.publishFrom(), source, s.timeout());
    }

    static MispSettings hasty(MispSettings s, Duration timeout) {
        return copy(s, s.url(), s.tls(), s.publish(), s.publishFrom(), s.sightingsOf(), timeout);
    }

    static MispSettings over(MispSettings s, URI url, TlsSettings tls) {
        return copy(s, url, tls, s.publish(), s.publishFrom(), s.sightingsOf(), s.timeout());
    }

    private static MispSettings copy(
            MispSettings s,
            URI url,
            TlsSettings tls,
            MispSettings.Publish publish,
            int from,
            String sightings,
            Duration timeout) {
        return new MispSettings(
                s.name(),
                url,
                s.key(),
                tls,
                s.distribution(),
                s.sharingGroup(),
                s.tlp(),
                s.pap(),
                s.tags(),
                s.severityFrom(),
                publish,
                from,
                s.toIds(),
                s.toIdsFrom(),
                s.localNets(),
                s.language(),
                sightings,
                s.sightingsAs(),
                timeout);
    }
}
