package io.auscult.export.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.auscult.export.Exporter;
import io.auscult.export.LaterException;
import io.auscult.export.RejectedException;
import io.auscult.export.SampleAlerts;
import io.auscult.export.SampleIncidents;
import io.auscult.export.Secret;
import io.auscult.export.webhook.PostServer.Answer;
import io.auscult.export.webhook.PostServer.Post;
import io.auscult.export.webhook.WebhookAccess.Template;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a real web server that answers in every way there is. */
class WebhookAnswersTest extends WebhookSetup {
    @Test
    void shouldPostAllThatIsKnownForPrograms() throws IOException {
        try (Exporter exporter = open()) {
            exporter.resume(null);
            exporter.deliver(SampleAlerts.full(1));
            exporter.flush();
            exporter.deliver(SampleIncidents.full(7, 3));
            exporter.flush();
        }
        JsonNode alert = new ObjectMapper().readTree(server.taken.getFirst().body());
        assertThat(alert.get("type").asText()).isEqualTo("alert");
        assertThat(alert.get("id").asText()).isEqualTo("alert-1");
        assertThat(alert.get("sensor").asText()).isEqualTo("sensor-1");
        assertThat(alert.at("/alert/alert/context/actor/host").asText()).isEqualTo("ws-1");
        assertThat(server.taken.get(1).id()).isEqualTo("incident-7/3");
        JsonNode incident = new ObjectMapper().readTree(server.taken.get(1).body());
        assertThat(incident.get("id").asText()).isEqualTo("incident-7/3");
        assertThat(incident.at("/incident/id").asText()).isEqualTo("incident-7");
        assertThat(incident.at("/incident/alerts").asInt()).isEqualTo(3);
        assertThat(incident.at("/incident/former_ids/0").asText()).isEqualTo("incident-1007");
        assertThat(incident.at("/incident/light").asText()).isEqualTo("red");
        assertThat(incident.at("/incident/recommendations/fr/0").asText()).isEqualTo("Isolez ws-1 maintenant.");
        assertThat(incident.at("/incident/hosts/count").asInt()).isEqualTo(300);
        assertThat(incident.at("/incident/hosts/sample/0/intruded").asBoolean()).isTrue();
        assertThat(incident.at("/incident/actors/1/from/ip").asText()).isEqualTo("10.0.0.1");
        assertThat(incident.at("/incident/findings/sample/0/ports/0").asInt()).isEqualTo(22);
        assertThat(server.taken.getFirst().headers())
                .containsEntry("content-type", "application/json")
                .doesNotContainKeys("webhook-signature", "authorization");
    }

    @Test
    void shouldSignWhatItPosts() throws IOException {
        Secret key = secret("whsec_"
                + java.util.Base64.getEncoder()
                        .encodeToString("0123456789abcdef0123".getBytes(StandardCharsets.UTF_8)));
        Secret token = secret("t0ken-of-the-ward");
        try (Exporter exporter = exporter(access(Template.JSON, key, token), 1)) {
            exporter.resume(null);
            exporter.deliver(SampleAlerts.full(1));
            exporter.flush();
        }
        Post post = server.taken.getFirst();
        assertThat(post.headers())
                .containsEntry("webhook-id", "alert-1")
                .containsEntry("idempotency-key", "alert-1")
                .containsEntry("webhook-timestamp", Long.toString(NOW.getEpochSecond()))
                .containsEntry("authorization", "Bearer t0ken-of-the-ward")
                .containsEntry(
                        "webhook-signature",
                        new Signature("key", "0123456789abcdef0123").of("alert-1", NOW.getEpochSecond(), post.body()));
    }

