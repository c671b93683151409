package io.auscult.export.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a hub does, whatever database it has. */
abstract class HubContract {
    private static final HubSettings.Limits LIMITS = new HubSettings.Limits(
            16, 16, 1 << 20, 4 << 20, 500, 10_000, 100, 200, 500, new HubSettings.Keeping(600, 1 << 30, 365));
    static final String OBJECTS = "collections/shared/objects/";

    @TempDir
    Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();
    private TestHub hub;
    private String token;

    /** An empty database. */
    abstract HubStore store(Path folder) throws IOException;

    /** The same database once more. */
    abstract HubStore again(Path folder) throws IOException;

    @BeforeEach
    void start() throws IOException {
        hub = new TestHub(folder, store(folder), LIMITS);
        token = hub.token("st-jan", Set.of("*"), Set.of("*"));
    }

    @AfterEach
    void stop() {
        hub.close();
        http.close();
    }

    TestHub hub() {
        return hub;
    }

    private HttpRequest.Builder request(String path, String authorization) {
        HttpRequest.Builder request = HttpRequest.newBuilder(hub.root().resolve(path));
        return authorization.isEmpty() ? request : request.header("Authorization", authorization);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.timeout(java.time.Duration.ofSeconds(30)).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send(request(path, "Bearer " + token));
    }

