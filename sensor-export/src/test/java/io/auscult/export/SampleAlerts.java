package io.auscult.export;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.AlertJournal;
import io.auscult.core.alert.Confidence;
import io.auscult.core.alert.ConnectionRef;
import io.auscult.core.alert.Level;
import io.auscult.core.alert.Outcome;
import io.auscult.core.alert.Party;
import io.auscult.core.alert.Rule;
import io.auscult.core.alert.Technique;
import io.auscult.core.event.IpAddress;
import io.auscult.core.indicator.Indicator;
import io.auscult.core.indicator.Sighting;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Alerts for tests of outputs. */
public final class SampleAlerts {
    public static final Rule RULE = new Rule(
            "scan.address_sweep",
            9_000_001,
            3,
            "One host tries many \"hosts\"",
            "scan",
            Level.MEDIUM,
            Confidence.HIGH,
            List.of(
                    new Technique("T1046", "Network Service Discovery", "TA0007", "Discovery"),
                    new Technique("T1018", "Remote System Discovery", "TA0007", "Discovery")),
            "A sweep.",
            Map.of("en", "Ask {actor}.", "nl", "Vraag {actor}.", "fr", "Demandez à {actor}."));

    private SampleAlerts() {}

    /** With everything that an alert can have. */
    public static Alert full(int number) {
        IpAddress actor = IpAddress.parse("10.0.0.1");
        IpAddress target = IpAddress.parse("10.0.0.2");
        return new Alert(
                "alert-" + number,
                1_700_000_000_123_456_000L + number,
                RULE,
                Level.HIGH,
                Confidence.HIGH,
                "SYN scan of ports",
                new Party(actor, "02:00:00:00:00:01", "ws-1", "jan"),
                Party.of(target),
                List.of(target, IpAddress.parse("2001:db8::3")),
                2,
                List.of(22, 443),
                2,
                List.of("10.0.0.2:22"),
                1,
                Outcome.SUCCEEDED,
                4,
                1_700_000_000_000_000_000L,
                1_700_000_000_123_456_000L,
                new TreeMap<>(Map.of("service", "ssh", "note", "a \u0007 b é")),
                new ConnectionRef(0x1234_5678_9ABC_DEF0L, actor, 40_000, target, 22, 6, 10, 20, 1, 77),
                "incident-1",
                2,
                new TreeMap<>(Map.of("en", "Ask ws-1.", "nl", "Vraag ws-1.", "fr", "Demandez à ws-1.")));
    }

    /** Without a connection, as ARP sweeps are. */
    public static Alert bare(int number) {
        Party actor = new Party(IpAddress.parse("10.0.0.9"), "02:00:00:00:00:09", null, null);
        return new Alert(
                "alert-" + number,
                1_700_000_001_000_000_000L,
                RULE,
                Level.LOW,
                Confidence.LOW,
                "ARP sweep",
                actor,
                new Party(null, null, null, null),
                List.of(),
                0,
                List.of(),
                0,
                List.of(),
                0,
                Outcome.UNKNOWN,
                1,
                1_700_000_000_000_000_000L,
                1_700_000_001_000_000_000L,
                Map.of(),
                new ConnectionRef(0, null, 0, null, 0, 0, 0, 0, 0, 0),
                "incident-2",
                1,
                Map.of());
    }

    /** Of these numbers, however much is known of them. */
    public static List<String> ids(int first, int last) {
        return IntStream.rangeClosed(first, last).mapToObj(i -> "alert-" + i).toList();
    }

    /** All that is known, of these numbers. */
    public static void raise(AlertJournal journal, int first, int last) {
        for (int i = first; i <= last; i++) {
            journal.raise(full(i));
        }
    }

    /** The same to an exporter. */
    public static void deliver(Exporter exporter, int first, int last) throws IOException {
        for (int i = first; i <= last; i++) {
            exporter.deliver(full(i));
        }
    }

    /** That an inside host met what these indicators, which have one type and value, are of; the same alert again as {@code count} grows. */
    public static Alert met(Party actor, long count, Indicator... indicators) {
        Alert like = full(1);
        Rule rule = new Rule(
                "indicator.any",
                9_000_003,
                1,
                "An indicator was met",
                Sighting.AREA,
                Level.HIGH,
                Confidence.HIGH,
                List.of(new Technique("T1071", "Application Layer Protocol", "TA0011", "Command and Control")),
                "It was met.",
                Map.of());
        return new Alert(
                "met-" + actor.key() + "-" + count,
                like.timeNs() + count,
                rule,
                Level.HIGH,
                Confidence.HIGH,
                "met",
                actor,
                like.target(),
                List.of(),
                1,
                List.of(443),
                1,
                List.of(),
                0,
                Outcome.UNKNOWN,
                count,
                like.firstSeenNs(),
                like.firstSeenNs() + count,
                Sighting.evidence(List.of(indicators)),
                like.connection(),
                like.incidentId(),
                (int) count,
                Map.of());
    }

    /** With one and the same text wherever a text can come from the network, from names or from somebody's own rule. */
    public static Alert hostile(int number, String text) {
        IpAddress actor = IpAddress.parse("2001:db8::1");
        IpAddress target = IpAddress.parse("2001:db8::2");
        Rule rule = new Rule(
                text,
                9_000_002,
                1,
                text,
                text,
                Level.CRITICAL,
                Confidence.LOW,
                List.of(new Technique("T1046", text, "TA0007", text)),
                text,
                Map.of("en", text));
        return new Alert(
                "alert-" + number,
                1_700_000_002_000_000_000L + number,
                rule,
                Level.CRITICAL,
                Confidence.LOW,
                text,
                new Party(actor, text, text, text),
                new Party(target, text, text, text),
                List.of(target),
                1,
                List.of(443),
                1,
                List.of(text),
                1,
                Outcome.ATTEMPTED,
                1,
                1_700_000_000_000_000_000L,
                1_700_000_002_000_000_000L,
                Map.of("service", text, "name " + text.substring(0, Math.min(text.length(), 100)), text),
                new ConnectionRef(0x1234L, actor, 40_000, target, 443, 6, 0, 0, 0, 5),
                "incident-3",
                1,
                Map.of("en", text, "nl", text, "fr", text),
                10,
                List.of(text));
    }
}
