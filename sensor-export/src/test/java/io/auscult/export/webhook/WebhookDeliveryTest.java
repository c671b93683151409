package io.auscult.export.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.auscult.export.Exporter;
import io.auscult.export.RejectedException;
import io.auscult.export.SampleAlerts;
import io.auscult.export.SampleIncidents;
import io.auscult.export.TestAuthority;
import io.auscult.export.TlsSettings;
import io.auscult.export.webhook.PostServer.Answer;
import io.auscult.export.webhook.PostServer.Post;
import io.auscult.export.webhook.WebhookAccess.Template;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is posted together, what is held back, and to whom. */
class WebhookDeliveryTest extends WebhookSetup {
    @Test
    void shouldNotPostAgainWhatWasTakenWhenOneOfABatchIsRefused() throws IOException {
        server.answers = post -> Answer.of(post.id().equals("alert-3") ? 422 : 200);
        try (Exporter exporter = exporter(access(Template.JSON), 1)) {
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

    static List<String> entries(List<Post> posts) throws IOException {
        List<String> ids = new ArrayList<>();
        for (Post post : posts) {
            JsonNode body = new ObjectMapper().readTree(post.body());
            if (body.get("type").asText().equals("batch")) {
                assertThat(post.id()).startsWith("batch-");
                assertThat(body.get("sensor").asText()).isEqualTo("sensor-1");
                body.get("entries").forEach(entry -> ids.add(entry.get("id").asText()));
            } else {
                assertThat(post.id()).isEqualTo(body.get("id").asText());
                ids.add(body.get("id").asText());
            }
        }
        return ids;
    }

    @Test
    void shouldPostWhatWaitsTogether() throws IOException {
        try (Exporter exporter = open()) {
            exporter.resume(null);
            for (int i = 1; i <= 256; i++) {
                exporter.deliver(SampleAlerts.full(i));
            }
            exporter.flush();
        }
        assertThat(server.requests).hasValue(3);
        assertThat(entries(server.taken))
                .isEqualTo(IntStream.rangeClosed(1, 256)
                        .mapToObj(i -> "alert-" + i)
                        .toList());
    }

    @Test
    void shouldPostEachAloneWhereAsked() throws IOException {
        try (Exporter exporter = exporter(access(Template.JSON), 1)) {
            exporter.resume(null);
            for (int i = 1; i <= 3; i++) {
                exporter.deliver(SampleAlerts.full(i));
            }
            exporter.deliver(SampleIncidents.full(1, 1));
            exporter.flush();
        }
        assertThat(server.taken.stream().map(Post::id))
                .containsExactly("alert-1", "alert-2", "alert-3", "incident-1/1");
    }

    @Test
    void shouldMakeNoPostThatCommonServersRefuseForItsLength() throws IOException {
        try (Exporter exporter = open()) {
            exporter.resume(null);
            for (int i = 1; i <= 40; i++) {
                exporter.deliver(SampleAlerts.hostile(i, "x".repeat(10_000)));
            }
            exporter.flush();
        }
        assertThat(server.taken).hasSizeGreaterThan(1).allMatch(post -> post.body().length < 1 << 20);
        assertThat(entries(server.taken)).hasSize(40);
    }

    @Test
    void shouldHalveAPostUntilItIsClearWhoIsMeant() throws IOException {
        server.answers =
                post -> Answer.of(new String(post.body(), StandardCharsets.UTF_8).contains("\"alert-60\"") ? 422 : 200);
        try (Exporter exporter = open()) {
            exporter.resume(null);
            for (int i = 1; i <= 100; i++) {
                exporter.deliver(SampleAlerts.full(i));
            }
            assertThatThrownBy(exporter::flush).isInstanceOf(RejectedException.class);
            assertThat(server.requests.get()).isLessThan(16);
            assertThat(entries(server.taken)).endsWith("alert-59");
            exporter.resume(null);
            for (int i = 1; i <= 100; i++) {
                if (i != 60) { // which was put aside
                    exporter.deliver(SampleAlerts.full(i));
                }
            }
            exporter.flush();
        }
        assertThat(entries(server.taken))
                .isEqualTo(IntStream.rangeClosed(1, 100)
                        .filter(i -> i != 60)
                        .mapToObj(i -> "alert-" + i)
                        .toList());
    }

    @Test
    void shouldPostLessAtATimeToAReceiverThatTakesLess() throws IOException {
        server.answers = post -> Answer.of(post.body().length > 20_000 ? 413 : 200);
        try (Exporter exporter = open()) {
            exporter.resume(null);
            for (int i = 1; i <= 100; i++) {
                exporter.deliver(SampleAlerts.full(i));
            }
            exporter.flush();
        }
        assertThat(entries(server.taken))
                .isEqualTo(IntStream.rangeClosed(1, 100)
                        .mapToObj(i -> "alert-" + i)
                        .toList());
    }

    /** PHP calls every answer so. */
    @Test
    void shouldTellAPageFromAnAnswerOfThatType() throws IOException {
        Map<String, String> html = Map.of("Content-Type", "text/html; charset=UTF-8");
        try (Exporter exporter = open()) {
            exporter.resume(null);
            server.answers = post -> new Answer(200, html, " \n<!DOCTYPE html><title>Log in</title>");
            exporter.deliver(SampleAlerts.full(1));
            assertThatThrownBy(exporter::flush)
                    .isExactlyInstanceOf(IOException.class)
                    .hasMessageContaining("a page for people; look at url and proxy");
            server.answers = post -> new Answer(200, html, "stored");
            exporter.resume(null);
            exporter.deliver(SampleAlerts.full(1));
            exporter.flush();
        }
        assertThat(server.requests).hasValue(2);
    }

    @Test
    void shouldVerifyWhomItPostsTo() throws IOException {
        TestAuthority authority = new TestAuthority(folder.resolve("ca"));
        try (PostServer secured = new PostServer(authority.settings("server", "DNS:localhost"))) {
            TlsSettings tls = new TlsSettings(authority.ca(), null, null, null, false);
            try (Exporter exporter = exporter(access("https://localhost:" + secured.port() + "/", tls), 1)) {
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
                try (Exporter exporter = exporter(access(url.toString(), other), 1)) {
                    exporter.resume(null);
                    exporter.deliver(SampleAlerts.full(2));
                    assertThatThrownBy(exporter::flush)
                            .hasMessageContaining("TLS: ")
                            .hasMessageContaining(isRightName ? "look at ca_file" : "look at server_name");
                }
            }
            TlsSettings named = new TlsSettings(authority.ca(), null, null, "localhost", false);
            try (Exporter exporter = exporter(access("https://127.0.0.1:" + secured.port() + "/", named), 1)) {
                exporter.resume(null);
                exporter.deliver(SampleAlerts.full(3));
                exporter.flush();
            }
            assertThat(secured.taken).hasSize(2);
        }
    }

    @Test
    void shouldGoThroughAProxy() throws IOException {
        WebhookAccess access = new WebhookAccess(
                "hook",
                URI.create("http://hooks.chat.test/x"),
                null,
                PLAIN,
                Template.JSON,
                null,
                null,
                "127.0.0.1:" + server.port(),
                timeout);
        try (Exporter exporter = exporter(access, 1)) {
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
        assertThatThrownBy(() -> access(url, TlsSettings.DEFAULT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("url: ")
                .hasMessageContaining("(expected: https")
                .hasMessageNotContaining("s3cret");
    }
}