    @Test
    void shouldPostTheSameBytesAgainAfterAFailure() throws IOException {
        List<Post> all = new java.util.concurrent.CopyOnWriteArrayList<>();
        server.answers = post -> {
            all.add(post);
            return Answer.of(all.size() == 1 ? 500 : 204);
        };
        try (Exporter exporter = open()) {
            exporter.resume(null);
            exporter.deliver(SampleIncidents.full(1, 1));
            assertThatThrownBy(exporter::flush).hasMessageContaining("answered 500");
            exporter.resume(null);
            exporter.deliver(SampleIncidents.full(1, 1));
            exporter.flush();
        }
        assertThat(all).hasSize(2);
        assertThat(all.get(0).body()).isEqualTo(all.get(1).body());
        assertThat(all.get(0).id()).isEqualTo(all.get(1).id());
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 409, 411, 413, 415, 422})
    void shouldSayThatItsContentIsRefused(int status) throws IOException {
        server.answers = post -> new Answer(status, Map.of(), "wrong field: x");
        try (Exporter exporter = open()) {
            exporter.resume(null);
            exporter.deliver(SampleAlerts.full(1));
            assertThatThrownBy(exporter::flush)
                    .isInstanceOf(RejectedException.class)
                    .hasMessage("hook: 127.0.0.1:%d: answered %d: wrong field: x", server.port(), status);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "401,look at token",
        "403,look at token",
        "404,look at url",
        "405,look at url",
        "410,look at url",
        "407,the proxy",
        "301,points elsewhere",
        "302,points elsewhere",
        "307,points elsewhere",
        "308,points elsewhere",
        "408,answered 408",
        "500,answered 500",
        "502,answered 502",
        "504,answered 504",
        "429,answered 429",
        "503,answered 503"
    })
    void shouldTryAgainAndSayWhereToLook(int status, String hint) throws IOException {
        server.answers =
                post -> new Answer(status, Map.of("Location", "http://127.0.0.1:" + server.port() + "/other"), "");
        try (Exporter exporter = open()) {
            exporter.resume(null);
            exporter.deliver(SampleAlerts.full(1));
            assertThatThrownBy(exporter::flush)
                    .isExactlyInstanceOf(IOException.class)
                    .hasMessageStartingWith("hook: 127.0.0.1:")
                    .hasMessageContaining(hint);
        }
        assertThat(server.requests).hasValue(1); // follows nobody
    }

    @ParameterizedTest
    @CsvSource({"429,17,17", "503,120,120", "429,'Mon, 04 May 2026 03:03:01 GMT',60"})
    void shouldComeBackWhenTheReceiverWantsIt(int status, String retryAfter, int seconds) throws IOException {
        server.answers = post -> new Answer(status, Map.of("Retry-After", retryAfter), "");
        try (Exporter exporter = open()) {
            exporter.resume(null);
            exporter.deliver(SampleAlerts.full(1));
            assertThatThrownBy(exporter::flush)
                    .isInstanceOfSatisfying(
                            LaterException.class, e -> assertThat(e.delay()).isEqualTo(Duration.ofSeconds(seconds)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "-1", "99999999999999999999", "Mon, 04 May 2020 03:03:01 GMT"})
    void shouldTakeAnAbsurdWaitForNone(String retryAfter) throws IOException {
        server.answers = post -> new Answer(429, Map.of("Retry-After", retryAfter), "");
        try (Exporter exporter = open()) {
            exporter.resume(null);
            exporter.deliver(SampleAlerts.full(1));
            assertThatThrownBy(exporter::flush).isExactlyInstanceOf(IOException.class);
        }
    }

    @Test
    void shouldNotWaitForEver() throws IOException {
        timeout = Duration.ofMillis(1500);
        server.answers = post -> {
            try {
                Thread.sleep(20_000);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            return Answer.of(200);
        };
        try (Exporter exporter = open()) {
            exporter.resume(null);
            exporter.deliver(SampleAlerts.full(1));
            long began = System.nanoTime();
            assertThatThrownBy(exporter::flush).hasMessageContaining("answer within 1500 ms");
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(15));
        }
    }

    @Test
    void shouldReadOnlyTheBeginningOfALongAnswer() throws IOException {
        server.answers = post -> new Answer(422, Map.of(), "x".repeat(50_000_000));
        try (Exporter exporter = open()) {
            exporter.resume(null);
            exporter.deliver(SampleAlerts.full(1));
            assertThatThrownBy(exporter::flush)
                    .isInstanceOf(RejectedException.class)
                    .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(300));
        }
    }

    @Test
    void shouldKeepSecretsOutOfItsMessages() throws IOException {
        Secret token = secret("t0ken-of-the-ward");
        Secret url = secret("http://127.0.0.1:" + server.port() + "/hook/of/the/ward-s3cret");
        server.answers = post ->
                new Answer(403, Map.of(), "you sent " + post.headers().get("authorization") + " to " + post.path());
        WebhookAccess access = new WebhookAccess("hook", null, url, PLAIN, Template.JSON, null, token, "", timeout);
        try (Exporter exporter = exporter(access, 1)) {
            exporter.resume(null);
            exporter.deliver(SampleAlerts.full(1));
            assertThatThrownBy(exporter::flush)
                    .hasMessageContaining("answered 403: you sent Bearer *** to ***")
                    .hasMessageNotContaining("s3cret")
                    .hasMessageNotContaining("t0ken");
            assertThat(access.toString()).doesNotContain("s3cret").doesNotContain("t0ken");
        }
        assertThat(server.requests).hasValue(1);
        Secret wrong = secret("s3cret but no address");
        try (Exporter exporter =
                exporter(new WebhookAccess("hook", null, wrong, PLAIN, Template.JSON, null, null, "", timeout), 1)) {
            assertThatThrownBy(() -> exporter.resume(null))
                    .isInstanceOf(IOException.class)
                    .satisfies(e -> assertThat(traced(e)).doesNotContain("s3cret"));
        }
    }

    private static String traced(Throwable e) {
        java.io.StringWriter trace = new java.io.StringWriter();
        e.printStackTrace(new java.io.PrintWriter(trace));
        return trace.toString();
    }
}
