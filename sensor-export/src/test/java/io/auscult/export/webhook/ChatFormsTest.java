package io.auscult.export.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.auscult.core.alert.JournalEntry;
import io.auscult.export.HostileTexts;
import io.auscult.export.Origin;
import io.auscult.export.SampleAlerts;
import io.auscult.export.SampleIncidents;
import io.auscult.export.page.Voice;
import io.auscult.export.page.Wording;
import io.auscult.export.webhook.WebhookSettings.Template;
import java.io.IOException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChatFormsTest {
    private static final Set<Integer> MARKDOWN =
            Set.copyOf("`*_{}[]()#+-.!|~>".chars().boxed().toList());

    private static JsonNode message(Template template, String language, JournalEntry entry) throws IOException {
        PostBody bodies = new PostBody(
                template,
                new Origin("sensor-1", "1.2.3", index -> null),
                new Voice(language, ZoneOffset.UTC, Wording.ENGLISH));
        return new ObjectMapper().readTree(bodies.of(entry));
    }

    static Stream<JournalEntry> entries() {
        return Stream.concat(
                HostileTexts.ALL.stream().map(text -> SampleAlerts.hostile(1, text)),
                HostileTexts.ALL.stream().map(text -> SampleIncidents.hostile(1, text)));
    }

    @Test
    void shouldSayFirstWhatToDo() throws IOException {
        JsonNode body =
                message(Template.TEAMS, "nl", SampleIncidents.full(1, 1)).at("/attachments/0/content/body");
        List<String> lines = new ArrayList<>();
        for (JsonNode block : body) {
            StringBuilder line = new StringBuilder();
            block.get("inlines").forEach(run -> line.append(run.get("text").asText()));
            lines.add(line.toString());
        }
        assertThat(lines)
                .startsWith(
                        "ROOD · Nu handelen",
                        "ws-1 verkende en brak in",
                        "Wat u eerst moet doen",
                        "1. Isoleer ws-1 nu.",
                        "2. Vraag jan wat hij deed.",
                        "ws-1 (10.0.0.1) probeerde 300 hosts en meldde zich aan op srv-2 als jan. Het lukte.")
                .contains("Incident: incident-1 (sensor-1)");
    }

    @ParameterizedTest
    @MethodSource("entries")
    void shouldGiveTeamsNothingToReadAsMarkup(JournalEntry entry) throws IOException {
        JsonNode message = message(Template.TEAMS, "en", entry);
        assertThat(message.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .hasSizeLessThan(28_000);
        JsonNode content = message.at("/attachments/0/content");
        assertThat(content.get("type").asText()).isEqualTo("AdaptiveCard");
        assertThat(content.get("fallbackText").asText()).isIn("RED · Act now");
        for (JsonNode block : content.get("body")) {
            assertThat(block.get("type").asText()).isEqualTo("RichTextBlock");
            for (JsonNode run : block.get("inlines")) {
                assertThat(run.get("type").asText()).isEqualTo("TextRun");
                assertThat(run.get("text").asText()).isNotEmpty();
                assertThat(run.has("selectAction")).isFalse();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("entries")
    void shouldGiveSlackPlainTextOfItsLengths(JournalEntry entry) throws IOException {
        JsonNode message = message(Template.SLACK, "en", entry);
        String shown = message.get("text").asText();
        assertThat(shown).doesNotContain("<", ">").hasSizeLessThan(1000);
        assertThat(message.get("blocks").size()).isLessThanOrEqualTo(50);
        for (JsonNode block : message.get("blocks")) {
            boolean isHeader = block.get("type").asText().equals("header");
            if (block.has("text")) {
                plain(block.get("text"), isHeader ? 150 : 3000);
            } else {
                assertThat(block.get("fields").size()).isBetween(1, 10);
                block.get("fields").forEach(field -> plain(field, 2000));
            }
        }
    }

    private static void plain(JsonNode text, int most) {
        assertThat(text.get("type").asText()).isEqualTo("plain_text");
        assertThat(text.get("text").asText()).hasSizeBetween(1, most);
    }

    @ParameterizedTest
    @MethodSource("entries")
    void shouldGiveMattermostMarkdownOfItsOwnOnly(JournalEntry entry) throws IOException {
        JsonNode attachment = message(Template.MATTERMOST, "en", entry).at("/attachments/0");
        List<String> texts = new ArrayList<>(List.of(
                attachment.get("fallback").asText(), attachment.get("title").asText()));
        for (JsonNode field : attachment.get("fields")) {
            texts.add(field.get("title").asText());
            texts.add(field.get("value").asText());
        }
        String[] lines = attachment.get("text").asText().split("\n");
        for (String line : lines) {
            String ours = line.startsWith("**") && line.endsWith("**") && line.length() > 4
                    ? line.substring(2, line.length() - 2)
                    : line.replaceFirst("^\\d\\. ", "");
            texts.add(ours);
        }
        texts.forEach(ChatFormsTest::isEscaped);
    }

    private static void isEscaped(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++; // and what it takes the meaning from
                assertThat(i).as(text).isLessThan(text.length());
            } else {
                assertThat(MARKDOWN).as("%s at %d", text, i).doesNotContain((int) c);
            }
        }
        assertThat(text).doesNotContain("@everyone", "@channel", "www\\.", "://");
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "nl", "fr"})
    void shouldSpeakEveryLanguage(String language) throws IOException {
        for (Template template : List.of(Template.TEAMS, Template.SLACK, Template.MATTERMOST)) {
            for (JournalEntry entry : List.of(SampleAlerts.full(1), SampleAlerts.bare(2), SampleIncidents.full(1, 1))) {
                assertThat(message(template, language, entry)).isNotEmpty();
            }
        }
    }
}
