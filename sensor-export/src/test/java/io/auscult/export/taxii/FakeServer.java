package io.auscult.export.taxii;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A TAXII server that fails as it is told to. */
final class FakeServer implements AutoCloseable {
    private final ObjectMapper json = new ObjectMapper();
    private final HttpServer server;
    private final List<String> objects = new ArrayList<>(); // id and version
    private int mostObjects = Integer.MAX_VALUE;
    private int pending;
    private int statusAsked;
    private String refused = "";
    private int status;
    private String retryAfter = "";
    private @Nullable String lie;

    FakeServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    URI root() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/api/");
    }

    synchronized List<String> objects() {
        return List.copyOf(objects);
    }

    synchronized void mostObjects(int most) {
        mostObjects = most;
    }

    synchronized void pendingFor(int times) {
        pending = times;
    }

    synchronized int statusAsked() {
        return statusAsked;
    }

    synchronized void refuse(String type) {
        refused = type;
    }

    synchronized void answer(int with, String after) {
        status = with;
        retryAfter = after;
    }

    synchronized void lie(String text) {
        lie = text;
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (status != 0) {
            if (!retryAfter.isEmpty()) {
                exchange.getResponseHeaders().set("Retry-After", retryAfter);
            }
            send(exchange, status, "{\"title\":\"no\"}");
        } else if (exchange.getRequestMethod().equals("POST")) {
            post(exchange, body);
        } else if (exchange.getRequestURI().getPath().contains("/status/")) {
            statusAsked++;
            send(
                    exchange,
                    200,
                    --pending > 0
                            ? told("pending").toString()
                            : told("complete").toString());
        } else {
            send(exchange, 200, "{\"title\":\"t\",\"max_content_length\":1000000,\"can_write\":true}");
        }
    }

    private int round;

    private void post(HttpExchange exchange, byte[] body) throws IOException {
        if (lie != null) {
            send(exchange, 202, lie);
            return;
        }
        JsonNode sent = json.readTree(body).path("objects");
        if (sent.size() > mostObjects) {
            send(exchange, 413, "{\"title\":\"too much\"}");
            return;
        }
        round++;
        ObjectNode status = told(pending > 0 ? "pending" : "complete");
        for (JsonNode one : sent) {
            if (!refused.isEmpty() && one.path("type").asText().equals(refused)) {
                status.put("failure_count", 1)
                        .putArray("failures")
                        .addObject()
                        .put("id", one.path("id").asText())
                        .put("message", "not today");
            } else {
                objects.add(one.path("id").asText() + " " + round);
            }
        }
        send(exchange, 202, status.toString());
    }

    private ObjectNode told(String word) {
        return json.createObjectNode().put("id", "s-1").put("status", word);
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", TaxiiClient.MEDIA_TYPE);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
