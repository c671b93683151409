package io.auscult.export.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.auscult.core.alert.Incident;
import io.auscult.export.Exporter;
import io.auscult.export.SampleAlerts;
import io.auscult.export.SampleIncidents;
import io.auscult.export.webhook.PostServer.Answer;
import io.auscult.export.webhook.PostServer.Post;
import io.auscult.export.webhook.WebhookAccess.Template;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What people in a chat are told at once, what together, and whom is believed. */
class ChatExporterTest extends WebhookSetup {
    private static final int MOST = 3;

    private Instant now = NOW;

    private ChatExporter chat() throws IOException {
        ChatExporter exporter = chat(Template.SLACK, MOST, () -> now);
        exporter.resume(null);
        return exporter;
    }

    private static void tell(Exporter exporter, Incident... incidents) throws IOException {
        for (Incident incident : incidents) {
            exporter.deliver(incident);
        }
        exporter.flush();
    }

    private List<String> ids() {
        return server.taken.stream().map(Post::id).toList();
    }

    private String said(int index) throws IOException {
        return new ObjectMapper().readTree(server.taken.get(index).body()).toString();
    }

    @Test
    void shouldTellWhatMerelyGrewInASummary() throws IOException {
        try (ChatExporter exporter = chat()) {
            tell(exporter, SampleIncidents.full(1, 1));
            tell(exporter, SampleIncidents.full(1, 2));
            tell(exporter, SampleIncidents.full(1, 3), SampleIncidents.full(2, 1));
            exporter.deliver(SampleAlerts.full(9)); // part of one
            exporter.idle();
            assertThat(ids()).containsExactly("incident-1/1", "incident-2/1");
            now = NOW.plus(Duration.ofMinutes(2));
            exporter.idle();
            assertThat(ids()).last().asString().startsWith("summary-");
            assertThat(said(2)).contains("One incident since the last summary", "ws-1 scanned and broke in");
            tell(exporter, SampleIncidents.full(1, 4));
            now = NOW.plus(Duration.ofMinutes(30));
            exporter.idle();
            assertThat(ids()).hasSize(3);
            now = NOW.plus(Duration.ofMinutes(63));
            exporter.idle();
            exporter.idle();
            assertThat(ids()).hasSize(4);
        }
    }

    @Test
    void shouldNotFloodAChat() throws IOException {
        try (ChatExporter exporter = chat()) {
            for (int i = 1; i <= 700; i++) {
                exporter.deliver(SampleIncidents.full(i, 1));
            }
            exporter.flush();
            assertThat(ids()).hasSize(MOST);
            now = NOW.plus(Duration.ofMinutes(2));
            exporter.idle();
            assertThat(ids()).hasSize(MOST + 1);
            assertThat(said(MOST)).contains("697 incidents since the last summary", "687 more are in the journal");
            tell(exporter, SampleIncidents.full(500, 1)); // was in it
            now = NOW.plus(Duration.ofMinutes(61));
            tell(exporter, SampleIncidents.full(800, 1));
            assertThat(ids()).last().isEqualTo("incident-800/1");
        }
    }

    @Test
    void shouldTellAtOnceWhatGotWorse() throws IOException {
        try (ChatExporter exporter = chat()) {
            tell(exporter, SampleIncidents.with(SampleIncidents.full(1, 1), 4, List.of()));
            tell(exporter, SampleIncidents.with(SampleIncidents.full(1, 2), 5, List.of()));
            tell(exporter, SampleIncidents.with(SampleIncidents.full(1, 3), 7, List.of()));
        }
        assertThat(ids()).containsExactly("incident-1/1", "incident-1/3");
    }

    @Test
    void shouldKeepWhatWaitsOverARestart() throws IOException {
        try (ChatExporter exporter = chat()) {
            for (int i = 1; i <= 5; i++) {
                tell(exporter, SampleIncidents.full(i, 1));
            }
        }
        now = NOW.plus(Duration.ofMinutes(5));
        try (ChatExporter restarted = chat()) {
            tell(restarted, SampleIncidents.full(1, 1)); // its checkpoint was not written
            restarted.idle();
        }
        assertThat(ids())
                .startsWith("incident-1/1", "incident-2/1", "incident-3/1")
                .hasSize(4);
        assertThat(said(3)).contains("2 incidents since the last summary");
    }

    @Test
    void shouldRepeatNoMessageBecauseItsStateCannotBeWritten() throws IOException {
        Path inTheWay = folder.resolve("hook.told.new"); // where the next state would be written
        Files.createFile(Files.createDirectory(inTheWay).resolve("file"));
        try (ChatExporter exporter = chat()) {
            for (int i = 0; i < 3; i++) {
                exporter.deliver(SampleIncidents.full(1, 1));
                assertThatThrownBy(exporter::flush).isInstanceOf(IOException.class);
                exporter.resume(null);
            }
            Files.delete(inTheWay.resolve("file"));
            Files.delete(inTheWay);
            tell(exporter, SampleIncidents.full(1, 1));
        }
        assertThat(ids()).containsExactly("incident-1/1");
        assertThat(folder.resolve("hook.told")).exists();
    }

    @Test
    void shouldTryTheSummaryAgain() throws IOException {
        try (ChatExporter exporter = chat()) {
            tell(exporter, SampleIncidents.full(1, 1), SampleIncidents.full(1, 1));
            tell(exporter, SampleIncidents.full(1, 2));
            now = NOW.plus(Duration.ofMinutes(2));
            server.answers = post -> Answer.of(500);
            assertThatThrownBy(exporter::idle).hasMessageContaining("answered 500");
            server.answers = post -> new Answer(200, Map.of(), "ok");
            exporter.resume(null);
            exporter.idle();
        }
        assertThat(ids()).hasSize(2);
    }

    @Test
    void shouldTellTheWholeOnceWhenPartsBecomeOne() throws IOException {
        try (ChatExporter exporter = chat()) {
            Incident part = SampleIncidents.full(1001, 1); // which incident-1 was in part
            tell(exporter, part);
            tell(exporter, SampleIncidents.full(1, 2));
            assertThat(ids()).containsExactly("incident-1001/1");
            now = NOW.plus(Duration.ofMinutes(2));
            exporter.idle();
            assertThat(said(1)).contains("One incident");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SLACK", "MATTERMOST"})
    void shouldBelieveAChatOnlyWhenItSaysOk(Template template) throws IOException {
        server.answers = post ->
                new Answer(200, Map.of("Content-Type", "text/html"), "<html>Please log on to the guest network");
        try (Exporter exporter = chat(template, MOST, () -> now)) {
            exporter.resume(null);
            assertThatThrownBy(() -> tell(exporter, SampleIncidents.full(1, 1))).hasMessageContaining("expected: ok");
        }
    }

    @Test
    void shouldNotTakeAPageForTeams() throws IOException {
        try (Exporter exporter = chat(Template.TEAMS, MOST, () -> now)) {
            for (Answer answer : List.of(
                    new Answer(200, Map.of("Content-Type", "text/html; charset=utf-8"), "<html>"),
                    new Answer(200, Map.of(), "Webhook message delivery failed with error: 429"))) {
                server.answers = post -> answer;
                exporter.resume(null);
                assertThatThrownBy(() -> tell(exporter, SampleIncidents.full(1, 1)))
                        .isExactlyInstanceOf(IOException.class);
            }
            server.answers = post -> Answer.of(202);
            exporter.resume(null);
            tell(exporter, SampleIncidents.full(1, 1));
        }
    }
}
