package io.auscult.export.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.auscult.export.stix.PublishedSchemas;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The hub as TAXII 2.1 (OASIS Standard, 10 June 2021) describes a server, asked by a plain HTTP client. Names of tests say the section. OASIS publishes no schemas of TAXII's own resources: what each has
 * to have stands in {@link #RESOURCES}; STIX objects are held against theirs where those lie on this machine.
 */
class TaxiiConformanceTest {
    private static final String TAXII = "application/taxii+json;version=2.1";
    private static final String STIX = "application/stix+json;version=2.1";
    private static final String COLLECTION = "/auscult/collections/shared/";
    private static final String OBJECTS = COLLECTION + "objects/";

    /** Properties of a resource and their types; those with a star must be there. */
    private static final Map<String, Map<String, String>> RESOURCES = Map.of(
            "discovery",
            Map.of(
                    "title*",
                    "string",
                    "description",
                    "string",
                    "contact",
                    "string",
                    "default",
                    "string",
                    "api_roots",
                    "list"),
            "root",
            Map.of("title*", "string", "description", "string", "versions*", "list", "max_content_length*", "integer"),
            "collections",
            Map.of("collections", "list"),
            "collection",
            Map.of(
                    "id*",
                    "uuid",
                    "title*",
                    "string",
                    "description",
                    "string",
                    "alias",
                    "string",
                    "can_read*",
                    "boolean",
                    "can_write*",
                    "boolean",
                    "media_types",
                    "list"),
            "manifest",
            Map.of("more", "boolean", "objects", "list"),
            "record",
            Map.of("id*", "string", "date_added*", "time", "version*", "time", "media_type", "string"),
            "envelope",
            Map.of("more", "boolean", "next", "string", "objects", "list"),
            "versions",
            Map.of("more", "boolean", "versions", "list"),
            "status",
            Map.of(
                    "id*",
                    "uuid",
                    "status*",
                    "string",
                    "request_timestamp",
                    "time",
                    "total_count*",
                    "integer",
                    "success_count*",
                    "integer",
                    "successes",
                    "list",
                    "failure_count*",
                    "integer",
                    "failures",
                    "list",
                    "pending_count*",
                    "integer",
                    "pendings",
                    "list"),
            "error",
            Map.of(
                    "title*",
                    "string",
                    "description",
                    "string",
                    "error_id",
                    "string",
                    "error_code",
                    "string",
                    "http_status",
                    "string",
                    "external_details",
                    "string",
                    "details",
                    "object"));

    @TempDir
    Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();
    private TestHub hub;
    private String token;

    @BeforeEach
    void start() throws IOException {
        hub = new TestHub(folder);
        token = hub.token("st-jan", Set.of("*"), Set.of("*"));
    }

    @AfterEach
    void stop() {
        hub.close();
        http.close();
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(hub.url().resolve(path))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + token)
                .header("Accept", TAXII);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
        if (!response.body().isEmpty()) {
            assertThat(response.headers().firstValue("content-type")).contains(TAXII); // section 1.6.8.1
        }
        if (response.statusCode() >= 400) {
            JsonNode error = is("error", json.readTree(response.body()));
            assertThat(error.path("http_status").asText()).isEqualTo(Integer.toString(response.statusCode()));
        }
        return response;
    }

    private JsonNode get(String resource, String path) throws Exception {
        HttpResponse<String> response = send(to(path));
        assertThat(response.statusCode()).as(path + response.body()).isEqualTo(200);
        return is(resource, json.readTree(response.body()));
    }

    private int status(String path) throws Exception {
        return send(to(path)).statusCode();
    }

    private JsonNode post(String... objects) throws Exception {
        HttpResponse<String> response = send(posting("{\"objects\":[" + String.join(",", objects) + "]}", TAXII));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
        return is("status", json.readTree(response.body()));
    }

    private HttpRequest.Builder posting(String body, String type) {
        return to(OBJECTS).header("Content-Type", type).POST(BodyPublishers.ofString(body));
    }

    private static JsonNode is(String resource, JsonNode node) {
        Map<String, String> properties = RESOURCES.getOrDefault(resource, Map.of());
        node.properties().forEach(one -> {
            String type = properties.getOrDefault(one.getKey(), properties.getOrDefault(one.getKey() + "*", "unknown"));
            assertThat(isA(type, one.getValue()))
                    .as(resource + ": " + one + " is a " + type)
                    .isTrue();
        });
        properties.keySet().stream()
                .filter(name -> name.endsWith("*"))
                .forEach(name -> assertThat(node.has(name.replace("*", "")))
                        .as(resource + " has " + name + ": " + node)
                        .isTrue());
        return node;
    }

    private static boolean isA(String type, JsonNode value) {
        return switch (type) {
            case "string" -> value.isTextual() && !value.asText().isEmpty();
            case "list" -> value.isArray() && !value.isEmpty(); // section 3.1: empty lists are left out
            case "boolean" -> value.isBoolean();
            case "integer" -> value.isIntegralNumber();
            case "object" -> value.isObject();
            case "uuid" -> value.asText().matches("[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}");
            case "time" ->
                value.asText().matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3,6}Z")
                        && !Instant.parse(value.asText()).equals(Instant.MIN);
            default -> false;
        };
    }

    private static String match(String field, String value) {
        return URLEncoder.encode("match[" + field + "]", StandardCharsets.UTF_8) + "="
                + URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private static String note(int number, int version) {
        return """
                {"type":"note","spec_version":"2.1","id":"%s","created":"2026-01-01T00:00:00.000Z","modified":"2026-01-01T00:00:%02d.000Z",
                "content":"c","object_refs":["%s"]}""".formatted(noteId(number), version, noteId(99));
    }

    private static String noteId(int number) {
        return "note--00000000-0000-4000-8000-%012d".formatted(number);
    }

    private List<String> ids(String query) throws Exception {
        List<String> all = new ArrayList<>();
        get("envelope", OBJECTS + query)
                .path("objects")
                .forEach(one -> all.add(one.path("id").asText() + " "
                        + one.path("modified").asText().replaceAll(".*:(\\d\\d)\\..*", "$1")));
        return all;
    }

    @Test
    void shouldNegotiateContentBySection1_6_8() throws Exception {
        for (String accept : List.of(
                TAXII,
                "application/taxii+json; version=2.1",
                "application/taxii+json",
                "text/html, " + TAXII,
                "application/taxii+json;version=\"2.1\"",
                "*/*")) {
            assertThat(send(to("/taxii2/").setHeader("Accept", accept)).statusCode())
                    .as(accept)
                    .isEqualTo(200);
        }
        for (String accept : List.of(
                "text/html",
                "application/json",
                STIX,
                "application/taxii+json;version=2.0",
                "application/vnd.oasis.taxii+json",
                ";",
                ",")) {
            assertThat(send(to("/taxii2/").setHeader("Accept", accept)).statusCode())
                    .as(accept)
                    .isEqualTo(406);
        }
        for (String type : List.of("application/json", STIX, "text/plain", "application/taxii+json;version=2.0", ";")) {
            assertThat(send(posting("{\"objects\":[" + note(1, 1) + "]}", type)).statusCode())
                    .as(type)
                    .isEqualTo(415);
        }
        assertThat(send(posting("{\"objects\":[" + note(1, 1) + "]}", "application/taxii+json; version=2.1"))
                        .statusCode())
                .isEqualTo(202);
    }

    @Test
    void shouldAskWhoItIsBySection1_6_7() throws Exception {
        HttpResponse<String> nobody =
                send(HttpRequest.newBuilder(hub.url().resolve("/taxii2/")).header("Accept", TAXII));
        assertThat(nobody.statusCode()).isEqualTo(401);
        assertThat(nobody.headers().firstValue("www-authenticate").orElse("")).startsWith("Basic ");
        String pair = Base64.getEncoder().encodeToString(("st-jan:" + token).getBytes(StandardCharsets.UTF_8));
        assertThat(send(to("/taxii2/").setHeader("Authorization", "Basic " + pair))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void shouldBeDiscoveredBySection4() throws Exception {
        JsonNode discovery = get("discovery", "/taxii2/");
        assertThat(discovery.path("api_roots").path(0).asText())
                .isEqualTo(discovery.path("default").asText());
        JsonNode root = get("root", discovery.path("default").asText());
        assertThat(root.path("versions").path(0).asText()).isEqualTo(TAXII);
        assertThat(status("/nowhere/")).isEqualTo(404);
        assertThat(send(to("/taxii2/").POST(BodyPublishers.ofString("{}"))).statusCode())
                .isEqualTo(405);
    }

    @Test
    void shouldDescribeCollectionsBySections5_1And5_2() throws Exception {
        JsonNode listed =
                get("collections", "/auscult/collections/").path("collections").path(0);
        is("collection", listed);
        assertThat(get("collection", "/auscult/collections/" + listed.path("id").asText() + "/"))
                .isEqualTo(listed);
        assertThat(listed.path("media_types").path(0).asText()).isEqualTo(STIX);
        assertThat(status("/auscult/collections/00000000-0000-4000-8000-000000000000/"))
                .isEqualTo(404);
    }

    @Test
    void shouldTellTheStatusOfAPostBySections4_3And5_5() throws Exception {
        JsonNode status = post(note(1, 1), "{\"type\":\"note\"}");
        assertThat(status.path("status").asText()).isEqualTo("complete");
        assertThat(status.path("total_count").asInt())
                .isEqualTo(status.path("success_count").asInt()
                        + status.path("failure_count").asInt()
                        + status.path("pending_count").asInt())
                .isEqualTo(2);
        assertThat(status.path("failures").path(0).path("message").asText()).isNotEmpty();
        assertThat(get("status", "/auscult/status/" + status.path("id").asText() + "/"))
                .isEqualTo(status);
        assertThat(status("/auscult/status/00000000-0000-4000-8000-000000000000/"))
                .isEqualTo(404);
        assertThat(status("/auscult/status/%00/")).isEqualTo(404);
        assertThat(send(posting("{\"objects\":[", TAXII)).statusCode()).isEqualTo(400);
        assertThat(send(posting("{}", TAXII)).statusCode()).isEqualTo(422);
        assertThat(send(posting("\"" + "x".repeat(9 << 20) + "\"", TAXII)).statusCode())
                .isEqualTo(413);
    }

    @Test
    void shouldPageBySection3_5() throws Exception {
        post(IntStream.rangeClosed(1, 25).mapToObj(i -> note(i, 1)).toArray(String[]::new));
        for (String what : List.of("objects/", "manifest/")) {
            List<String> seen = new ArrayList<>();
            String next = "";
            String last = "";
            do {
                HttpResponse<String> response =
                        send(to(COLLECTION + what + "?limit=10" + (next.isEmpty() ? "" : "&next=" + next)));
                JsonNode page = json.readTree(response.body());
                assertThat(page.path("objects").size()).isLessThanOrEqualTo(10);
                page.path("objects").forEach(one -> seen.add(one.path("id").asText()));
                String first = response.headers()
                        .firstValue("X-TAXII-Date-Added-First")
                        .orElse("");
                assertThat(isA("time", json.getNodeFactory().textNode(first))).isTrue();
                assertThat(first).isGreaterThan(last);
                last = response.headers().firstValue("X-TAXII-Date-Added-Last").orElse("");
                next = page.path("next").asText("");
                assertThat(page.path("more").asBoolean()).isEqualTo(!next.isEmpty());
            } while (!next.isEmpty());
            assertThat(seen)
                    .isEqualTo(IntStream.rangeClosed(1, 25)
                            .mapToObj(TaxiiConformanceTest::noteId)
                            .toList());
            JsonNode nothing = json.readTree(
                    send(to(COLLECTION + what + "?added_after=" + last)).body());
            assertThat(nothing.has("objects")).isFalse();
        }
        for (String wrong : List.of("limit=0", "limit=x", "next=%21", "added_after=now", "added_after=2026-01-01")) {
            assertThat(status(OBJECTS + "?" + wrong)).as(wrong).isEqualTo(400);
        }
        assertThat(ids("?limit=999999")).hasSize(25);
    }

    @Test
    void shouldFilterBySection3_4() throws Exception {
        post(note(1, 1), note(1, 2), note(1, 3), note(2, 5), HubContract.indicator(1, 0));
        String one = noteId(1), two = noteId(2);
        assertThat(ids("?" + match("type", "note"))).as("the last of each").containsExactly(one + " 03", two + " 05");
        assertThat(ids("?" + match("id", one + "," + two))).hasSize(2);
        assertThat(ids("?" + match("id", noteId(7))))
                .as("nothing, and no error")
                .isEmpty();
        assertThat(ids("?" + match("version", "first") + "&" + match("id", one)))
                .containsExactly(one + " 01");
        assertThat(ids("?" + match("version", "last") + "&" + match("id", one))).containsExactly(one + " 03");
        assertThat(ids("?" + match("version", "all") + "&" + match("id", one))).hasSize(3);
        assertThat(ids("?" + match("version", "first,last") + "&" + match("id", one)))
                .containsExactly(one + " 01", one + " 03");
        assertThat(ids("?" + match("version", "2026-01-01T00:00:02.000Z"))).containsExactly(one + " 02");
        assertThat(ids("?" + match("spec_version", "2.1"))).hasSize(3);
        assertThat(ids("?" + match("spec_version", "2.0"))).isEmpty();
        assertThat(ids("?" + match("spec_version", "2.0,2.1"))).hasSize(3);
        assertThat(ids("?" + match("type", "indicator,malware"))).hasSize(1);
        assertThat(status(OBJECTS + "?" + match("version", "newest"))).isEqualTo(400);
        assertThat(status(OBJECTS + "?" + match("type", "\u0000"))).isEqualTo(400);
    }

    @Test
    void shouldListManifestAndVersionsBySections5_3And5_8() throws Exception {
        post(note(1, 1), note(1, 2));
        get("manifest", COLLECTION + "manifest/").path("objects").forEach(one -> {
            is("record", one);
            assertThat(one.path("media_type").asText()).isEqualTo(STIX);
            assertThat(one.path("version").asText()).isEqualTo("2026-01-01T00:00:02.000Z");
        });
        HttpResponse<String> versions = send(to(OBJECTS + noteId(1) + "/versions/"));
        assertThat(is("versions", json.readTree(versions.body())).path("versions"))
                .hasSize(2);
        assertThat(versions.headers().firstValue("X-TAXII-Date-Added-First")).isPresent();
        assertThat(status(OBJECTS + noteId(9) + "/versions/")).isEqualTo(404);
        assertThat(get("versions", OBJECTS + noteId(1) + "/versions/?" + match("spec_version", "2.0"))
                        .has("versions"))
                .isFalse();
    }

    @Test
    void shouldGiveOneObjectBySection5_6() throws Exception {
        post(note(1, 1), note(1, 2));
        assertThat(get("envelope", OBJECTS + noteId(1) + "/").path("objects")).hasSize(1);
        assertThat(get("envelope", OBJECTS + noteId(1) + "/?" + match("version", "all"))
                        .path("objects"))
                .hasSize(2);
        assertThat(status(OBJECTS + noteId(9) + "/")).isEqualTo(404);
        PublishedSchemas schemas = PublishedSchemas.orSkip();
        get("envelope", OBJECTS + noteId(1) + "/")
                .path("objects")
                .forEach(one ->
                        assertThat(schemas.errors("note", one.toString())).isEmpty());
    }

    @Test
    void shouldDeleteBySection5_7() throws Exception {
        post(note(1, 1), note(1, 2), note(1, 3), note(2, 1));
        String path = OBJECTS + noteId(1) + "/";
        String own = token;
        token = hub.token("other", Set.of("*"), Set.of("*"));
        assertThat(send(to(path).DELETE()).statusCode()).as("somebody else's").isEqualTo(403);
        token = hub.token("reader", Set.of("*"), Set.of());
        assertThat(send(to(path).DELETE()).statusCode()).isEqualTo(403);
        token = hub.token("writer", Set.of(), Set.of("*"));
        assertThat(send(to(path).DELETE()).statusCode()).isEqualTo(403);
        token = own;
        assertThat(send(to(path + "?" + match("version", "first")).DELETE()).statusCode())
                .isEqualTo(200);
        assertThat(get("versions", path + "versions/").path("versions")).hasSize(2);
        for (String other : List.of("limit=1", "added_after=2026-01-01T00:00:00Z", "next=0")) {
            assertThat(send(to(path + "?" + other).DELETE()).statusCode())
                    .as(other)
                    .isEqualTo(400);
        }
        assertThat(send(to(path + "?" + match("spec_version", "2.0")).DELETE()).statusCode())
                .isEqualTo(404);
        assertThat(get("versions", path + "versions/").path("versions")).hasSize(2);
        assertThat(send(to(path).DELETE()).statusCode()).isEqualTo(200);
        assertThat(status(path)).isEqualTo(404);
        assertThat(status(path + "versions/")).isEqualTo(404);
        assertThat(status(path + "?" + match("version", "all"))).isEqualTo(404);
        assertThat(send(to(path).DELETE()).statusCode()).isEqualTo(404);
        assertThat(ids("")).containsExactly(noteId(2) + " 01");
        assertThat(send(to(OBJECTS).DELETE()).statusCode()).isEqualTo(405);
        Audit.Line last =
                new Audit(hub.store(), java.time.Clock.systemUTC()).last(1).getFirst();
        assertThat(last.action()).isEqualTo("delete");
        assertThat(last.detail()).isEqualTo(noteId(1));
        post(note(1, 1));
        assertThat(ids("")).as("it may come again").containsExactly(noteId(2) + " 01", noteId(1) + " 01");
    }

    @Test
    void shouldRefuseByRightsAsTable3_6Says() throws Exception {
        post(note(1, 1));
        token = hub.token("writer", Set.of(), Set.of("shared"));
        for (String path : List.of(OBJECTS, COLLECTION + "manifest/", OBJECTS + noteId(1) + "/")) {
            assertThat(status(path)).as(path).isEqualTo(403);
        }
        assertThat(get("collection", COLLECTION).path("can_read").asBoolean()).isFalse();
        token = hub.token("none", Set.of(), Set.of());
        assertThat(status(COLLECTION)).isEqualTo(404);
    }
}
