package io.auscult.export.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.auscult.core.alert.Level;
import io.auscult.export.Exporter;
import io.auscult.export.RejectedException;
import io.auscult.export.SampleAlerts;
import io.auscult.export.SampleIncidents;
import io.auscult.export.TestAuthority;
import io.auscult.export.TlsSettings;
import io.auscult.export.webhook.PostServer.Answer;
import io.auscult.export.webhook.PostServer.Post;
import io.auscult.export.webhook.WebhookSettings.Template;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is posted together, what is held back, and to whom. */
class WebhookDeliveryTest extends WebhookSetup {
    @Test
    void shouldNotPostAgainWhatWasTakenWhenOneOfABatchIsRefused() throws IOException {
        server.answers = post -> Answer.of(post.id().equals("alert-3") ? 422 : 200);
        try (Exporter exporter = open()) {
            exporter.resume(null);
            for (int i = 1; i <= 5; i++) {
                exporter.deliver(SampleAlerts.full(i));
            }
            exporter.deliver(SampleIncidents.full(1, 1));
            exporter.deliver(SampleIncidents.full(1, 2));
            assertThatThrownBy(exporter::flush).isInstanceOf(RejectedException.class);
            exporter.resume(null);
            for (int i : List.of(1, 2, 4, 5)) { // each alone, as it is done to find the one
                exporter.deliver(SampleAlerts.full(i));
                exporter.flush();
            }
            exporter.deliver(SampleIncidents.full(1, 1));
            exporter.deliver(SampleIncidents.full(1, 2));
            exporter.flush();
            exporter.deliver(SampleAlerts.full(3));
            assertThatThrownBy(exporter::flush).isInstanceOf(RejectedException.class);
        }
        assertThat(server.taken.stream().map(Post::id))
                .containsExactlyInAnyOrder("alert-1", "alert-2", "alert-4", "alert-5", "incident-1/2");
    }

