package io.auscult.app.summary;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.app.config.Language;
import io.auscult.app.metric.Counts;
import io.auscult.core.alert.Alert;
import io.auscult.core.alert.AlertSink;
import io.auscult.core.alert.Confidence;
import io.auscult.core.alert.ConnectionRef;
import io.auscult.core.alert.Incident;
import io.auscult.core.alert.Level;
import io.auscult.core.alert.Outcome;
import io.auscult.core.alert.Party;
import io.auscult.core.alert.Rule;
import io.auscult.core.alert.Technique;
import io.auscult.core.counter.Anomaly;
import io.auscult.core.counter.Counter;
import io.auscult.core.counter.Counters;
import io.auscult.core.event.IpAddress;
import io.auscult.core.event.Network;
import io.auscult.rules.attempt.AttemptSummary;
import io.auscult.rules.exception.HeldBack;
import io.auscult.rules.incident.IncidentCounts;
import io.auscult.rules.incident.Incidents;
import io.auscult.rules.role.Role;
import io.auscult.rules.role.RoleGrant;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class SummaryTest {
    private static final long NOON = 1_800_014_400_000_000_000L; // 2027-01-15 12:00:00 UTC

    private final Map<Counter, Long> counters = new EnumMap<>(Counter.class);
    private final Map<Anomaly, Long> anomalies = new EnumMap<>(Anomaly.class);
    private final Map<String, Long> connections = new LinkedHashMap<>();
    private final Map<String, Long> linkTypes = new LinkedHashMap<>();

    private final Counts counts = new Counts() {
        @Override
        public long get(Counter counter) {
            return counters.getOrDefault(counter, 0L);
        }

        @Override
        public long get(Anomaly anomaly) {
            return anomalies.getOrDefault(anomaly, 0L);
        }
    };

    private static Alert alert(Level level, String host) {
        return alert(level, host, "SYN scan");
    }

    private static Alert alert(Level level, String host, String kind) {
        Rule rule = new Rule(
                "scan.port_scan",
                1001,
                1,
                "Port scan",
                "scan",
                level,
                Confidence.HIGH,
                List.of(new Technique("T1046", "Network Service Discovery", "TA0007", "Discovery")),
                "Many ports of one host.",
                Map.of(
                        "en",
                        "Ask who uses {actor}.",
                        "nl",
                        "Vraag wie {actor} gebruikt.",
                        "fr",
                        "Demandez qui utilise {actor}."));
        IpAddress actor = IpAddress.parse(host.equals("g") ? "10.0.0.67" : "10.0.0.66"); // two hosts, two incidents
        IpAddress target = IpAddress.parse("10.0.0.7");
        return new Alert(
                "a1",
                NOON,
                rule,
                level,
                Confidence.HIGH,
                kind,
                new Party(actor, null, host, null),
                Party.of(target),
                List.of(target),
                1,
                List.of(22, 80, 443),
                1000,
                List.of("10.0.0.7:22", "10.0.0.7:443"),
                2,
                Outcome.SUCCEEDED,
                1234,
                NOON,
                NOON + 192_000_000_000L,
                Map.of(),
                new ConnectionRef(1, actor, 40000, target, 22, 6, 0, 0, 0, 1),
                "i1",
                1,
                rule.recommendation());
    }

    private static List<Incident> incidents(Alert... alerts) {
        AlertSink nobody = alert -> {};
        Counters own = new Counters();
        Incidents incidents = new Incidents(own, nobody);
        for (Alert alert : alerts) {
            incidents.raise(alert);
        }
        return incidents.list();
    }

    private AttemptSummary attempts = AttemptSummary.NONE;

    private String print(Language language, boolean hasColours, List<Incident> incidents, List<HeldBack> suppressed) {
        return print(language, hasColours, incidents, IncidentCounts.of(incidents), suppressed);
    }

    private String print(
            Language language,
            boolean hasColours,
            List<Incident> incidents,
            IncidentCounts incidentCounts,
            List<HeldBack> suppressed) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, false, StandardCharsets.UTF_8);
        new Summary(out, new Terminal(hasColours, hasColours), language, ZoneId.of("UTC"))
                .print(new RunReport(
                        incidents,
                        incidentCounts,
                        suppressed,
                        attempts,
                        counts,
                        List.of("night.pcap"),
                        NOON,
                        NOON + 3_600_000_000_000L,
                        connections,
                        linkTypes,
                        List.of(),
                        List.of()));
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void shouldCountTheIncidentsThatItDoesNotTell() {
        List<Incident> one = incidents(alert(Level.HIGH, "nb-radiology"));

        assertThat(print(Language.EN, false, one, new IncidentCounts(1_234, 56, false), List.of()))
                .contains("Act: Port scan, by 10.0.0.66 (nb-radiology).")
                .contains("1,234 findings, 56 of them")
                .contains("1,233 more");
    }

    @Test
    void shouldTellAnIncidentToAPerson() {
        counters.put(Counter.PACKETS_RECEIVED, 1_234_567L);
        counters.put(Counter.BYTES_RECEIVED, 987_654_321L);
        counters.put(Counter.PACKETS_DROPPED_DUPLICATE, 12L);
        anomalies.put(Anomaly.BAD_TCP_CHECKSUM, 3L);
        anomalies.put(Anomaly.URGENT_DATA, 1L);
        connections.put("dns", 800L);
        connections.put("", 1200L);
        linkTypes.put("147", 5L);
        assertThat(print(Language.EN, false, incidents(alert(Level.HIGH, "nb-radiology")), List.of()))
                .isEqualTo("""

                          RED   Act: Port scan, by 10.0.0.66 (nb-radiology).

                         1. HIGH 6/10  Port scan
                            10.0.0.66 (nb-radiology) looked around on 10.0.0.7.
                            whom      10.0.0.7
                            what      SYN scan; ports 22, 80, 443 and 997 more
                            how often 1,234 times in 3 min 12 s, from 2027-01-15 12:00:00
                            outcome   2 answered; open: 22, 443
                            ATT&CK    T1046 Network Service Discovery
                            do now    1. First: take 10.0.0.66 (nb-radiology) off the network now, and
                                         leave it switched on, so that it can be examined.
                                      2. Find out who works at nb-radiology, and say: "Your computer
                                         looked around on 10.0.0.7, from 2027-01-15 12:00:00 on. Was
                                         that you, and what for? If it was not you, please leave it as
                                         it is and log on nowhere else."
                                      3. Close what nobody needs of what answered (10.0.0.7:22 and
                                         10.0.0.7:443), and look there for logons since
                                         2027-01-15 12:00:00.
                                      4. If all of this was meant (maintenance, a test), give
                                         nb-radiology a role or an exception in the configuration, with
                                         a reason and a last day; then it is not told again.
                            evidence  packets 1; connections C00000000001

                         Read       1,234,567 packets from night.pcap, 988 MB
                                    2027-01-15 12:00:00 to 13:00:00 UTC (1 h)
                                    2,000 conversations: dns 800, other 1,200
                         Lost       12 second copies of packets from the mirror port, left out
                                    link type 147: 5 packets
                         Odd        3 x bad_TCP_checksum, once TCP_urgent_data (names as in weird.log)
                        """);
    }

    @Test
    void shouldTellEveryLoss() {
        for (Counter counter : Counter.values()) {
            if (counter.metric().matches("packets_dropped_.+|.+_dropped|.+_lost|.+_crashes|.+_missing|.+_cut")) {
                counters.put(counter, 123_000L + counter.ordinal());
            }
        }
        assertThat(counters).hasSizeGreaterThan(11);
        assertThat(print(Language.EN, false, List.of(), List.of()).lines())
                .filteredOn(line -> line.contains(" 123,0"))
                .hasSameSizeAs(counters.keySet());
    }

    @Test
    void shouldSpeakDutchAndFrench() {
        counters.put(Counter.PACKETS_RECEIVED, 1_234_567L);
        assertThat(print(Language.NL, false, incidents(alert(Level.HIGH, "h")), List.of()))
                .contains(
                        " ROOD ",
                        "HOOG 6/10  Poortscan",
                        "Zoek uit wie op h werkt",
                        "1.234.567 pakketten",
                        "2 antwoordden");
        assertThat(print(Language.FR, false, incidents(alert(Level.HIGH, "h", "SYN and connect scan")), List.of()))
                .contains(
                        " ROUGE ",
                        "ÉLEVÉ 6/10  Scan de ports",
                        "scan de ports SYN et connect ; ports",
                        "Cherchez qui travaille sur h",
                        "1 234 567 paquets",
                        "2 ont répondu");
    }

    @Test
    void shouldShowTheLightByTheWorstIncident() {
        counters.put(Counter.PACKETS_RECEIVED, 1L);
        assertThat(print(Language.EN, false, List.of(), List.of())).contains("GREEN   Nothing suspicious");
        assertThat(print(Language.EN, false, incidents(alert(Level.LOW, "h")), List.of()))
                .contains("BLUE", "One thing was noticed");
        assertThat(print(Language.EN, false, incidents(alert(Level.MEDIUM, "h")), List.of()))
                .contains("BLUE");
        assertThat(print(Language.EN, false, incidents(alert(Level.CRITICAL, "h"), alert(Level.LOW, "g")), List.of()))
                .contains("RED", "2 findings, one of them")
                .containsSubsequence("CRITICAL", "LOW");
    }

    @Test
    void shouldUseColoursOnATerminalOnly() {
        assertThat(print(Language.EN, true, incidents(alert(Level.HIGH, "h")), List.of()))
                .contains("\u001b[41;97m RED \u001b[0m");
        assertThat(print(Language.EN, false, incidents(alert(Level.HIGH, "h")), List.of()))
                .doesNotContain("\u001b");
    }

    @Test
    void shouldNotLetTheNetworkWriteToTheTerminal() {
        String hostile = "a\u001b[2J\u0007\r\n\u202eb\u0085\ufeffc";
        String summary = print(Language.EN, true, incidents(alert(Level.HIGH, hostile)), List.of());
        assertThat(summary.replaceAll("\u001b\\[[0-9;]*m", ""))
                .doesNotContain("\u001b", "\u0007", "\r", "\u202e", "\u0085", "\ufeff");
        assertThat(summary.replaceAll("\u001b\\[[0-9;]*m", "")).doesNotContain("[2J\n");
    }

    @Test
    void shouldNeverBeWiderThanATerminal() {
        counters.put(Counter.PACKETS_RECEIVED, Long.MAX_VALUE);
        counters.put(Counter.BYTES_RECEIVED, Long.MAX_VALUE);
        for (Counter counter : Counter.values()) {
            counters.put(counter, 123_456_789_012L);
        }
        for (Anomaly anomaly : Anomaly.values()) {
            anomalies.put(anomaly, 123_456_789L);
        }
        for (int i = 0; i < 30; i++) {
            connections.put("service" + i, 123_456_789L);
        }
        RoleGrant grant = new RoleGrant(
                Role.SCANNER,
                List.of(Network.parse("10.0.0.66")),
                "A long reason. ".repeat(20),
                "J. Peeters",
                LocalDate.of(2027, 3, 31),
                true);
        for (Language language : List.of(Language.EN, Language.NL, Language.FR)) {
            String summary = print(
                    language,
                    false,
                    incidents(alert(Level.INFORMATIONAL, "long-name-of-a-host.radiology.hospital.example".repeat(1))),
                    List.of(new HeldBack(grant, null, alert(Level.HIGH, "h"), 3, NOON)));
            assertThat(summary.lines()).allMatch(line -> line.length() <= Terminal.WIDTH);
            assertThat(summary).contains("2027-03-31");
        }
    }

    @Test
    void shouldTellWhereAndHowManyAttemptsThereWere() {
        Technique technique = new Technique("T1021.002", "SMB/Windows Admin Shares", "TA0008", "Lateral Movement");
        attempts = new AttemptSummary(
                List.of(new AttemptSummary.Line(
                        technique,
                        7,
                        4,
                        3,
                        1,
                        2,
                        Outcome.ATTEMPTED,
                        NOON,
                        NOON + 1,
                        List.of(new AttemptSummary.Where("ws-7 (10.0.0.5)", "10.0.0.9", "connection", "smb", 445, 5)))),
                7);
        assertThat(print(Language.EN, false, List.of(), List.of()).replaceAll("\\s+", " "))
                .contains("Attempts 7 attempts below any alarm 7 x T1021.002 SMB/Windows Admin Shares: 4 refused, 3"
                        + " unanswered; one source, 2 targets; ws-7 (10.0.0.5) to 10.0.0.9 smb 5");
    }

    @Test
    void shouldSayTheSameInEveryLanguage() throws Exception {
        Properties english = load("en");
        for (String language : List.of("nl", "fr")) {
            Properties other = load(language);
            assertThat(other.stringPropertyNames()).isEqualTo(english.stringPropertyNames());
            for (String key : english.stringPropertyNames()) {
                assertThat(placeholders(other.getProperty(key)))
                        .as(language + " " + key)
                        .isEqualTo(placeholders(english.getProperty(key)));
            }
        }
    }

    private static Properties load(String language) throws Exception {
        Properties texts = new Properties();
        try (var in = new java.io.InputStreamReader(
                SummaryTest.class.getResourceAsStream("summary_" + language + ".properties"), StandardCharsets.UTF_8)) {
            texts.load(in);
        }
        return texts;
    }

    private static String placeholders(String text) {
        return text.chars()
                .filter(c -> c >= '0' && c <= '9')
                .sorted()
                .mapToObj(c -> String.valueOf((char) c))
                .distinct()
                .toList()
                .toString();
    }

    @Test
    void shouldRoundForReading() {
        Texts texts = new Texts(Language.EN);
        assertThat(texts.bytes(999)).isEqualTo("999\u00a0bytes");
        assertThat(texts.bytes(1000)).isEqualTo("1\u00a0kB");
        assertThat(texts.bytes(999_999)).isEqualTo("1\u00a0MB");
        assertThat(texts.bytes(Long.MAX_VALUE)).isEqualTo("9.2\u00a0EB");
        assertThat(texts.duration(5_000_000)).isEqualTo("5 ms");
        assertThat(texts.duration(59_960_000_000L)).isEqualTo("60 s");
        assertThat(texts.duration(3_600_000_000_000L)).isEqualTo("1 h");
        assertThat(texts.duration(86_400_000_000_000L * 3)).isEqualTo("3 days");
        assertThat(texts.scaled(12_345_678)).isEqualTo("12.3 M");
        assertThat(texts.scaled(999)).isEqualTo("999 ");
        assertThat(texts.number(-1234)).isEqualTo("-1,234");
    }
}
