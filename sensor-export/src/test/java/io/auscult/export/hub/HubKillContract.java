package io.auscult.export.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The hub is killed while members post: what it acknowledged is there, once, and what was there keeps its place. */
abstract class HubKillContract {
    private static final int ROUNDS = Integer.getInteger("auscult.kills", 5);
    private static final int MEMBERS = 3;
    private static final int A_POST = 20; // objects
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** The same database at every call. */
    abstract HubStore store() throws IOException;

    /** What {@link HubVictim} needs to open it. */
    abstract String database();

    private final ObjectMapper json = new ObjectMapper();
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final AtomicInteger number = new AtomicInteger();

    @Test
    void shouldKeepWhatItAcknowledgedOverKills() throws Exception {
        List<String> tokens = new ArrayList<>();
        try (HubStore store = store()) {
            new CollectionTable(store).add(TaxiiCollection.of("auscult", "shared", "S"));
            for (int i = 0; i < MEMBERS; i++) {
                tokens.add(new TokenTable(store, Clock.systemUTC()).add("m" + i, Set.of("*"), Set.of("*")));
            }
        }
        Random random = new Random(7);
        List<String> before = List.of();
        int killed = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Process hub = HubVictim.start(database());
            URI objects = HubVictim.url(hub).resolve("auscult/collections/shared/objects/");
            List<Thread> members = tokens.stream()
                    .map(token -> Thread.ofPlatform().start(() -> post(objects, token)))
                    .toList();
            int enough = acknowledged.size() + 100 + random.nextInt(200);
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (acknowledged.size() < enough && System.nanoTime() < deadline) {
                Thread.sleep(1 + random.nextInt(5));
            }
            hub.destroyForcibly().waitFor(); // SIGKILL
            killed++;
            for (Thread member : members) {
                member.join();
            }
            try (HubStore store = store()) {
                List<String> now = ids(store);
                assertThat(now).as("once").doesNotHaveDuplicates().containsAll(acknowledged);
                assertThat(now.subList(0, before.size())).as("its place").isEqualTo(before);
                before = now;
            }
        }
        assertThat(killed).isEqualTo(ROUNDS);
        assertThat(acknowledged).hasSizeGreaterThan(ROUNDS * A_POST);
    }

    private static List<String> ids(HubStore store) throws IOException {
        return store.read(connection -> {
            List<String> all = new ArrayList<>();
            try (var query = HubStore.prepare(connection, "SELECT id FROM hub_object ORDER BY added");
                    var row = query.executeQuery()) {
                while (row.next()) {
                    all.add(row.getString(1));
                }
            }
            return all;
        });
    }

    /** Until the hub is gone. */
    private void post(URI objects, String token) {
        try (HttpClient http = HttpClient.newHttpClient()) {
            while (true) {
                List<String> ids = new ArrayList<>();
                List<String> bodies = new ArrayList<>();
                for (int i = 0; i < A_POST; i++) {
                    String body = HubContract.indicator(number.incrementAndGet(), 0);
                    bodies.add(body);
                    ids.add(body.replaceAll("(?s).*\"id\":\"([^\"]+)\".*", "$1"));
                }
                HttpResponse<String> response = http.send(
                        HttpRequest.newBuilder(objects)
                                .timeout(PATIENCE)
                                .header("Authorization", "Bearer " + token)
                                .header("Content-Type", TaxiiApi.MEDIA_TYPE)
                                .POST(HttpRequest.BodyPublishers.ofString(
                                        "{\"objects\":[" + String.join(",", bodies) + "]}"))
                                .build(),
                        BodyHandlers.ofString());
                JsonNode status = json.readTree(response.body());
                if (response.statusCode() == 202 && status.path("success_count").asInt() == A_POST) {
                    acknowledged.addAll(ids);
                }
            }
        } catch (IOException e) {
            return; // it was killed
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
