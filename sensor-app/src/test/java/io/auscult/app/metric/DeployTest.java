package io.auscult.app.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.auscult.app.config.Configuration;
import io.auscult.app.config.Keys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What deploy/ asks for must be what the sensor shows, and be good for the programs that read it. */
class DeployTest {
    private static final Pattern METRIC = Pattern.compile("auscult_[a-z_]+");
    private static final Path DEPLOY = Path.of(System.getProperty("auscult.root"), "deploy");

    private static Set<String> shown() {
        return new FakeSensor()
                .metrics()
                .scrape()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("[{ ]")[0])
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @TempDir
    private Path folder;

    private void accepts(String program, String... arguments) throws IOException, InterruptedException {
        Path binary = Path.of("/usr/bin", program);
        assumeTrue(Files.isExecutable(binary), "skipped: " + program + " is not installed");
        List<String> command = new ArrayList<>(List.of(binary.toString()));
        command.addAll(List.of(arguments));
        Path said = folder.resolve("said");
        int exitCode = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start()
                .waitFor();
        assertThat(exitCode).as(() -> read(said)).isZero();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<String> queries() throws IOException {
        JsonNode dashboard = new ObjectMapper()
                .readTree(DEPLOY.resolve("grafana-dashboard.json").toFile());
        List<String> queries = new ArrayList<>();
        for (JsonNode panel : dashboard.get("panels")) {
            assertThat(panel.get("description").asText()).endsWith(".");
            panel.get("targets")
                    .forEach(target -> queries.add(target.get("expr").asText()));
        }
        return queries;
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
        Set<String> asked = asked(String.join("\n", queries()));
        assertThat(asked).hasSizeGreaterThan(15);
        assertThat(shown()).containsAll(asked);
    }

    @Test
    void shouldAskPrometheusWhatItUnderstands() throws Exception {
        StringBuilder rules = new StringBuilder("groups:\n  - name: dashboard\n    rules:\n");
        for (String query : queries()) { // Grafana fills in its variables
            String filled = query.replace("$__rate_interval", "1m").replace("$instance", ".*");
            rules.append("      - record: panel").append(rules.length()).append("\n        expr: '");
            rules.append(filled.replace("'", "''")).append("'\n");
        }
        Path file = Files.writeString(folder.resolve("rules.yml"), rules);
        accepts("promtool", "check", "rules", file.toString());
    }

    @Test
    void shouldFirePrometheusAlertsWhenTheyShould() throws Exception {
        accepts(
                "promtool",
                "test",
                "rules",
                DEPLOY.resolve("auscult-alerts-test.yml").toString());
    }

    @Test
    void shouldBeScrapedAsConfigured() throws Exception {
        accepts("promtool", "check", "config", DEPLOY.resolve("prometheus.yml").toString());
    }

    @Test
    void shouldBeAServiceOfSystemd() throws Exception {
        String unit = Files.readString(DEPLOY.resolve("auscult.service"));
        Path here = folder.resolve("auscult.service");
        String launcher = DEPLOY.resolveSibling("auscult").toString();
        Files.writeString(here, unit.replace("/opt/auscult/bin/auscult", launcher));
        accepts("systemd-analyze", "verify", "--man=no", here.toString());
        assertThat(here.resolveSibling("said")) // units of other packages may be found wanting
                .content()
                .doesNotContain("auscult");
    }

    @Test
    void shouldAskThePortThatIsTheDefault() throws IOException {
        assertThat(Files.readString(DEPLOY.resolve("prometheus.yml")))
                .contains("127.0.0.1:" + Configuration.defaults().get(Keys.HTTP_PORT));
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
