package io.auscult.core.alert;

import io.auscult.core.event.IpAddress;
import java.util.List;
import java.util.Map;

/** Incidents for tests of the journal. */
final class TestIncidents {
    private TestIncidents() {}

    /** Every component set, none to what it would be by default. */
    static Incident full(String id, long alerts) {
        Alert alert = TestAlerts.full("latest");
        Finding finding = new Finding(
                alert.rule(),
                Phase.GUESSING,
                alert.actor(),
                alert.target(),
                Level.HIGH,
                Confidence.MEDIUM,
                Outcome.SUCCEEDED,
                List.of("kind", "another"),
                1,
                2,
                3,
                4,
                alert.targets(),
                5,
                alert.ports(),
                6,
                alert.openPorts(),
                List.of("user"),
                List.of(
                        new EvidenceRef(7, "rule", alert.connection()),
                        new EvidenceRef(8, "other", ConnectionRef.NONE)),
                alert);
        return new Incident(
                id,
                List.of("former"),
                9,
                Level.CRITICAL,
                Confidence.HIGH,
                Light.RED,
                alert.actor(),
                List.of(
                        new Hop(alert.actor(), null, 1, 2),
                        new Hop(Party.of(IpAddress.parse("2001:db8::1")), alert.actor(), 3, 4)),
                List.of(Phase.DISCOVERY, Phase.LATERAL_MOVEMENT),
                List.of(finding, finding),
                List.of(
                        new AffectedHost(alert.target(), List.of("mail"), true, Outcome.FAILED),
                        new AffectedHost(alert.actor(), List.of(), false, Outcome.UNKNOWN)),
                10,
                List.of("user", "another"),
                Outcome.SUCCEEDED,
                alerts,
                Long.MIN_VALUE,
                Long.MAX_VALUE,
                Map.of("en", "headline"),
                Map.of("nl", "verhaal"),
                Map.of("fr", "issue"),
                Map.of("en", List.of("first", "second"), "nl", List.of()));
    }
}
