package io.auscult.export.kafka;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.auscult.export.kafka.KafkaSettings.Compression;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever else listens where a broker should is noticed before it costs memory. */
class BrokerProbeTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String HTTP = HexFormat.of()
            .formatHex("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

    /** @param patience short only where nobody answers anyway */
    private static KafkaSettings settings(int port, Duration patience) {
        return new KafkaSettings(
                "streams",
                List.of("127.0.0.1:" + port),
                "alerts",
                "incidents",
                "{log}",
                Set.of(),
                Compression.NONE,
                null,
                null,
                patience,
                1 << 20);
    }

    /** Answers the first request with these bytes and ends. */
    private static ServerSocket answering(String hex) throws IOException {
        ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> {
            try (Socket socket = server.accept()) {
                socket.getInputStream().readNBytes(14);
                socket.getOutputStream().write(HexFormat.of().parseHex(hex));
            } catch (IOException e) {
                return; // closed
            }
        });
        return server;
    }

    @Test
    void shouldNotTakeAWebServerForABroker() throws IOException {
        try (ServerSocket server = answering(HTTP)) {
            assertThatThrownBy(() ->
                            Producers.open(settings(server.getLocalPort(), PATIENCE), PATIENCE, Duration.ofMillis(1)))
                    .hasMessage("streams: 127.0.0.1:" + server.getLocalPort()
                            + " answers, but not as a broker of Kafka does without TLS (look at servers and tls)");
        }
    }

    /** An alert of TLS; a length below 0; an answer to another request. */
    @ParameterizedTest
    @ValueSource(strings = {"15030300020246", "ffffffff00000000", "0000000a00000001000000000000"})
    void shouldNotTakeAnythingElseForABroker(String hex) throws IOException {
        try (ServerSocket server = answering(hex)) {
            assertThatThrownBy(() -> BrokerProbe.check(settings(server.getLocalPort(), PATIENCE)))
                    .hasMessageContaining("not as a broker");
        }
    }

    /** A broker's beginning; nothing at all. */
    @ParameterizedTest
    @ValueSource(strings = {"0000000a41756373000000000000", "", "0000"})
    void shouldLeaveTheRestToTheClient(String hex) throws IOException {
        try (ServerSocket server = answering(hex)) {
            assertThatCode(() -> BrokerProbe.check(settings(server.getLocalPort(), PATIENCE)))
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void shouldNotWaitForOneThatSaysNothing() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            assertThatCode(() -> BrokerProbe.check(settings(server.getLocalPort(), Duration.ofMillis(200))))
                    .doesNotThrowAnyException();
            server.close();
            assertThatCode(() -> BrokerProbe.check(settings(server.getLocalPort(), Duration.ofMillis(200))))
                    .doesNotThrowAnyException();
        }
    }
}
