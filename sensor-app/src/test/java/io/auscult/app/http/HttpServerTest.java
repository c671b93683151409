package io.auscult.app.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class HttpServerTest {
    private static final long DEADLINE_MS = 1500;

    private HttpServer server;

    @BeforeEach
    void listen() throws IOException {
        listen(HttpServer.DEADLINE_S * 1000L);
    }

    private void listen(long deadlineMs) throws IOException {
        server = new HttpServer(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                Map.of(
                        "/health", () -> Page.json(503, "{\"status\":\"red\"}"),
                        "/metrics", () -> Page.text(200, "a 1\n"),
                        "/broken",
                                () -> {
                                    throw new IllegalStateException("no");
                                }),
                deadlineMs);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout(10_000);
        return socket;
    }

    /** Everything the server says until it closes; a reset counts as a close. */
    private static String answer(Socket socket) throws IOException {
        StringBuilder text = new StringBuilder();
        byte[] bytes = new byte[8192];
        try {
            for (int n = socket.getInputStream().read(bytes);
                    n >= 0;
                    n = socket.getInputStream().read(bytes)) {
                text.append(new String(bytes, 0, n, StandardCharsets.ISO_8859_1));
            }
        } catch (SocketException e) {
            return text.toString();
        }
        return text.toString();
    }

    private String ask(String request) throws IOException {
        try (Socket socket = connect()) {
            OutputStream out = socket.getOutputStream();
            try {
                out.write(request.getBytes(StandardCharsets.ISO_8859_1));
            } catch (SocketException e) {
                return answer(socket); // it closed while we were still writing
            }
            return answer(socket);
        }
    }

    @Test
    void shouldAnswerGetAndHead() throws IOException {
        assertThat(ask("GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n"))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .contains("connection: close")
                .contains("content-type: text/plain; charset=utf-8")
                .endsWith("\r\n\r\na 1\n");
        assertThat(ask("HEAD /metrics?x=1 HTTP/1.1\r\nHost: x\r\n\r\n"))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .contains("content-length: 4")
                .endsWith("\r\n\r\n");
        assertThat(ask("GET /health HTTP/1.0\r\n\r\n"))
                .startsWith("HTTP/1.1 503 ")
                .endsWith("{\"status\":\"red\"}");
    }

    @Test
    void shouldRefuseEverythingElse() throws IOException {
        assertThat(ask("POST /metrics HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc"))
                .startsWith("HTTP/1.1 405 ")
                .contains("allow: GET, HEAD");
        assertThat(ask("DELETE / HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 405 ");
        for (String path : List.of(
                "/", "/metrics/", "/../etc/passwd", "/%2e%2e/etc/passwd", "//metrics", "*", "http://x/metrics")) {
            assertThat(ask("GET " + path + " HTTP/1.1\r\n\r\n"))
                    .as(path)
                    .startsWith("HTTP/1.1 404 ")
                    .doesNotContain("root:");
        }
        assertThat(ask("GET /broken HTTP/1.1\r\n\r\n"))
                .startsWith("HTTP/1.1 500 ")
                .doesNotContain("IllegalState");
    }

    @Test
    void shouldRefuseLongLinesAndHeaders() throws IOException {
        assertThat(ask("GET /" + "a".repeat(100_000) + " HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 414 ");
        assertThat(ask("GET /metrics HTTP/1.1\r\nX: " + "a".repeat(100_000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431 ");
        assertThat(ask("GET /metrics HTTP/1.1\r\n" + "X: a\r\n".repeat(10_000) + "\r\n"))
                .startsWith("HTTP/1.1 431 ");
    }

    @Test
    void shouldAnswerOnlyTheFirstOfPipelinedRequests() throws IOException {
        String answer = ask("GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n".repeat(50));
        assertThat(answer.split("HTTP/1\\.1 200", -1)).hasSize(2);
    }

    @Test
    void shouldSurviveGarbage() throws IOException {
        Random random = new Random(1);
        for (int i = 0; i < 200; i++) {
            byte[] garbage = new byte[random.nextInt(3000)];
            random.nextBytes(garbage);
            try (Socket socket = connect()) {
                try {
                    socket.getOutputStream().write(garbage);
                    socket.shutdownOutput();
                } catch (SocketException e) {
                    continue; // closed while we were writing
                }
                assertThat(answer(socket)).doesNotContain("200 OK");
            }
        }
        shouldAnswerGetAndHead();
    }

    @Test
    void shouldCloseSlowConnectionsAtTheDeadline() throws Exception {
        close();
        listen(DEADLINE_MS);
        long started = System.nanoTime();
        try (Socket socket = connect()) {
            assertThat(drip(socket)).isTrue();
            assertThat(System.nanoTime() - started).isGreaterThan(DEADLINE_MS * 900_000);
        }
    }

    /** One header byte every 50 ms, until the server has had enough. */
    private static boolean drip(Socket socket) throws InterruptedException {
        try {
            socket.getOutputStream().write("GET /metrics HTTP/1.1\r\nX: ".getBytes(StandardCharsets.ISO_8859_1));
            for (int i = 0; i < 400; i++) {
                socket.getOutputStream().write('a');
                Thread.sleep(50);
            }
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @Test
    void shouldStayReachableAfterSilentConnectionsTookEveryPlace() throws Exception {
        close();
        listen(DEADLINE_MS);
        List<Socket> silent = new ArrayList<>();
        try {
            for (int i = 0; i < HttpServer.MAX_CONNECTIONS * 2; i++) {
                silent.add(connect());
            }
            for (Socket socket : silent) {
                answer(socket); // until it is closed
            }
            assertThat(ask("GET /metrics HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 200 OK");
        } finally {
            for (Socket socket : silent) {
                socket.close();
            }
        }
    }

    @Test
    void shouldSayWhichPortIsTaken() {
        InetSocketAddress taken = new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
        assertThatThrownBy(() -> new HttpServer(taken, Map.of()).close())
                .isInstanceOf(IOException.class)
                .hasMessageContaining(String.valueOf(server.port()))
                .hasMessageContaining("expected: a free port");
    }
}
