package io.auscult.core.alert;

import io.auscult.core.event.IpAddress;
import java.util.List;

/** The members of an alert's record, see {@link EntryCodec}. Stateless. */
final class AlertCodec {
    static final byte ID = 1;

    private static final byte TIME = 2, RULE = 3, LEVEL = 4, CONFIDENCE = 5, KIND = 6, ACTOR = 7, TARGET = 8;
    private static final byte TARGETS = 9,
            TARGET_COUNT = 10,
            PORTS = 11,
            PORT_COUNT = 12,
            OPEN_PORTS = 13,
            ANSWERED = 14;
    private static final byte OUTCOME = 15, COUNT = 16, FIRST_SEEN = 17, LAST_SEEN = 18, EVIDENCE = 19, CONNECTION = 20;
    private static final byte INCIDENT = 21, UPDATE = 22, RECOMMENDATION = 23, SEVERITY = 24, PHASES = 25;

    private AlertCodec() {}

    static void write(MemberWriter out, Alert alert) {
        out.text(ID, alert.id());
        out.number(TIME, alert.timeNs());
        out.rule(RULE, alert.rule());
        out.text(LEVEL, alert.level().name());
        out.text(CONFIDENCE, alert.confidence().name());
        out.text(KIND, alert.kind());
        out.party(ACTOR, alert.actor());
        out.party(TARGET, alert.target());
        out.list(TARGETS, alert.targets(), IpAddress::toString);
        out.number(TARGET_COUNT, alert.targetCount());
        out.list(PORTS, alert.ports(), port -> Integer.toString(port));
        out.number(PORT_COUNT, alert.portCount());
        out.list(OPEN_PORTS, alert.openPorts(), text -> text);
        out.number(ANSWERED, alert.answered());
        out.text(OUTCOME, alert.outcome().name());
        out.number(COUNT, alert.count());
        out.number(FIRST_SEEN, alert.firstSeenNs());
        out.number(LAST_SEEN, alert.lastSeenNs());
        out.map(EVIDENCE, alert.evidence());
        out.connection(CONNECTION, alert.connection());
        out.text(INCIDENT, alert.incidentId());
        out.number(UPDATE, alert.update());
        out.map(RECOMMENDATION, alert.recommendation());
        out.number(SEVERITY, alert.severity());
        out.list(PHASES, alert.phases(), phase -> phase);
    }

    static Alert read(Members m) {
        return new Alert(
                m.text(ID),
                m.number(TIME),
                m.rule(RULE),
                Level.valueOf(m.text(LEVEL)),
                Confidence.valueOf(m.text(CONFIDENCE)),
                m.text(KIND),
                m.party(ACTOR),
                m.party(TARGET),
                m.texts(TARGETS).stream().map(IpAddress::parse).toList(),
                m.number(TARGET_COUNT),
                m.texts(PORTS).stream().map(Integer::valueOf).toList(),
                m.number(PORT_COUNT),
                m.texts(OPEN_PORTS),
                m.number(ANSWERED),
                Outcome.valueOf(m.text(OUTCOME)),
                m.number(COUNT),
                m.number(FIRST_SEEN),
                m.number(LAST_SEEN),
                m.map(EVIDENCE),
                m.connection(CONNECTION),
                m.text(INCIDENT),
                (int) m.number(UPDATE),
                m.map(RECOMMENDATION),
                m.has(SEVERITY) ? (int) m.number(SEVERITY) : 0, // not in journals of earlier releases
                m.has(PHASES) ? m.texts(PHASES) : List.of());
    }
}