    JsonNode read(String path) throws Exception {
        HttpResponse<String> response = get(path);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).contains(TaxiiApi.MEDIA_TYPE);
        return json.readTree(response.body());
    }

    HttpResponse<String> post(String by, String... objects) throws Exception {
        return send(request(OBJECTS, "Bearer " + by)
                .header("Content-Type", TaxiiApi.MEDIA_TYPE)
                .POST(HttpRequest.BodyPublishers.ofString("{\"objects\":[" + String.join(",", objects) + "]}")));
    }

    private static String id(int number) {
        return "indicator--00000000-0000-4000-8000-%012d".formatted(number);
    }

    static String indicator(int number, int version) {
        return """
                {"type":"indicator","spec_version":"2.1","id":"%s","created":"2026-01-01T00:00:00.000Z",
                "modified":"2026-01-01T00:00:%02d.000Z","pattern":"[ipv4-addr:value = '203.0.113.9']","pattern_type":"stix",
                "valid_from":"2026-01-01T00:00:00Z"}""".formatted(id(number), version);
    }

    private static String[] indicators(int first, int last) {
        return IntStream.rangeClosed(first, last).mapToObj(i -> indicator(i, 0)).toArray(String[]::new);
    }

    @Test
    void shouldLeadFromDiscoveryToTheCollection() throws Exception {
        JsonNode discovery = read("/taxii2/");
        assertThat(discovery.path("default").asText()).isEqualTo("/auscult/");
        assertThat(read("/auscult/").path("max_content_length").asInt()).isEqualTo(1 << 20);
        JsonNode collection = read("collections/").path("collections").path(0);
        assertThat(collection.path("can_write").asBoolean()).isTrue();
        assertThat(read("collections/" + collection.path("id").asText() + "/")
                        .path("alias")
                        .asText())
                .isEqualTo("shared");
        assertThat(read(OBJECTS).path("more").asBoolean(true)).isFalse();
    }

    @Test
    void shouldLetInNobodyWithoutATokenThatCounts() throws Exception {
        String basic = Base64.getEncoder().encodeToString(("st-jan:" + token).getBytes(StandardCharsets.UTF_8));
        String foreign = Base64.getEncoder().encodeToString(("other:" + token).getBytes(StandardCharsets.UTF_8));
        assertThat(send(request("collections/", "Basic " + basic)).statusCode()).isEqualTo(200);
        for (String authorization :
                List.of("", "Bearer", "Bearer ", "Bearer x", "Basic x", "Basic " + foreign, "Digest " + token, token)) {
            HttpResponse<String> response = send(request("collections/", authorization));
            assertThat(response.statusCode()).as(authorization).isEqualTo(401);
            assertThat(response.headers().firstValue("www-authenticate")).isPresent();
            assertThat(response.body()).doesNotContain(token);
        }
        assertThat(new TokenTable(hub.store(), Clock.systemUTC()).all().toString())
                .doesNotContain(token);
        assertThat(new TokenTable(hub.store(), Clock.systemUTC()).revoke("st-jan"))
                .isEqualTo(1);
        awaitShutOut();
    }

    /** When bounds were lowered, tidying takes minutes. */
    @Test
    void shouldShutOutARevokedTokenWhileItTidies() throws Exception {
        CountDownLatch tidied = new CountDownLatch(1);
        hub.hub().chores().submit(() -> tidied.await(1, TimeUnit.MINUTES));
        try {
            new TokenTable(hub.store(), Clock.systemUTC()).revoke("st-jan");
            awaitShutOut();
        } finally {
            tidied.countDown();
        }
    }

    private void awaitShutOut() throws Exception {
        long deadline = System.nanoTime() + 20_000_000_000L;
        while (get("collections/").statusCode() == 200 && System.nanoTime() < deadline) {
            Thread.sleep(100);
        }
        assertThat(get("collections/").statusCode()).isEqualTo(401);
    }

    @Test
    void shouldKeepToTheRightsOfAToken() throws Exception {
        post(token, indicator(1, 0));
        String reader = hub.token("reader", Set.of("shared"), Set.of());
        String writer = hub.token("writer", Set.of(), Set.of("shared"));
        String none = hub.token("none", Set.of("other"), Set.of("other"));
        assertThat(post(reader, indicator(2, 0)).statusCode()).isEqualTo(403);
        assertThat(post(writer, indicator(2, 0)).statusCode()).isEqualTo(202);
        for (String path : List.of(
                OBJECTS, "collections/shared/manifest/", OBJECTS + id(1) + "/", OBJECTS + id(1) + "/versions/")) {
            assertThat(send(request(path, "Bearer " + reader)).statusCode())
                    .as(path)
                    .isEqualTo(200);
            assertThat(send(request(path, "Bearer " + writer)).statusCode())
                    .as(path)
                    .isEqualTo(403);
            assertThat(send(request(path, "Bearer " + none)).statusCode())
                    .as(path)
                    .isEqualTo(404);
        }
        assertThat(send(request("collections/", "Bearer " + none)).body()).isEqualTo("{}");
    }

    @Test
    void shouldGiveEveryObjectOncePageByPage() throws Exception {
        post(token, indicators(1, 130));
        post(token, indicators(131, 250));
        List<String> ids = new ArrayList<>();
        String next = "";
        String last = "";
        do {
            HttpResponse<String> response = get(OBJECTS + "?limit=40" + (next.isEmpty() ? "" : "&next=" + next));
            JsonNode page = json.readTree(response.body());
            page.path("objects").forEach(one -> ids.add(one.path("id").asText()));
            String first =
                    response.headers().firstValue("x-taxii-date-added-first").orElseThrow();
            assertThat(first).isGreaterThan(last);
            last = response.headers().firstValue("x-taxii-date-added-last").orElseThrow();
            next = page.path("more").asBoolean() ? page.path("next").asText() : "";
        } while (!next.isEmpty());
        assertThat(ids)
                .isEqualTo(
                        IntStream.rangeClosed(1, 250).mapToObj(HubContract::id).toList());
        assertThat(read(OBJECTS + "?added_after=" + last).path("objects")).isEmpty();
        post(token, indicator(251, 0));
        assertThat(read(OBJECTS + "?added_after=" + last).path("objects")).hasSize(1);
    }

    @Test
    void shouldShowVersionsAsAsked() throws Exception {
        post(token, indicator(1, 2), indicator(1, 1), indicator(1, 3), indicator(2, 0));
        assertThat(post(token, indicator(1, 3)).statusCode()).isEqualTo(202); // told again
        assertThat(read(OBJECTS).path("objects")).hasSize(2);
        assertThat(read(OBJECTS + "?match%5Bversion%5D=all").path("objects")).hasSize(4);
        assertThat(modified(OBJECTS
                        + id(1)
                        + "/?match[version]=first".replace("[", "%5B").replace("]", "%5D")))
                .containsExactly("2026-01-01T00:00:01.000Z");
        assertThat(modified(OBJECTS + id(1) + "/")).containsExactly("2026-01-01T00:00:03.000Z");
        assertThat(modified(OBJECTS + "?match%5Bversion%5D=2026-01-01T00:00:02Z,first"))
                .containsExactlyInAnyOrder(
                        "2026-01-01T00:00:01.000Z", "2026-01-01T00:00:02.000Z", "2026-01-01T00:00:00.000Z");
        assertThat(read(OBJECTS + id(1) + "/versions/").path("versions")).hasSize(3);
        assertThat(read("collections/shared/manifest/?match%5Btype%5D=indicator")
                        .path("objects"))
                .hasSize(2);
        assertThat(read(OBJECTS + "?match%5Btype%5D=note,malware").has("objects"))
                .isFalse();
        assertThat(read(OBJECTS + "?match%5Bspec_version%5D=2.0").has("objects"))
                .isFalse();
        assertThat(get(OBJECTS + id(9) + "/").statusCode()).isEqualTo(404);
    }

    private List<String> modified(String path) throws Exception {
        List<String> all = new ArrayList<>();
        read(path).path("objects").forEach(one -> all.add(one.path("modified").asText()));
        return all;
    }

    @Test
    void shouldRefuseObjectByObject() throws Exception {
        HttpResponse<String> response = post(
                token,
                indicator(1, 0),
                "17",
                "{\"type\":\"indicator\"}",
                indicator(2, 0).replace("2.1", "2.0"),
                indicator(3, 0).replace("\"modified\":\"2026", "\"modified\":\"2025"),
                indicator(4, 0).replace("stix", "x".repeat(20_000)),
                "{\"type\":\"bundle\",\"id\":\"bundle--00000000-0000-4000-8000-000000000001\",\"objects\":[]}",
                indicator(5, 0));
        assertThat(response.statusCode()).isEqualTo(202);
        JsonNode status = json.readTree(response.body());
        assertThat(status.path("status").asText()).isEqualTo("complete");
        assertThat(status.path("total_count").asInt()).isEqualTo(8);
        assertThat(status.path("success_count").asInt()).isEqualTo(2);
        assertThat(status.path("failures")).hasSize(6);
        assertThat(status.path("failures").path(2).path("message").asText()).contains("spec_version");
        assertThat(read("status/" + status.path("id").asText() + "/")).isEqualTo(status);
        String other = hub.token("other", Set.of("*"), Set.of("*"));
        assertThat(send(request("status/" + status.path("id").asText() + "/", "Bearer " + other))
                        .statusCode())
                .isEqualTo(404);
        assertThat(read(OBJECTS).path("objects")).hasSize(2);
        assertThat(new Audit(hub.store(), Clock.systemUTC()).last(1))
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.member()).isEqualTo("st-jan");
                    assertThat(line.objects()).isEqualTo(2);
                    assertThat(line.refused()).isEqualTo(6);
                    assertThat(line.detail()).isEqualTo(status.path("id").asText());
                });
    }

    @Test
    void shouldLetNobodyChangeWhatAnotherMemberWrote() throws Exception {
        post(token, indicator(1, 0));
        String other = hub.token("other", Set.of("*"), Set.of("*"));
        assertThat(json.readTree(post(other, indicator(1, 0)).body())
                        .path("failure_count")
                        .asInt())
                .as("the same again")
                .isZero();
        JsonNode status = json.readTree(post(other, indicator(1, 9)).body());
        assertThat(status.path("failures").path(0).path("message").asText()).contains("somebody else");
        assertThat(read(OBJECTS + "?match%5Bversion%5D=all").path("objects")).hasSize(1);
    }

    @Test
    void shouldRefuseWhatIsTooMuch() throws Exception {
        assertThat(post(token, "\"" + "x".repeat(2 << 20) + "\"").statusCode()).isEqualTo(413);
        assertThat(post(token, indicators(1, 501)).statusCode()).isEqualTo(413);
        assertThat(post(token, indicators(1, 500)).statusCode()).isEqualTo(202);
        HttpResponse<String> response = post(token, indicators(1, 500));
        for (int i = 0; i < 40 && response.statusCode() == 202; i++) {
            response = post(token, indicators(1, 500));
        }
        assertThat(response.statusCode()).isEqualTo(429);
        assertThat(response.headers().firstValue("retry-after").orElse("")).matches("[1-9][0-9]*");
    }

    @Test
    void shouldSayWhatIsWrongWithARequest() throws Exception {
        record Case(String path, int status) {}
        for (Case wrong : List.of(
                new Case("/nowhere/", 404),
                new Case("/", 404),
                new Case("collections/nowhere/", 404),
                new Case(OBJECTS + "indicator--x/", 404),
                new Case(OBJECTS + "?limit=0", 400),
                new Case(OBJECTS + "?limit=-1", 400),
                new Case(OBJECTS + "?limit=1&limit=2", 400),
                new Case(OBJECTS + "?added_after=yesterday", 400),
                new Case(OBJECTS + "?next='", 400),
                new Case(OBJECTS + "?match%5Bversion%5D=new", 400),
                new Case(OBJECTS + "?match%5Bid%5D=" + "a,".repeat(200), 400))) {
            HttpResponse<String> response = get(wrong.path().replace("'", "%27"));
            assertThat(response.statusCode()).as(wrong.path()).isEqualTo(wrong.status());
            JsonNode error = json.readTree(response.body());
            assertThat(error.path("http_status").asText()).isEqualTo(Integer.toString(wrong.status()));
            assertThat(error.path("title").asText()).isNotEmpty();
        }
        assertThat(send(request("collections/", "Bearer " + token).header("Accept", "text/html"))
                        .statusCode())
                .isEqualTo(406);
        assertThat(send(request("collections/", "Bearer " + token)
                                .header("Accept", "application/taxii+json; version=2.0"))
                        .statusCode())
                .isEqualTo(406);
        for (String body :
                List.of("", "[]", "{}", "{\"objects\":[]}", "{\"objects\":[", "{\"objects\":{}}", "\u0000")) {
            HttpResponse<String> response = send(request(OBJECTS, "Bearer " + token)
                    .header("Content-Type", TaxiiApi.MEDIA_TYPE)
                    .POST(HttpRequest.BodyPublishers.ofString(body)));
            assertThat(response.statusCode()).as(body).isIn(400, 422);
        }
        assertThat(send(request(OBJECTS, "Bearer " + token)
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString("{}")))
                        .statusCode())
                .isEqualTo(415);
    }

    @Test
    void shouldKeepEverythingOverAStop() throws Exception {
        post(token, indicators(1, 3));
        String before = get(OBJECTS).body();
        hub.stop();
        hub.startAgain();
        assertThat(get(OBJECTS).body()).isEqualTo(before);
    }

    @Test
    void shouldLetCommandsWriteBesideIt() throws Exception {
        post(token, indicator(1, 0));
        get(OBJECTS);
        long begin = System.nanoTime();
        try (HubStore beside = again(folder)) {
            new TokenTable(beside, Clock.systemUTC()).add("beside", Set.of("*"), Set.of("*"));
            assertThat(new Audit(beside, Clock.systemUTC()).last(10)).isNotEmpty();
        }
        assertThat((System.nanoTime() - begin) / 1e9).as("seconds").isLessThan(8);
        assertThat(post(token, indicator(2, 0)).statusCode()).isEqualTo(202);
    }

    @Test
    void shouldNotServeOthersWithoutTls() {
        for (String address : List.of("0.0.0.0", "192.0.2.1", "::")) {
            InetSocketAddress listen = new InetSocketAddress(address, 8469);
            assertThatThrownBy(() -> new HubSettings(listen, "x", null, null, null, false, LIMITS))
                    .hasMessageContaining("TLS");
            assertThat(new HubSettings(listen, "x", null, null, null, true, LIMITS).isTls())
                    .isFalse();
        }
    }

    @Test
    void shouldNameApiRootsOfAllCollections() throws Exception {
        new CollectionTable(hub.store()).add(TaxiiCollection.of("vaccines", "fever", "F"));
        assertThat(StreamSupportOf.texts(read("/taxii2/").path("api_roots")))
                .containsExactly("/auscult/", "/vaccines/");
        assertThat(URI.create(hub.url() + "vaccines/").getPath()).isEqualTo("/vaccines/");
        assertThat(get("/vaccines/collections/fever/objects/").statusCode()).isEqualTo(200);
        assertThat(get("collections/fever/").statusCode()).isEqualTo(404);
    }

    private static final class StreamSupportOf {
        static List<String> texts(JsonNode list) {
            return IntStream.range(0, list.size())
                    .mapToObj(i -> list.path(i).asText())
                    .collect(Collectors.toList());
        }
    }
}
