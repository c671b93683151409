package io.auscult.app.metric;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.auscult.app.config.Configuration;
import io.auscult.app.config.Keys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What deploy/ asks for must be what the sensor shows. */
class DeployTest {
    private static final Pattern METRIC = Pattern.compile("auscult_[a-z_]+");
    private static final Path DEPLOY = Path.of(System.getProperty("auscult.root"), "deploy");

    private static Set<String> shown() {
        FakeCounts counts = new FakeCounts();
        Metrics metrics = new Metrics(counts, "1");
        Output output = new Output() {
            @Override
            public String name() {
                return "eve";
            }

            @Override
            public long lag() {
                return 0;
            }

            @Override
            public long delivered() {
                return 0;
            }

            @Override
            public java.time.@Nullable Instant failingSince() {
                return null;
            }

            @Override
            public String failure() {
                return "";
            }
        };
        metrics.output(output);
        metrics.health(new Health(
                counts,
                Clock.systemUTC(),
                Duration.ofMinutes(1),
                List::of,
                List.of(output),
                () -> Long.MAX_VALUE,
                () -> 0));
        return metrics.scrape()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("[{ ]")[0])
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> asked(String text) {
        return METRIC.matcher(text)
                .results()
                .map(match -> match.group())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void shouldShowEveryMetricThatAlertRulesAskFor() throws IOException {
        Set<String> asked = asked(Files.readString(DEPLOY.resolve("auscult-alerts.yml")));
        assertThat(asked).hasSizeGreaterThan(5);
        assertThat(shown()).containsAll(asked);
    }

    @Test
    void shouldShowEveryMetricThatTheDashboardAsksFor() throws IOException {
        JsonNode dashboard = new ObjectMapper()
                .readTree(DEPLOY.resolve("grafana-dashboard.json").toFile());
        Set<String> asked = new TreeSet<>();
        for (JsonNode panel : dashboard.get("panels")) {
            assertThat(panel.get("description").asText()).endsWith(".");
            for (JsonNode target : panel.get("targets")) {
                asked.addAll(asked(target.get("expr").asText()));
            }
        }
        assertThat(asked).hasSizeGreaterThan(15);
        assertThat(shown()).containsAll(asked);
    }

    @Test
    void shouldAskThePortThatIsTheDefault() throws IOException {
        assertThat(Files.readString(DEPLOY.resolve("prometheus.yml")))
                .contains("127.0.0.1:"
                        + Configuration.defaults().get(Keys.HTTP_PORT));
    }

    @Test
    void shouldShipSettingsThatAreGood() throws Exception {
        Configuration shipped = Configuration.read(DEPLOY.resolve("auscult.yml"), Map.of());
        assertThat(shipped.get(Keys.INTERFACES)).isNotEmpty();
        assertThat(shipped.get(Keys.EVE)).startsWith("/var/lib/auscult/");
        assertThat(Files.readString(DEPLOY.resolve("auscult.service")))
                .contains("capture --config /etc/auscult/auscult.yml")
                .contains("StateDirectory=auscult");
    }
}
