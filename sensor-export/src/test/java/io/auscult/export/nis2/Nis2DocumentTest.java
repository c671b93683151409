package io.auscult.export.nis2;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.alert.Incident;
import io.auscult.core.event.LocalNets;
import io.auscult.export.HostileTexts;
import io.auscult.export.SampleIncidents;
import io.auscult.export.page.DocumentHtml;
import io.auscult.export.page.DocumentMarkdown;
import io.auscult.export.page.Voice;
import io.auscult.export.page.Wording;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class Nis2DocumentTest {
    private static final Instant AWARE = Instant.parse("2026-01-31T22:30:00Z");

    private static String html(Incident incident, Stage stage, Clock clock, String language) {
        Voice voice = new Voice(language, ZoneId.of("Europe/Brussels"), Wording.ENGLISH);
        return DocumentHtml.write(
                Nis2Document.of(incident, stage, clock, LocalNets.DEFAULT, voice), voice.get("nis2.foot"));
    }

    private static Clock after(long hours) {
        return new Clock(AWARE, false, null, AWARE.plusSeconds(hours * 3600));
    }

    @Test
    void shouldCountTheHoursByTheHospitalsClock() {
        String html = html(SampleIncidents.full(1, 1), Stage.EARLY_WARNING, after(25), "en")
                .replace('\u00a0', ' ');
        assertThat(html)
                .contains("2026-01-31 23:30 CET")
                .contains("2026-02-01 23:30 CET")
                .contains("late by 60 min")
                .contains("2026-02-03 23:30 CET")
                .contains("47 h left")
                .contains("2026-02-28 23:30 CET"); // a month after the 31st of January
    }

    @Test
    void shouldCountTheMonthFromTheNotificationWhereThatIsKnown() {
        Clock clock = new Clock(AWARE, false, Instant.parse("2026-02-03T10:00:00Z"), AWARE);
        assertThat(html(SampleIncidents.full(1, 1), Stage.FINAL, clock, "en").replace('\u00a0', ' '))
                .contains("2026-03-03 11:00 CET")
                .doesNotContain("to be safe");
    }

    @Test
    void shouldSayThatTheBeginningIsAssumed() {
        Clock clock = new Clock(AWARE, true, null, AWARE);
        assertThat(html(SampleIncidents.full(1, 1), Stage.EARLY_WARNING, clock, "nl"))
                .contains("aangenomen");
    }

    @Test
    void shouldBeOnePageWithoutScriptsAndWithoutAnythingFromElsewhere() {
        for (Stage stage : Stage.values()) {
            for (String language : Voice.LANGUAGES) {
                String html = html(SampleIncidents.full(1, 1), stage, after(1), language);
                assertThat(html)
                        .contains("lang=\"" + language + "\"", "contenteditable", "default-src 'none'")
                        .contains("srv-2")
                        .doesNotContain("<script", "src=", "href=", "url(", "http://", "https://")
                        .doesNotContain("{0}", "{1}");
            }
        }
    }

    @Test
    void shouldLetNoTextBecomeMarkup() {
        Voice voice = new Voice("en", ZoneId.of("UTC"), Wording.ENGLISH);
        for (String text : HostileTexts.ALL) {
            Incident incident = SampleIncidents.hostile(1, text + "\n# heading\n<img src=x onerror=alert(1)>");
            assertThat(html(incident, Stage.FINAL, after(1), "en"))
                    .doesNotContain("<img", "<script>", "\u202e", "\u0000", "\u001b");
            String markdown = DocumentMarkdown.write(
                    Nis2Document.of(incident, Stage.FINAL, after(1), LocalNets.DEFAULT, voice), "");
            assertThat(markdown).doesNotContain("<img", "<script", "\n# heading", "\u202e", "\u0000");
            assertThat(markdown).doesNotContainPattern("[^\\\\]\\]\\(");
            assertThat(markdown.lines().filter(line -> line.startsWith("# "))).hasSize(1);
        }
    }

    @Test
    void shouldNameAddressesOutside() {
        LocalNets none = LocalNets.parse(java.util.List.of("192.168.0.0/16"));
        Voice voice = new Voice("en", ZoneId.of("UTC"), Wording.ENGLISH);
        assertThat(DocumentMarkdown.write(
                        Nis2Document.of(SampleIncidents.full(1, 1), Stage.EARLY_WARNING, after(1), none, voice), ""))
                .contains("These addresses outside the own network took part: ws-1");
    }
}
