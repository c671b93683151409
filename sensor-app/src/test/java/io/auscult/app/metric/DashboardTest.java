package io.auscult.app.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.auscult.app.http.HttpServer;
import io.auscult.app.http.Page;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Prometheus asks the sensor's own server, and then is asked what every panel of the dashboard asks. */
class DashboardTest {
    private static final Path PROMETHEUS = Path.of("/usr/bin/prometheus");

    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    @Test
    void shouldFindDataForEveryPanel() throws Exception {
        assumeTrue(Files.isExecutable(PROMETHEUS), "skipped: prometheus is not installed");
        FakeSensor sensor = new FakeSensor();
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (HttpServer server = new HttpServer(
                any,
                Map.of("/metrics", () -> new Page(200, "text/plain; version=0.0.4; charset=utf-8", sensor.grown())))) {
            int port = freePort();
            Process prometheus = start(server.address().toString(), port);
            try {
                List<String> queries = DeployTest.queries();
                List<String> silent = new ArrayList<>(queries);
                long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
                while (!silent.isEmpty() && System.nanoTime() < deadline) {
                    Thread.sleep(500);
                    silent.removeIf(query -> hasData(port, query));
                }
                assertThat(queries).hasSizeGreaterThan(20);
                assertThat(silent).as(() -> said()).isEmpty();
            } finally {
                prometheus.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
            }
        }
    }

    private Process start(String target, int port) throws IOException {
        Path config = Files.writeString(folder.resolve("prometheus.yml"), """
                global:
                  scrape_interval: 1s
                scrape_configs:
                  - job_name: auscult
                    static_configs:
                      - targets: ["%s"]
                """.formatted(target));
        return new ProcessBuilder(
                        PROMETHEUS.toString(),
                        "--config.file=" + config,
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("said").toFile())
                .start();
    }

    private String said() {
        try {
            return Files.readString(folder.resolve("said"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private boolean hasData(int port, String query) {
        String filled = query.replace("$__rate_interval", "10s").replace("$instance", ".*");
        URI uri = URI.create("http://127.0.0.1:" + port + "/api/v1/query?query="
                + URLEncoder.encode(filled, StandardCharsets.UTF_8));
        try {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(10)).build(),
                    HttpResponse.BodyHandlers.ofString());
            JsonNode result = new ObjectMapper().readTree(answer.body()).at("/data/result");
            return answer.statusCode() == 200 && !result.isEmpty();
        } catch (IOException e) {
            return false; // it has only just begun
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
