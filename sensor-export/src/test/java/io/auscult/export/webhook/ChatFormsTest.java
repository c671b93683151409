package io.auscult.export.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.auscult.core.alert.Incident;
import io.auscult.export.HostileTexts;
import io.auscult.export.SampleIncidents;
import io.auscult.export.notice.Notices.Waiting;
import io.auscult.export.page.Voice;
import io.auscult.export.page.Wording;
import io.auscult.export.webhook.WebhookAccess.Template;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChatFormsTest {
    private static final Set<Integer> MARKDOWN =
            Set.copyOf("`*_{}[]()#+-.!|~>".chars().boxed().toList());

    private static final Voice ENGLISH = new Voice("en", ZoneOffset.UTC, Wording.ENGLISH);

    private static JsonNode message(Template template, Card card) {
        return switch (template) {
            case TEAMS -> ChatForms.teams(card);
            case SLACK -> ChatForms.slack(card);
            default -> ChatForms.mattermost(card);
        };
    }

    private static CardWriter writer(String language) {
        return new CardWriter(new Voice(language, ZoneOffset.UTC, Wording.ENGLISH), "sensor-1");
    }

    /** Of one incident, and of many. */
    static Stream<Card> cards() {
        CardWriter writer = writer("en");
        return HostileTexts.ALL.stream().flatMap(text -> {
            Incident incident = SampleIncidents.hostile(1, text);
            List<Waiting> many = IntStream.rangeClosed(1, 30)
                    .mapToObj(i -> Waiting.of(incident, ENGLISH, 0, null))
                    .toList();
            return Stream.of(writer.of(incident, null), writer.summary(many, 7));
        });
    }

    @Test
    void shouldSayFirstWhatToDo() {
        JsonNode body = message(Template.TEAMS, writer("nl").of(SampleIncidents.full(1, 1), null))
                .at("/attachments/0/content/body");
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
    @MethodSource("cards")
    void shouldGiveTeamsNothingToReadAsMarkup(Card card) {
        JsonNode message = message(Template.TEAMS, card);
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
    @MethodSource("cards")
    void shouldGiveSlackPlainTextOfItsLengths(Card card) {
        JsonNode message = message(Template.SLACK, card);
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
    @MethodSource("cards")
    void shouldGiveMattermostMarkdownOfItsOwnOnly(Card card) {
        JsonNode attachment = message(Template.MATTERMOST, card).at("/attachments/0");
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
                    : line.replaceFirst("^\\d+\\. ", "");
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
    void shouldSpeakEveryLanguage(String language) {
        for (Template template : List.of(Template.TEAMS, Template.SLACK, Template.MATTERMOST)) {
            CardWriter writer = writer(language);
            Incident incident = SampleIncidents.full(1, 1);
            Waiting waiting = Waiting.of(incident, ENGLISH, 0, null);
            assertThat(message(template, writer.of(incident, null))).isNotEmpty();
            assertThat(message(template, writer.summary(List.of(waiting), 0))).isNotEmpty();
        }
    }
}
