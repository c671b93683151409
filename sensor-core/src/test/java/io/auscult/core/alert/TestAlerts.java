package io.auscult.core.alert;

import io.auscult.core.event.IpAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Alerts for tests of the journal. */
public final class TestAlerts {
    private TestAlerts() {}

    /** Every component set, none to what it would be by default. */
    public static Alert full(String id) {
        return large(id, 0);
    }

    /** The same with so many bytes of evidence more. */
    static Alert large(String id, int more) {
        Map<String, String> evidence = new LinkedHashMap<>();
        evidence.put("z", "first");
        evidence.put("a", "é \u0000 \uD83D\uDE00 " + "x".repeat(5000 + more));
        return new Alert(
                id,
                1,
                new Rule(
                        "scan.x",
                        2,
                        3,
                        "title",
                        "scan",
                        Level.CRITICAL,
                        Confidence.LOW,
                        List.of(
                                new Technique("T1046", "Network Service Discovery", "TA0007", "Discovery"),
                                new Technique("T1595.001", "Scanning IP Blocks", "TA0043", "Reconnaissance")),
                        "what it notices",
                        Map.of("en", "do this", "nl", "doe dit"),
                        new Telling("guessing", Map.of("en", "tried"), Map.of("en", "Look."))),
                Level.HIGH,
                Confidence.HIGH,
                "kind",
                new Party(IpAddress.parse("10.0.0.1"), "02:00:00:00:00:01", "host", "user"),
                new Party(null, null, "target", null),
                List.of(IpAddress.parse("10.0.0.2"), IpAddress.parse("2001:db8::2")),
                4,
                List.of(22, 65_535),
                5,
                List.of("10.0.0.2:22", "[2001:db8::2]:443"),
                6,
                Outcome.FAILED,
                7,
                Long.MIN_VALUE,
                Long.MAX_VALUE,
                evidence,
                new ConnectionRef(
                        -8, IpAddress.parse("10.0.0.1"), 9, IpAddress.parse("10.0.0.2"), 10, 11, 12, 13, 14, 15),
                "incident",
                16,
                Map.of("fr", "faites ceci"),
                7,
                List.of("discovery", "guessing"));
    }

    /** Nothing set that may be left out. */
    static Alert empty(String id) {
        return new Alert(
                id,
                0,
                new Rule("", 0, 0, "", "", Level.INFORMATIONAL, Confidence.LOW, List.of(), "", Map.of()),
                Level.INFORMATIONAL,
                Confidence.LOW,
                "",
                new Party(null, null, null, null),
                new Party(null, null, null, null),
                List.of(),
                0,
                List.of(),
                0,
                List.of(),
                0,
                Outcome.UNKNOWN,
                0,
                0,
                0,
                Map.of(),
                new ConnectionRef(0, null, 0, null, 0, 0, 0, 0, 0, 0),
                "",
                0,
                Map.of());
    }
}
