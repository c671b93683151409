package io.auscult.app.share;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;

/** Says yes to a MISP client, a TAXII client and whoever posts, on loopback, and keeps what was posted. */
final class WebWire implements SharedReceivers.Wire {
    private final HttpServer server;
    private final List<String> bodies = new ArrayList<>();
    private final StringBuilder besides = new StringBuilder();

    WebWire() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String path = exchange.getRequestURI().getPath();
        if (exchange.getRequestMethod().equals("POST")) {
            synchronized (bodies) {
                bodies.add(body);
                besides.append(path).append(exchange.getRequestHeaders().entrySet());
            }
        }
        String said = switch (path) {
            case "/events/add" -> "{\"Event\":" + body + "}";
            case "/hook" -> "ok";
            case "/auscult/collections/shared/objects/" -> "{\"id\":\"1\",\"status\":\"complete\"}";
            default -> "{\"can_write\":true,\"max_content_length\":10000000}";
        };
        byte[] bytes = said.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public List<String> received(int expected) {
        synchronized (bodies) {
            List<String> since = List.copyOf(bodies);
            bodies.clear();
            return since;
        }
    }

    @Override
    public String besides() {
        synchronized (bodies) {
            String since = besides.toString();
            besides.setLength(0);
            return since;
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
