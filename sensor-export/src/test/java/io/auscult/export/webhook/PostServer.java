package io.auscult.export.webhook;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.auscult.export.TlsSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A web server on loopback that takes posts, keeps them, and answers as told. */
final class PostServer implements AutoCloseable {
    /** @param headers first values by lower-case names */
    record Post(String path, Map<String, String> headers, byte[] body) {
        String id() {
            return headers.getOrDefault("idempotency-key", "");
        }
    }

    record Answer(int status, Map<String, String> headers, String body) {
        static Answer of(int status) {
            return new Answer(status, Map.of(), "");
        }
    }

    private final @Nullable TlsSettings tls;
    private int port;
    private @Nullable HttpServer server;
    /** Those that were answered with 2xx. */
    final List<Post> taken = Collections.synchronizedList(new ArrayList<>());

    final AtomicInteger requests = new AtomicInteger();
    final AtomicInteger atOnce = new AtomicInteger();
    final AtomicInteger mostAtOnce = new AtomicInteger();
    volatile Function<Post, Answer> answers = post -> new Answer(200, Map.of("Content-Type", "text/plain"), "ok");

    PostServer(@Nullable TlsSettings tls) throws IOException {
        this.tls = tls;
        start();
    }

    void start() throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        HttpServer started;
        if (tls == null) {
            started = HttpServer.create(address, 50);
        } else {
            HttpsServer secured = HttpsServer.create(address, 50);
            secured.setHttpsConfigurator(new HttpsConfigurator(tls.context("server")));
            started = secured;
        }
        started.createContext("/", this::take);
        started.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        started.start();
        port = started.getAddress().getPort();
        server = started;
    }

    private void take(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            Map<String, String> headers = new java.util.TreeMap<>();
            exchange.getRequestHeaders()
                    .forEach((name, values) -> headers.put(name.toLowerCase(java.util.Locale.ROOT), values.getFirst()));
            Post post = new Post(exchange.getRequestURI().getPath(), headers, body);
            Answer answer;
            try {
                answer = answers.apply(post);
            } finally {
                atOnce.decrementAndGet(); // before whoever waits for the answer can post again
            }
            if (answer.status() / 100 == 2) {
                taken.add(post);
            }
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            byte[] said = answer.body().getBytes(java.nio.charset.StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), said.length == 0 ? -1 : said.length);
            if (said.length > 0) {
                exchange.getResponseBody().write(said);
            }
        }
    }

    int port() {
        return port;
    }

    void stop() {
        HttpServer running = server;
        server = null;
        if (running != null) {
            running.stop(0);
        }
    }

    @Override
    public void close() {
        stop();
    }
}
