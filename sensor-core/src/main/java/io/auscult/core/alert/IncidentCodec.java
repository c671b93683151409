package io.auscult.core.alert;

import io.auscult.core.event.IpAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The members of an incident's record, see {@link EntryCodec}. Stateless. */
final class IncidentCodec {
    static final byte ALERTS = 15;

    private static final byte ID = AlertCodec.ID;
    private static final byte FORMER = 2, SEVERITY = 3, LEVEL = 4, CONFIDENCE = 5, LIGHT = 6, ACTOR = 7, HOP = 8;
    private static final byte PHASES = 9, FINDING = 10, HOST = 11, HOST_COUNT = 12, USERS = 13, OUTCOME = 14;
    private static final byte FIRST_SEEN = 16, LAST_SEEN = 17, HEADLINE = 18, HAPPENED = 19, OUTCOMES = 20;
    private static final byte RECOMMENDATION = 21;

    private IncidentCodec() {}

    static void write(MemberWriter out, Incident incident) {
        out.text(ID, incident.id());
        out.list(FORMER, incident.formerIds(), id -> id);
        out.number(SEVERITY, incident.severity());
        out.text(LEVEL, incident.level().name());
        out.text(CONFIDENCE, incident.confidence().name());
        out.text(LIGHT, incident.light().name());
        out.party(ACTOR, incident.actor());
        incident.hops().forEach(hop -> write(out, hop));
        out.list(PHASES, incident.phases(), Phase::name);
        incident.findings().forEach(finding -> write(out, finding));
        incident.hosts().forEach(host -> write(out, host));
        out.number(HOST_COUNT, incident.hostCount());
        out.list(USERS, incident.users(), user -> user);
        out.text(OUTCOME, incident.outcome().name());
        out.number(ALERTS, incident.alerts());
        out.number(FIRST_SEEN, incident.firstSeenNs());
        out.number(LAST_SEEN, incident.lastSeenNs());
        out.map(HEADLINE, incident.headline());
        out.map(HAPPENED, incident.happened());
        out.map(OUTCOMES, incident.outcomes());
        incident.recommendations().forEach((language, steps) -> {
            int begin = out.begin(RECOMMENDATION);
            out.text((byte) 1, language);
            out.list((byte) 2, steps, step -> step);
            out.end(begin);
        });
    }

    private static void write(MemberWriter out, Hop hop) {
        int begin = out.begin(HOP);
        out.party((byte) 1, hop.actor());
        Party from = hop.from();
        if (from != null) {
            out.party((byte) 2, from);
        }
        out.number((byte) 3, hop.firstSeenNs());
        out.number((byte) 4, hop.lastSeenNs());
        out.end(begin);
    }

    private static void write(MemberWriter out, AffectedHost host) {
        int begin = out.begin(HOST);
        out.party((byte) 1, host.host());
        out.list((byte) 2, host.roles(), role -> role);
        out.number((byte) 3, host.isIntruded() ? 1 : 0);
        out.text((byte) 4, host.outcome().name());
        out.end(begin);
    }

    private static void write(MemberWriter out, Finding finding) {
        int begin = out.begin(FINDING);
        out.rule((byte) 1, finding.rule());
        out.text((byte) 2, finding.phase().name());
        out.party((byte) 3, finding.actor());
        out.party((byte) 4, finding.target());
        out.text((byte) 5, finding.level().name());
        out.text((byte) 6, finding.confidence().name());
        out.text((byte) 7, finding.outcome().name());
        out.list((byte) 8, finding.kinds(), kind -> kind);
        out.number((byte) 9, finding.count());
        out.number((byte) 10, finding.alerts());
        out.number((byte) 11, finding.firstSeenNs());
        out.number((byte) 12, finding.lastSeenNs());
        out.list((byte) 13, finding.targets(), IpAddress::toString);
        out.number((byte) 14, finding.targetCount());
        out.list((byte) 15, finding.ports(), port -> Integer.toString(port));
        out.number((byte) 16, finding.portCount());
        out.list((byte) 17, finding.openPorts(), port -> port);
        out.list((byte) 18, finding.users(), user -> user);
        finding.evidence().forEach(evidence -> {
            int nested = out.begin((byte) 19);
            out.number((byte) 1, evidence.timeNs());
            out.text((byte) 2, evidence.ruleId());
            out.connection((byte) 3, evidence.connection());
            out.end(nested);
        });
        int latest = out.begin((byte) 20);
        AlertCodec.write(out, finding.latest());
        out.end(latest);
        out.end(begin);
    }

    static Incident read(Members m) {
        return new Incident(
                m.text(ID),
                m.texts(FORMER),
                (int) m.number(SEVERITY),
                Level.valueOf(m.text(LEVEL)),
                Confidence.valueOf(m.text(CONFIDENCE)),
                Light.valueOf(m.text(LIGHT)),
                m.party(ACTOR),
                m.list(HOP, IncidentCodec::hop),
                m.texts(PHASES).stream().map(Phase::valueOf).toList(),
                m.list(FINDING, IncidentCodec::finding),
                m.list(HOST, IncidentCodec::host),
                m.number(HOST_COUNT),
                m.texts(USERS),
                Outcome.valueOf(m.text(OUTCOME)),
                m.number(ALERTS),
                m.number(FIRST_SEEN),
                m.number(LAST_SEEN),
                m.map(HEADLINE),
                m.map(HAPPENED),
                m.map(OUTCOMES),
                recommendations(m));
    }

    private static Map<String, List<String>> recommendations(Members m) {
        Map<String, List<String>> byLanguage = new LinkedHashMap<>();
        m.list(RECOMMENDATION, each -> byLanguage.put(each.text((byte) 1), each.texts((byte) 2)));
        return byLanguage;
    }

    private static Hop hop(Members m) {
        Party from = m.has((byte) 2) ? m.party((byte) 2) : null;
        return new Hop(m.party((byte) 1), from, m.number((byte) 3), m.number((byte) 4));
    }

    private static AffectedHost host(Members m) {
        return new AffectedHost(
                m.party((byte) 1), m.texts((byte) 2), m.number((byte) 3) != 0, Outcome.valueOf(m.text((byte) 4)));
    }

    private static Finding finding(Members m) {
        return new Finding(
                m.rule((byte) 1),
                Phase.valueOf(m.text((byte) 2)),
                m.party((byte) 3),
                m.party((byte) 4),
                Level.valueOf(m.text((byte) 5)),
                Confidence.valueOf(m.text((byte) 6)),
                Outcome.valueOf(m.text((byte) 7)),
                m.texts((byte) 8),
                m.number((byte) 9),
                (int) m.number((byte) 10),
                m.number((byte) 11),
                m.number((byte) 12),
                m.texts((byte) 13).stream().map(IpAddress::parse).toList(),
                m.number((byte) 14),
                m.texts((byte) 15).stream().map(Integer::valueOf).toList(),
                m.number((byte) 16),
                m.texts((byte) 17),
                m.texts((byte) 18),
                m.list((byte) 19, IncidentCodec::evidence),
                AlertCodec.read(m.nested((byte) 20)));
    }

    private static EvidenceRef evidence(Members m) {
        return new EvidenceRef(m.number((byte) 1), m.text((byte) 2), m.connection((byte) 3));
    }
}
