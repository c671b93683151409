package io.auscult.export.taxii;

import com.code_intelligence.jazzer.api.BugDetectors;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.sun.net.httpserver.HttpServer;
import io.auscult.core.event.LocalNets;
import io.auscult.core.indicator.Indicator;
import io.auscult.core.indicator.IndicatorSink;
import io.auscult.core.indicator.Tlp;
import io.auscult.export.SampleIncidents;
import io.auscult.export.TlsSettings;
import io.auscult.export.stix.StixJson;
import io.auscult.export.stix.StixSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Whatever a server answers: indicators within their bounds, or one line that says what is wrong. */
class TaxiiFuzzTest {
    private static final int LONGEST_LINE = 2_000; // characters
    private static HttpServer server;
    private static TaxiiAccess access;
    private static volatile byte[] answer = {};

    @BeforeAll
    static void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(
                Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory()));
        server.createContext("/", exchange -> {
            byte[] all = answer;
            int split = Math.clamp(all.length == 0 ? 0 : all[0] & 0x7F, 0, all.length);
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders()
                    .set(
                            "X-TAXII-Date-Added-Last",
                            new String(all, 0, split, StandardCharsets.ISO_8859_1).replaceAll("[^ -~]", "0"));
            byte[] body = new String(all, split, all.length - split, StandardCharsets.ISO_8859_1)
                    .getBytes(StandardCharsets.ISO_8859_1);
            exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        access = new TaxiiAccess(
                "hub",
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/api/"),
                "shared",
                null,
                null,
                TlsSettings.DEFAULT,
                Duration.ofSeconds(10));
    }

    @AfterAll
    static void stop() {
        server.stop(0);
    }

    private static final class Bounded implements IndicatorSink {
        @Override
        public void put(String sourceId, List<Indicator> now) {
            require(sourceId.length() < 400, "id");
            now.forEach(one -> require(!one.value().isEmpty(), "value"));
        }

        @Override
        public void refused(String what, String reason) {
            line(what + reason);
        }
    }

    /** Objects of a page, without the network between. */
    @FuzzTest
    void objects(byte[] data) {
        try {
            new StixIndicators("hub", "own").read(StixJson.mapper().readTree(data), new Bounded());
        } catch (IOException e) {
            require(e.getMessage() != null, "no JSON");
        }
    }

    /** The first byte says how much of the bytes is the time of the last object; the rest is the body of every answer. */
    @FuzzTest
    void answers(byte[] data) {
        BugDetectors.allowNetworkConnections((host, port) -> host.equals("127.0.0.1") || host.equals("localhost"));
        answer = data;
        try {
            String position = new TaxiiFeed(access, Duration.ofMinutes(1), "")
                    .pull("", new Bounded())
                    .position();
            require(position.length() < 100, "position");
        } catch (IOException e) {
            line(String.valueOf(e.getMessage()));
        }
        try (TaxiiExporter exporter = new TaxiiExporter(new TaxiiSettings(
                access, new StixSettings("A", Tlp.AMBER, LocalNets.DEFAULT, "en", 30, "hub"), 500, 1 << 20))) {
            exporter.resume(null);
            exporter.deliver(SampleIncidents.full(1, 1));
            exporter.flush();
        } catch (IOException e) {
            line(String.valueOf(e.getMessage()));
        }
    }

    private static void line(String text) {
        require(text.length() < LONGEST_LINE, "a line of " + text.length());
        require(text.chars().noneMatch(c -> c < ' ' || c == 0x7F), "a control character in: " + text);
    }

    private static void require(boolean held, String what) {
        if (!held) {
            throw new AssertionError(what);
        }
    }
}
