package io.auscult.export.misp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Behaves like a MISP server as far as an exporter meets it: keeps events by UUID, merges edits by the UUIDs of attributes and objects as MISP does, answers an existing event with 404 and its number, drops what is
 * double or malformed and says so to nobody, unpublishes what is edited, refuses wrong keys and blocked events. Ill will is queued by {@link #next}. Every request is held against the published interface.
 */
final class FakeMisp implements AutoCloseable {
    static final String KEY = "oTp4nqXHzNLoOQcYCXwd9PZBhGDlGDbZUFnHg4tD";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern UUID_FORM = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    /** What the server does instead of its duty, once. */
    interface Trouble {
        void happen(HttpExchange exchange) throws IOException;
    }

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final int port;
    private final @Nullable SSLContext tls;
    private @Nullable HttpServer server;
    private final @Nullable MispInterface published;

    final Map<String, ObjectNode> events = new LinkedHashMap<>(); // by UUID
    final List<ObjectNode> sightings = new ArrayList<>();
    final Set<String> blocked = new HashSet<>();
    final Set<String> known = new HashSet<>(); // UUIDs of attributes of others
    final List<ObjectNode> indicators = new ArrayList<>(); // what restSearch finds
    final List<String> requests = new ArrayList<>();
    final List<String> violations = new ArrayList<>();
    final Deque<Trouble> next = new ConcurrentLinkedDeque<>();
    boolean mayPublish = true;
    int noPublishing = 405; // what is answered to whoever may not
    volatile long thinksMs; // before each answer
    final AtomicInteger mostAtOnce = new AtomicInteger();
    private final AtomicInteger atOnce = new AtomicInteger();
    private final MispEvents merging = new MispEvents();
    private long clock = 1_763_800_000; // of the server, a second a request

    FakeMisp() throws IOException {
        this(null);
    }

    FakeMisp(@Nullable SSLContext tls) throws IOException {
        System.setProperty("sun.net.httpserver.nodelay", "true"); // else each answer waits 40 ms for an acknowledgment
        this.tls = tls;
        boolean isForSpeed = Integer.getInteger("auscult.rate", 0) > 0; // then it would time the validation
        published = MispInterface.isThere() && !isForSpeed ? MispInterface.read() : null;
        if (published == null) {
            System.err.println("SKIPPED in part: MISP's published interface is not there, requests are not validated");
        }
        port = start(0);
    }

    private int start(int wanted) throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted);
        HttpServer fresh = tls == null ? HttpServer.create(address, 0) : HttpsServer.create(address, 0);
        if (fresh instanceof HttpsServer secure) {
            secure.setHttpsConfigurator(new HttpsConfigurator(tls));
        }
        fresh.setExecutor(threads);
        fresh.createContext("/", this::handle);
        fresh.start();
        server = fresh;
        return fresh.getAddress().getPort();
    }

    /** As a person does there, who lets it come again or not. */
    void delete(String uuid, boolean isBlocked) {
        events.remove(uuid);
        if (isBlocked) {
            blocked.add(uuid);
        }
    }

    void stop() {
        if (server != null) {
            server.stop(0);
            server = null;
        }
    }

    void restart() throws IOException {
        start(port);
    }

    int port() {
        return port;
    }

    URI url() {
        return URI.create((tls == null ? "http" : "https") + "://127.0.0.1:" + port);
    }

    static Trouble status(int status, String body, String... headers) {
        return exchange -> {
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getResponseHeaders().set(headers[i], headers[i + 1]);
            }
            answer(exchange, status, body);
        };
    }

    /** Does what was asked, and the answer never arrives. */
    Trouble lostAnswer() {
        return exchange -> {
            exchange.getResponseHeaders().set("X-Lost", "1");
            serve(exchange);
        };
    }

    /** Does what was asked, and the answer breaks off. */
    Trouble cutAnswer() {
        return exchange -> {
            exchange.getResponseHeaders().set("X-Cut", "1");
            serve(exchange);
        };
    }

    /** Nothing unusual. */
    Trouble asked() {
        return this::serve;
    }

    /** Does what was asked, does something else, and the answer never arrives. */
    Trouble andThen(Runnable something) {
        return exchange -> {
            exchange.getResponseHeaders().set("X-Lost", "1");
            serve(exchange);
            something.run();
        };
    }

    static Trouble slow(long ms) {
        return exchange -> {
            LockSupport.parkNanos(ms * 1_000_000);
            exchange.close();
        };
    }

    private void handle(HttpExchange exchange) throws IOException {
        mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
        try (exchange) {
            LockSupport.parkNanos(thinksMs * 1_000_000);
            atOnce.decrementAndGet();
            Trouble trouble = next.poll();
            if (trouble != null) {
                trouble.happen(exchange);
            } else {
                serve(exchange);
            }
        }
    }

    private synchronized void serve(HttpExchange exchange) throws IOException {
        String method = exchange.getRequestMethod();
        String path = exchange.getRequestURI().getPath();
        byte[] bytes = exchange.getRequestBody().readAllBytes();
        JsonNode body = bytes.length == 0 ? JSON.createObjectNode() : JSON.readTree(bytes);
        requests.add(method + " " + path);
        clock++;
        if (!KEY.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            String said =
                    "Authentication failed. Please make sure you pass the API key of an API enabled user along in the Authorization header.";
            error(exchange, 403, said, path);
            return;
        }
        if (published != null) {
            violations.addAll(published.violations(method, path, body));
        }
        String id = path.substring(path.lastIndexOf('/') + 1);
        switch (method + " "
                + path.substring(
                        0,
                        path.length()
                                - (path.endsWith("/add") || path.endsWith("Search") || path.endsWith("Version")
                                        ? 0
                                        : id.length()))) {
            case "POST /events/add" -> add(exchange, (ObjectNode) body);
            case "PUT /events/edit/" -> edit(exchange, id, (ObjectNode) body);
            case "GET /events/view/" -> view(exchange, id, false);
            case "POST /events/view/" -> view(exchange, id, body.path("deleted").size() == 2);
            case "POST /events/publish/" -> publish(exchange, id);
            case "GET /attributes/view/" -> viewAttribute(exchange, id);
            case "GET /sightings/index/" -> {
                ArrayNode all = JSON.createArrayNode();
                sightings.forEach(all::add);
                answer(exchange, 200, all.toString());
            }
            case "POST /sightings/add/" -> sight(exchange, id, (ObjectNode) body);
            case "POST /attributes/restSearch" -> search(exchange, body);
            case "GET /servers/getVersion" -> answer(exchange, 200, "{\"version\":\"2.5.22\"}");
            default -> error(exchange, 405, "Method not allowed", path);
        }
    }

    private void add(HttpExchange exchange, ObjectNode body) throws IOException {
        String uuid = body.path("uuid").asText();
        ObjectNode there = events.get(uuid);
        if (blocked.contains(uuid)) {
            failed(exchange, "add", JSON.createArrayNode());
        } else if (there != null) {
            exchange.getResponseHeaders()
                    .set("Location", url() + "/events/" + there.path("id").asText());
            error(
                    exchange,
                    404,
                    "Event already exists, if you would like to edit it, use the url in the location header.",
                    "/events/add");
        } else if (body.path("info").asText().isBlank()) {
            ObjectNode errors = JSON.createObjectNode();
            errors.putObject("Event").putArray("info").add("Info cannot be empty.");
            failed(exchange, "add", errors);
        } else if (body.path("distribution").asText().equals("4")
                && !body.path("sharing_group_id").asText().equals("7")) {
            error(exchange, 405, "Invalid Sharing Group or not authorised.", "/events/add");
        } else {
            ObjectNode event = JSON.createObjectNode();
            event.put("id", Integer.toString(merging.nextId()));
            event.put("uuid", uuid);
            for (String field :
                    new String[] {"info", "date", "threat_level_id", "analysis", "distribution", "sharing_group_id"}) {
                if (body.has(field)) {
                    event.put(field, body.path(field).asText());
                }
            }
            event.put("extends_uuid", "");
            event.put("published", false);
            event.put("timestamp", Long.toString(clock));
            event.putArray("Tag");
            event.putArray("Attribute");
            event.putArray("Object");
            events.put(uuid, event);
            merging.merge(event, body, clock);
            answer(exchange, 200, MispEvents.shown(event, false));
        }
    }

    private void edit(HttpExchange exchange, String id, ObjectNode body) throws IOException {
        ObjectNode event = events.get(id);
        if (event == null) {
            error(exchange, 404, "Invalid event", "/events/edit/" + id);
            return;
        }
        for (String field : new String[] {"info", "threat_level_id", "analysis", "distribution", "extends_uuid"}) {
            if (body.has(field)) {
                event.put(field, body.path(field).asText());
            }
        }
        event.put("published", false);
        event.put("timestamp", Long.toString(clock));
        merging.merge(event, body, clock);
        answer(exchange, 200, MispEvents.shown(event, false));
    }

    private void view(HttpExchange exchange, String id, boolean withDeleted) throws IOException {
        ObjectNode event = events.get(id);
        if (event == null) {
            error(exchange, 404, "Invalid event", "/events/view/" + id);
        } else {
            answer(exchange, 200, MispEvents.shown(event, withDeleted));
        }
    }

    private void publish(HttpExchange exchange, String id) throws IOException {
        ObjectNode event = events.get(id);
        if (!mayPublish) {
            error(exchange, noPublishing, "You do not have the permission to do that.", "/events/publish/" + id);
        } else if (event == null) {
            error(exchange, 404, "Invalid event", "/events/publish/" + id);
        } else {
            event.put("published", true);
            answer(exchange, 200, "{\"name\":\"Publish\",\"message\":\"Job queued\",\"url\":\"\",\"id\":\"1\"}");
        }
    }

    /** MISP takes no id for a sighting: what is sent twice is there twice. */
    private void sight(HttpExchange exchange, String id, ObjectNode body) throws IOException {
        if (!known.contains(id)) {
            failed(
                    exchange,
                    "add",
                    JSON.getNodeFactory().textNode("No valid attributes found that match the criteria."));
        } else {
            ObjectNode sighting = JSON.createObjectNode();
            sighting.put("id", Integer.toString(merging.nextId()))
                    .put("attribute_id", attributeId(id))
                    .put("event_id", "77");
            sighting.put("date_sighting", body.path("timestamp").asText());
            sighting.put("source", body.path("source").asText())
                    .put("type", body.path("type").asText());
            sightings.add(sighting);
            answer(exchange, 200, "{\"Sighting\":{\"id\":\"1\"}}");
        }
    }

    private static String attributeId(String uuid) {
        return Integer.toString(Math.abs(uuid.hashCode()) % 100_000 + 1);
    }

    private void viewAttribute(HttpExchange exchange, String id) throws IOException {
        if (known.contains(id)) {
            String json = "{\"Attribute\":{\"id\":\"%s\",\"event_id\":\"77\",\"uuid\":\"%s\"}}";
            answer(exchange, 200, json.formatted(attributeId(id), id));
        } else {
            error(exchange, 404, "Invalid attribute", "/attributes/view/" + id);
        }
    }

    private void search(HttpExchange exchange, JsonNode body) throws IOException {
        long from = Math.max(
                body.path("timestamp").asLong(0), body.path("publish_timestamp").asLong(0));
        boolean deleted = body.path("deleted").asBoolean(false);
        List<ObjectNode> found = indicators.stream()
                .filter(each -> each.path("timestamp").asLong() >= from)
                .filter(each -> each.path("deleted").asBoolean() == deleted)
                .filter(each -> !body.has("to_ids")
                        || each.path("to_ids").asBoolean()
                                == body.path("to_ids").asBoolean())
                .toList();
        int limit = body.path("limit").asInt(found.size());
        int page = body.path("page").asInt(1);
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode list = answer.putObject("response").putArray("Attribute");
        found.stream().skip((long) limit * (page - 1)).limit(limit).forEach(list::add);
        exchange.getResponseHeaders().set("X-Result-Count", Integer.toString(list.size()));
        answer(exchange, 200, answer.toString());
    }

    private static void failed(HttpExchange exchange, String action, JsonNode errors) throws IOException {
        ObjectNode json = JSON.createObjectNode();
        json.put("saved", false);
        json.put("name", "Could not " + action + " Event");
        json.put("message", "Could not " + action + " Event");
        json.put("url", "/events/" + action);
        json.set("errors", errors);
        answer(exchange, 403, json.toString());
    }

    private static void error(HttpExchange exchange, int status, String said, String path) throws IOException {
        ObjectNode json = JSON.createObjectNode();
        json.put("name", said);
        json.put("message", said);
        json.put("url", path);
        answer(exchange, status, json.toString());
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getRequestBody().readAllBytes();
        exchange.getResponseHeaders().set("Content-Type", "application/json; charset=UTF-8");
        if (exchange.getResponseHeaders().containsKey("X-Lost")) {
            exchange.close();
            return;
        }
        exchange.sendResponseHeaders(status, bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            if (exchange.getResponseHeaders().containsKey("X-Cut")) {
                out.write(bytes, 0, bytes.length / 2);
                out.flush();
                exchange.close();
                return;
            }
            out.write(bytes);
        }
    }

    static boolean isUuid(String text) {
        return UUID_FORM.matcher(text).matches();
    }

    @Override
    public void close() {
        stop();
        threads.shutdownNow();
    }
}
