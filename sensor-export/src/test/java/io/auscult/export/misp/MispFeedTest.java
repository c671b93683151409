package io.auscult.export.misp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.auscult.core.indicator.Indicator;
import io.auscult.core.indicator.IndicatorFeed.Pull;
import io.auscult.core.indicator.IndicatorSink;
import io.auscult.core.indicator.IndicatorType;
import io.auscult.core.indicator.Tlp;
import io.auscult.export.LaterException;
import io.auscult.export.Secret;
import io.auscult.export.TlsSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MispFeedTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final long TODAY = NOW.getEpochSecond() - 3_600;

    @TempDir
    Path folder;

    private final Map<String, List<Indicator>> held = new LinkedHashMap<>();
    private final List<String> refused = new ArrayList<>();
    private FakeMisp misp;
    private Instant now = NOW;

    private final IndicatorSink sink = new IndicatorSink() {
        @Override
        public void put(String sourceId, List<Indicator> indicators) {
            held.put(sourceId, indicators);
        }

        @Override
        public void refused(String what, String reason) {
            refused.add(reason);
        }
    };

    @BeforeEach
    void start() throws IOException {
        misp = new FakeMisp();
        Path key = folder.resolve("key");
        Files.writeString(key, FakeMisp.KEY);
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    }

    @AfterEach
    void stop() {
        misp.close();
        assertThat(misp.violations).as("requests that MISP has not published").isEmpty();
    }

    private MispFeed feed(boolean publishedOnly) {
        MispFeedSettings settings = new MispFeedSettings(
                "circle",
                misp.url(),
                Secret.ofFile(folder.resolve("key")),
                TlsSettings.DEFAULT,
                publishedOnly,
                true,
                List.of("!false-positive"),
                "Our hospital",
                Tlp.AMBER,
                Duration.ofDays(90),
                Duration.ofMinutes(5),
                10,
                Duration.ofSeconds(10));
        return new MispFeed(settings, () -> now);
    }

    private ObjectNode attribute(int number, String type, String value, String... tags) {
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("uuid", uuid(number)).put("type", type).put("value", value);
        json.put("to_ids", true).put("deleted", false).put("timestamp", Long.toString(TODAY));
        json.putObject("Event").put("info", "Ransomware against hospitals");
        var list = json.putArray("Tag");
        for (String tag : tags) {
            list.addObject().put("name", tag);
        }
        misp.indicators.add(json);
        return json;
    }

    private static String uuid(int number) {
        return "00000000-0000-4000-8000-%012d".formatted(number);
    }

    @Test
    void shouldReadEveryPage() throws IOException {
        for (int i = 0; i < 25; i++) {
            attribute(i, "ip-dst", "198.51.100." + i);
        }
        Pull pull = feed(true).pull("", sink);
        assertThat(pull.whole()).isTrue();
        assertThat(held).hasSize(25);
        assertThat(misp.requests).hasSize(3).containsOnly("POST /attributes/restSearch");
    }

    @Test
    void shouldKnowWhatAnAttributeSays() throws IOException {
        attribute(
                1,
                "domain|ip",
                "evil.test.org|203.0.113.7",
                "tlp:green",
                "tlp:amber+strict",
                "misp:confidence-level=\"usually-confident\"",
                "ransomware");
        feed(true).pull("", sink);
        assertThat(held.get(uuid(1))).hasSize(2);
        Indicator domain = held.get(uuid(1)).getFirst();
        assertThat(domain.type()).isEqualTo(IndicatorType.DOMAIN);
        assertThat(domain.value()).isEqualTo("evil.test.org");
        assertThat(domain.source()).isEqualTo("circle");
        assertThat(domain.sourceId()).isEqualTo(uuid(1));
        assertThat(domain.tlp()).isEqualTo(Tlp.AMBER_STRICT);
        assertThat(domain.confidence()).isEqualTo(75);
        assertThat(domain.labels()).contains("Ransomware against hospitals", "ransomware");
        assertThat(domain.validUntil()).isEqualTo(Instant.ofEpochSecond(TODAY).plus(Duration.ofDays(90)));
    }

    @Test
    void shouldWithdrawWhatIsNoLongerForDetection() throws IOException {
        ObjectNode first = attribute(1, "ip-dst", "198.51.100.1");
        ObjectNode second = attribute(2, "ip-dst", "198.51.100.2");
        MispFeed feed = feed(false);
        Pull pull = feed.pull("", sink);
        long later = NOW.getEpochSecond() + 60;
        first.put("to_ids", false).put("timestamp", Long.toString(later));
        second.put("deleted", true).put("timestamp", Long.toString(later));
        attribute(3, "ip-dst", "198.51.100.3").put("timestamp", Long.toString(later));
        now = NOW.plusSeconds(300);
        Pull next = feed.pull(pull.position(), sink);
        assertThat(next.whole()).isFalse();
        assertThat(held.get(uuid(1))).isEmpty();
        assertThat(held.get(uuid(2))).isEmpty();
        assertThat(held.get(uuid(3))).hasSize(1);
        now = NOW.plus(Duration.ofDays(1));
        assertThat(feed.pull(next.position(), sink).whole()).isTrue();
    }

    @Test
    void shouldRefuseWhatTrafficDoesNotShow() throws IOException {
        attribute(1, "ip-dst", "not an address");
        attribute(2, "yara", "rule x { condition: true }");
        attribute(3, "ip-dst", "198.51.100.3").put("uuid", "../../etc/passwd");
        attribute(4, "ip-dst", "198.51.100.4");
        feed(true).pull("", sink);
        assertThat(refused).hasSize(3);
        assertThat(held.get(uuid(4))).hasSize(1);
    }

    @Test
    void shouldKeepItsPositionWhenMispFails() throws IOException {
        attribute(1, "ip-dst", "198.51.100.1");
        for (FakeMisp.Trouble trouble : List.of(
                FakeMisp.status(500, "{}"),
                FakeMisp.status(403, "{\"message\":\"no\"}"),
                FakeMisp.status(200, "{\"response\":\"\"}"),
                misp.cutAnswer())) {
            misp.next.add(trouble);
            assertThatThrownBy(() -> feed(true).pull("", sink))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("circle: ");
        }
        misp.next.add(FakeMisp.status(429, "{}", "Retry-After", "30"));
        assertThatThrownBy(() -> feed(true).pull("", sink)).isInstanceOf(LaterException.class);
        assertThat(held).isEmpty();
        feed(true).pull("something else", sink);
        assertThat(held).hasSize(1);
    }
}