    @Test
    void shouldPostManyAtOnceButThoseOfAnIncidentInTheirOrder() throws IOException {
        server.answers = post -> {
            try {
                Thread.sleep(5);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            return Answer.of(200);
        };
        try (Exporter exporter = open()) {
            exporter.resume(null);
            for (int i = 1; i <= 60; i++) {
                exporter.deliver(i % 2 == 0 ? SampleAlerts.full(i) : SampleAlerts.bare(i)); // of two incidents
                exporter.deliver(SampleIncidents.full(100 + i, 1));
            }
            exporter.flush();
        }
        List<Integer> numbers = server.taken.stream()
                .map(Post::id)
                .filter(id -> id.startsWith("alert"))
                .map(id -> Integer.parseInt(id.substring(6)))
                .toList();
        assertThat(numbers.stream().filter(i -> i % 2 == 0).toList())
                .hasSize(30)
                .isSorted();
        assertThat(numbers.stream().filter(i -> i % 2 == 1).toList())
                .hasSize(30)
                .isSorted();
        assertThat(server.taken).hasSize(120);
        assertThat(server.mostAtOnce.get()).isBetween(3, WebhookExporter.AT_ONCE);
    }

    @Test
    void shouldPostSeveralInOneWhereAsked() throws IOException {
        WebhookSettings settings = new WebhookSettings(
                "hook",
                URI.create("http://127.0.0.1:" + server.port() + "/"),
                null,
                PLAIN,
                Template.JSON,
                null,
                null,
                "",
                Level.LOW,
                true,
                true,
                4,
                Duration.ZERO,
                timeout);
        server.answers =
                post -> Answer.of(new String(post.body(), StandardCharsets.UTF_8).contains("alert-6") ? 422 : 200);
        try (Exporter exporter = exporter(settings)) {
            exporter.resume(null);
            for (int i = 1; i <= 9; i++) {
                exporter.deliver(SampleAlerts.full(i));
            }
            assertThatThrownBy(exporter::flush).isInstanceOf(RejectedException.class);
            exporter.resume(null);
            for (int i : List.of(1, 2, 3, 4, 5, 7, 8, 9)) {
                exporter.deliver(SampleAlerts.full(i));
                exporter.flush();
            }
        }
        List<String> ids = new java.util.ArrayList<>();
        for (Post post : server.taken) {
            JsonNode body = new ObjectMapper().readTree(post.body());
            if (body.get("type").asText().equals("batch")) {
                assertThat(post.id()).startsWith("batch-");
                body.get("entries").forEach(entry -> ids.add(entry.get("id").asText()));
            } else {
                assertThat(post.id()).isEqualTo(body.get("id").asText());
                ids.add(body.get("id").asText());
            }
        }
        assertThat(ids)
                .containsExactly(
                        "alert-1", "alert-2", "alert-3", "alert-4", "alert-5", "alert-7", "alert-8", "alert-9");
    }

    @Test
    void shouldHoldBackWhatMerelyGrew() throws IOException {
        Instant[] now = {NOW};
        try (WebhookExporter exporter =
                exporter(settings(Template.TEAMS, false, null, null, Duration.ofHours(1)), () -> now[0])) {
            exporter.resume(null);
            deliver(exporter, 1, 1);
            deliver(exporter, 1, 2);
            deliver(exporter, 1, 3);
            deliver(exporter, 2, 1);
            assertThat(exporter.idle()).isFalse();
            assertThat(server.taken.stream().map(Post::id)).containsExactly("incident-1/1", "incident-2/1");
            now[0] = NOW.plus(Duration.ofMinutes(61));
            assertThat(exporter.idle()).isTrue();
            exporter.flush();
            assertThat(exporter.idle()).isFalse();
            assertThat(server.taken.stream().map(Post::id))
                    .containsExactly("incident-1/1", "incident-2/1", "incident-1/3");
            exporter.deliver(SampleIncidents.hostile(1, "x")); // another outcome would be worse; this one has the same
            exporter.flush();
            assertThat(server.taken).hasSize(3);
        }
    }

    private static void deliver(Exporter exporter, int number, long alerts) throws IOException {
        exporter.deliver(SampleIncidents.full(number, alerts));
        exporter.flush();
    }

    @ParameterizedTest
    @EnumSource(names = {"SLACK", "MATTERMOST"})
    void shouldBelieveAChatOnlyWhenItSaysOk(Template template) throws IOException {
        server.answers = post ->
                new Answer(200, Map.of("Content-Type", "text/html"), "<html>Please log on to the guest network");
        try (Exporter exporter = exporter(settings(template, false, null, null, Duration.ZERO))) {
            exporter.resume(null);
            exporter.deliver(SampleIncidents.full(1, 1));
            assertThatThrownBy(exporter::flush).hasMessageContaining("expected: ok");
        }
    }

    @Test
    void shouldNotTakeAPageForTeams() throws IOException {
        try (Exporter exporter = exporter(settings(Template.TEAMS, false, null, null, Duration.ZERO))) {
            exporter.resume(null);
            for (Answer answer : List.of(
                    new Answer(200, Map.of("Content-Type", "text/html; charset=utf-8"), "<html>"),
                    new Answer(200, Map.of(), "Webhook message delivery failed with error: 429"))) {
                server.answers = post -> answer;
                exporter.deliver(SampleIncidents.full(1, 1));
                assertThatThrownBy(exporter::flush).isExactlyInstanceOf(IOException.class);
            }
            server.answers = post -> Answer.of(202);
            exporter.deliver(SampleIncidents.full(1, 1));
            exporter.flush();
        }
    }

    @Test
    void shouldVerifyWhomItPostsTo() throws IOException {
        TestAuthority authority = new TestAuthority(folder.resolve("ca"));
        try (PostServer secured = new PostServer(authority.settings("server", "DNS:localhost"))) {
            TlsSettings tls = new TlsSettings(authority.ca(), null, null, null, false);
            try (Exporter exporter = exporter(settings(
                    URI.create("https://localhost:" + secured.port() + "/"),
                    tls,
                    Template.JSON,
                    true,
                    null,
                    null,
                    Duration.ZERO))) {
                exporter.resume(null);
                exporter.deliver(SampleAlerts.full(1));
                exporter.flush();
            }
            assertThat(secured.taken).hasSize(1);
            for (URI url : List.of(
                    URI.create("https://127.0.0.1:" + secured.port() + "/"),
                    URI.create("https://localhost:" + secured.port() + "/"))) {
                boolean isRightName = url.getHost().equals("localhost");
                TlsSettings other = isRightName ? TlsSettings.DEFAULT : tls;
                try (Exporter exporter =
                        exporter(settings(url, other, Template.JSON, true, null, null, Duration.ZERO))) {
                    exporter.resume(null);
                    exporter.deliver(SampleAlerts.full(2));
                    assertThatThrownBy(exporter::flush)
                            .hasMessageContaining("TLS: ")
                            .hasMessageContaining("look at ca_file");
                }
            }
            TlsSettings named = new TlsSettings(authority.ca(), null, null, "localhost", false);
            try (Exporter exporter = exporter(settings(
                    URI.create("https://127.0.0.1:" + secured.port() + "/"),
                    named,
                    Template.JSON,
                    true,
                    null,
                    null,
                    Duration.ZERO))) {
                exporter.resume(null);
                exporter.deliver(SampleAlerts.full(3));
                exporter.flush();
            }
            assertThat(secured.taken).hasSize(2);
        }
    }

    @Test
    void shouldGoThroughAProxy() throws IOException {
        WebhookSettings settings = new WebhookSettings(
                "hook",
                URI.create("http://hooks.chat.test/x"),
                null,
                PLAIN,
                Template.JSON,
                null,
                null,
                "127.0.0.1:" + server.port(),
                Level.LOW,
                true,
                true,
                1,
                Duration.ZERO,
                timeout);
        try (Exporter exporter = exporter(settings)) {
            exporter.resume(null);
            exporter.deliver(SampleAlerts.full(1));
            exporter.flush();
        }
        assertThat(server.taken.getFirst().headers()).containsEntry("host", "hooks.chat.test");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://chat.test/x",
                "ftp://chat.test/x",
                "/x",
                "https:///x",
                "https://jan:s3cret@chat.test/x",
                "https://chat.test/x#s3cret"
            })
    void shouldRefuseAnAddressThatIsNone(String url) {
        assertThatThrownBy(() ->
                        settings(URI.create(url), TlsSettings.DEFAULT, Template.JSON, true, null, null, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("url: ")
                .hasMessageContaining("(expected: https")
                .hasMessageNotContaining("s3cret");
    }
}
