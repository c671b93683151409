package io.auscult.rules.indicator;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.Level;
import io.auscult.core.alert.Outcome;
import io.auscult.core.event.EventType;
import io.auscult.core.event.IpAddress;
import io.auscult.core.event.LocalNets;
import io.auscult.core.indicator.Indicator;
import io.auscult.core.indicator.IndicatorIntake;
import io.auscult.core.indicator.IndicatorTable;
import io.auscult.core.indicator.IndicatorTable.Limits;
import io.auscult.core.indicator.IndicatorType;
import io.auscult.core.indicator.Sighting;
import io.auscult.core.indicator.Tlp;
import io.auscult.core.indicator.WarningList;
import io.auscult.core.protocol.dns.DnsParser;
import io.auscult.core.protocol.file.FileStream;
import io.auscult.core.protocol.http.HttpParser;
import io.auscult.core.protocol.identity.IdentityUse;
import io.auscult.core.protocol.smtp.SmtpParser;
import io.auscult.core.protocol.ssl.SslParser;
import io.auscult.rules.DetectSettings;
import io.auscult.rules.EventScript;
import io.auscult.rules.identity.GuessLimits;
import io.auscult.rules.identity.LeakedAccounts;
import io.auscult.rules.identity.LeakedList;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class IndicatorDetectorTest {
    private static final String HOST = "10.0.0.9";
    private static final String BAD = "198.51.100.7";
    private static final String MD5 = "e7d705a3286e19ea42f587b344ee6865";
    private static final String SHA1 = MD5 + "01234567";
    private static final String SHA256 = MD5 + MD5;
    private static final String JA4 = "t13d1516h2_8daaf6152771_b186095e22b6";
    private static final Instant START = Instant.ofEpochSecond(EventScript.START / EventScript.SECOND);

    private final IndicatorTable table = new IndicatorTable(Limits.DEFAULT);

    /** A kind of indicator and an event that shows it. */
    private static Arguments shown(String type, String value, EventType event, Object... fields) {
        return Arguments.of(type, value, event, fields);
    }

    static Stream<Arguments> kinds() {
        return Stream.of(
                shown("domain", "evil.example", DnsParser.DNS, "query", "CDN.Evil.example", "rcode", 0),
                shown(
                        "domain",
                        "evil.example",
                        DnsParser.DNS,
                        "query",
                        "a.example",
                        "answers",
                        List.of("a.evil.example")),
                shown("domain", "evil.example", HttpParser.HTTP, "host", "evil.example:8080", "uri", "/"),
                shown("domain", "evil.example", SslParser.SSL, "server_name", "www.evil.example", "established", true),
                shown("address", "203.0.113.9", HttpParser.HTTP, "host", "203.0.113.9", "uri", "/x"),
                shown(
                        "url",
                        "http://evil.example/a%20b?c",
                        HttpParser.HTTP,
                        "host",
                        "EVIL.example:80",
                        "uri",
                        "/a b?c"),
                shown("url", "http://evil.example/a", HttpParser.HTTP, "host", "proxy", "uri", "http://evil.example/a"),
                shown("url", "http://[2001:db8::7]/a", HttpParser.HTTP, "host", "[2001:db8::7]:80", "uri", "/a"),
                shown("url", "https://evil.example/a", HttpParser.HTTP, "host", "evil.example", "uri", "/a"),
                shown("ja3", MD5, SslParser.SSL, "ja3", MD5),
                shown("ja3", MD5, SslParser.SSL, "ja3s", MD5),
                shown("ja4", JA4, SslParser.SSL, "ja4", JA4),
                shown("ja4", "t130200_1301_a56c5b993250", SslParser.SSL, "ja4s", "t130200_1301_a56c5b993250"),
                shown("certificate", SHA256, SslParser.X509, "fingerprint", SHA256),
                shown("certificate", SHA1, SslParser.X509, "sha1", SHA1),
                shown("certificate", MD5, SslParser.X509, "md5", MD5),
                shown("sha256", SHA256, FileStream.FILES, "sha256", SHA256),
                shown("sha1", SHA1, FileStream.FILES, "sha1", SHA1),
                shown("md5", MD5, FileStream.FILES, "md5", MD5),
                shown("user", "anna", IdentityUse.IDENTITY, "user", "Anna", "outcome", "success"),
                shown("user", "clinic\\anna", IdentityUse.IDENTITY, "user", "anna", "domain", "CLINIC"),
                shown("user", "anna@clinic.example", IdentityUse.IDENTITY, "user", "anna", "domain", "Clinic.example"),
                shown("email", "anna@clinic.example", IdentityUse.IDENTITY, "user", "anna@clinic.example"),
                shown("email", "billing@evil.example", SmtpParser.SMTP, "from", "Us <billing@EVIL.example>"),
                shown("email", "billing@evil.example", SmtpParser.SMTP, "mailfrom", "billing@evil.example"),
                shown("email", "billing@evil.example", SmtpParser.SMTP, "reply_to", "<billing@evil.example>"),
                shown("email", "b@evil.example", SmtpParser.SMTP, "rcptto", List.of("a@x.example", "b@evil.example")),
                shown("address", "203.0.113.9", SmtpParser.SMTP, "x_originating_ip", IpAddress.parse("203.0.113.9")));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void shouldTellEachKindWhereverItShows(String type, String value, EventType event, Object[] fields) {
        put(type, value);
        EventScript script =
                script().from(HOST).says(event, "203.0.113.1", 80, fields).end();

        assertThat(told(script)).singleElement().satisfies(alert -> {
            assertThat(alert.evidence())
                    .containsEntry(Sighting.TYPE, type)
                    .containsEntry(Sighting.VALUE, String.valueOf(type(type).normal(value)));
            assertThat(alert.evidence().get("in")).startsWith(event.name() + ".");
        });
    }

    @Test
    void shouldTellBothEndsOfAConnectionAndEveryNetworkAroundThem() {
        put("network", "198.51.100.0/24");
        EventScript script = script().from(HOST).connect(BAD, 443).answered();
        script.from("198.51.100.9").connect(HOST, 22).refused();
        script.from(HOST).connect("198.51.101.7", 443).answered();

        assertThat(told(script)).extracting(Alert::level).containsExactly(Level.MEDIUM, Level.LOW);
        assertThat(told(script)).extracting(Alert::outcome).containsExactly(Outcome.SUCCEEDED, Outcome.FAILED);
        assertThat(told(script))
                .extracting(alert -> alert.evidence().get("direction"))
                .containsExactly("outward", "inward");
    }

    @Test
    void shouldLeaveAllElseAlone() {
        put("domain", "evil.example");
        put("user", "anna");
        put("address", BAD);
        EventScript script = script().from(HOST);
        script.says(DnsParser.DNS, "10.0.0.1", 53, "query", "notevil.example");
        script.says(DnsParser.DNS, "10.0.0.1", 53, "query", "evil.example.clinic.example");
        script.says(IdentityUse.IDENTITY, "10.0.0.1", 445, "user", "annabel");
        script.connect("198.51.100.8", 443).answered().end();

        assertThat(told(script)).isEmpty();
    }

    @Test
    void shouldTakeTheLevelFromTheConfidence() {
        assertThat(levelOf(100)).isEqualTo(Level.HIGH);
        assertThat(levelOf(75)).isEqualTo(Level.HIGH);
        assertThat(levelOf(74)).isEqualTo(Level.MEDIUM);
        assertThat(levelOf(Indicator.UNKNOWN)).isEqualTo(Level.MEDIUM);
        assertThat(levelOf(29)).isEqualTo(Level.LOW);
        assertThat(levelOf(0)).isEqualTo(Level.INFORMATIONAL);
    }

    @Test
    void shouldNotTrustAFingerprintThatOthersShare() {
        put(indicator("ja3", MD5, "list", 100, null));

        assertThat(told(script().from(HOST).says(SslParser.SSL, BAD, 443, "ja3", MD5)))
                .extracting(Alert::level)
                .containsExactly(Level.MEDIUM);
    }

    @Test
    void shouldMakeLittleOfWhatTheInternetDoesAllDay() {
        put(indicator("address", BAD, "list", 100, null));
        EventScript script = script().from(BAD).connect("10.0.0.1", 22).refused();
        script.connect("10.0.0.2", 443).answered();
        script.from(HOST).connect(BAD, 443).silent();
        script.from("10.0.0.8").connect(BAD, 443).answered();

        assertThat(told(script))
                .extracting(Alert::level)
                .containsExactly(Level.LOW, Level.MEDIUM, Level.MEDIUM, Level.HIGH);
    }

    @Test
    void shouldRunOutByPacketTimeInAReplayAndByTheClockWhenLive() {
        put(indicator("domain", "gone.example", "list", 50, START.minusSeconds(1)));
        put(indicator("domain", "still.example", "list", 50, START.plusSeconds(3_600)));
        for (boolean isLive : new boolean[] {false, true}) {
            EventScript script = script(isLive).from(HOST);
            script.says(DnsParser.DNS, "10.0.0.1", 53, "query", "gone.example");
            script.says(DnsParser.DNS, "10.0.0.1", 53, "query", "still.example");
            assertThat(told(script))
                    .extracting(alert -> alert.evidence().get(Sighting.VALUE))
                    .containsExactlyElementsOf(isLive ? List.of() : List.of("still.example"));
        }
    }

    @Test
    void shouldTakeUpAndForgetIndicatorsAtOnce() {
        EventScript script = script().from(HOST);
        script.connect(BAD, 1).answered();
        put("address", BAD);
        script.connect(BAD, 2).answered();
        assertThat(told(script)).hasSize(1);
        table.put("list", "address:" + BAD, List.of(), (each, what) -> {});
        script.from("10.0.0.10").connect(BAD, 3).answered();
        assertThat(told(script)).hasSize(1);
    }

    @Test
    void shouldTellOnceADayAndWhenItGrowsAndWhenItSucceeds() {
        put("address", BAD);
        EventScript script = script().from(HOST);
        for (int i = 0; i < 99; i++) {
            script.connect(BAD, 443).silent();
        }
        assertThat(told(script)).extracting(Alert::count).containsExactly(1L, 10L);
        script.connect(BAD, 443).answered();
        script.connect(BAD, 443).answered();
        assertThat(told(script)).extracting(Alert::count).containsExactly(1L, 10L, 100L);
        script.after(86_500).connect(BAD, 443).silent();
        assertThat(told(script)).extracting(Alert::count).containsExactly(1L, 10L, 100L, 102L);
        script.from("10.0.0.10").connect(BAD, 443).silent();
        script.connect(BAD, 443).answered();
        assertThat(told(script).subList(4, 6))
                .extracting(Alert::outcome)
                .containsExactly(Outcome.ATTEMPTED, Outcome.SUCCEEDED);
    }

    @Test
    void shouldTellANameOnceWhicheverServerIsAsked() {
        put("domain", "evil.example");
        EventScript script = script().from(HOST);
        script.says(DnsParser.DNS, "10.0.0.1", 53, "query", "evil.example", "rcode", 0);
        script.says(DnsParser.DNS, "10.0.0.2", 53, "query", "evil.example", "rcode", 0);

        assertThat(told(script)).hasSize(1);
    }

    @Test
    void shouldNameEverySourceOfAValue() {
        put(indicator("domain", "evil.example", "misp", 20, null));
        put(indicator("domain", "evil.example", "hub", 90, null));
        put(indicator("domain", "cdn.evil.example", "list", 50, null));
        EventScript script = script().from(HOST).says(DnsParser.DNS, "10.0.0.1", 53, "query", "x.evil.example");

        Alert alert = told(script).getFirst();
        assertThat(alert.level()).isEqualTo(Level.HIGH);
        assertThat(Sighting.of(alert))
                .extracting(sighting -> sighting.source() + " " + sighting.sourceId())
                .containsExactlyInAnyOrder("misp domain:evil.example", "hub domain:evil.example");
        script.says(DnsParser.DNS, "10.0.0.1", 53, "query", "cdn.evil.example");
        assertThat(told(script).getLast().evidence())
                .containsEntry(Sighting.VALUE, "cdn.evil.example")
                .containsEntry("also", "evil.example");
    }

    @Test
    void shouldKeepOutWhatTheWarningListObjectsTo() {
        IndicatorIntake intake = new IndicatorIntake(
                "list", table, new WarningList(LocalNets.DEFAULT, List.of("10.0.0.2")), indicator -> {});
        for (String address : List.of("10.0.0.1", "10.0.0.2", "8.8.8.8", BAD)) {
            intake.put(address, List.of(Indicator.of(IndicatorType.ADDRESS, address, "list", address)));
        }
        intake.put("net", List.of(Indicator.of(IndicatorType.NETWORK, "10.0.0.0/24", "list", "net")));
        intake.put("url", List.of(Indicator.of(IndicatorType.URL, "http://10.0.0.1/a", "list", "url")));
        EventScript script = script().from(HOST);
        for (String address : List.of("10.0.0.1", "10.0.0.2", "8.8.8.8", BAD)) {
            script.says(HttpParser.HTTP, address, 80, "host", address, "uri", "/a");
            script.connect(address, 80).answered();
        }

        assertThat(told(script))
                .extracting(alert -> alert.evidence().get("met"))
                .containsExactly("10.0.0.2", BAD);
    }

    private Level levelOf(int confidence) {
        String name = "c" + confidence + ".example";
        put(indicator("domain", name, "list", confidence, null));
        return told(script().from(HOST).says(DnsParser.DNS, "10.0.0.1", 53, "query", name))
                .getFirst()
                .level();
    }

    private static List<Alert> told(EventScript script) {
        return script.alerts.stream()
                .filter(alert -> alert.rule().area().equals(Sighting.AREA))
                .toList();
    }

    private EventScript script() {
        return script(false);
    }

    private EventScript script(boolean isLive) {
        LeakedList nobody = new LeakedList(LeakedAccounts.NONE);
        return new EventScript(new DetectSettings(GuessLimits.DEFAULT, nobody, new Indicators(table, isLive)));
    }

    private void put(String type, String value) {
        put(indicator(type, value, "list", Indicator.UNKNOWN, null));
    }

    private void put(Indicator indicator) {
        table.put(indicator.source(), indicator.sourceId(), List.of(indicator), (each, what) -> {});
    }

    private static IndicatorType type(String word) {
        return Objects.requireNonNull(IndicatorType.of(word));
    }

    private static Indicator indicator(
            String word, String value, String source, int confidence, @Nullable Instant until) {
        return new Indicator(
                type(word), value, source, word + ":" + value, confidence, Tlp.AMBER, null, until, List.of());
    }
}
