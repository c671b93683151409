package io.auscult.export.nis2;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.alert.Incident;
import io.auscult.core.event.LocalNets;
import io.auscult.export.HostileTexts;
import io.auscult.export.SampleIncidents;
import io.auscult.export.page.Document;
import io.auscult.export.page.DocumentHtml;
import io.auscult.export.page.DocumentMarkdown;
import io.auscult.export.page.Voice;
import io.auscult.export.page.Wording;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Nis2DocumentTest {
    private static final Instant AWARE = Instant.parse("2026-01-31T22:30:00Z");

    private static String html(Incident incident, Stage stage, Clock clock, String language) {
        Voice voice = new Voice(language, ZoneId.of("Europe/Brussels"), Wording.ENGLISH);
        return DocumentHtml.write(
                Nis2Document.of(incident, stage, clock, LocalNets.DEFAULT, voice), voice.get("nis2.foot"));
    }

    private static Clock after(long hours) {
        return new Clock(AWARE, false, Map.of(), AWARE.plusSeconds(hours * 3600));
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
        Clock clock = new Clock(AWARE, false, Map.of(Stage.NOTIFICATION, Instant.parse("2026-02-03T10:00:00Z")), AWARE);
        assertThat(html(SampleIncidents.full(1, 1), Stage.FINAL, clock, "en").replace('\u00a0', ' '))
                .contains("2026-03-03 11:00 CET")
                .doesNotContain("to be safe");
    }

    @ParameterizedTest
    @CsvSource({
        // aware,                early warning,         notification,          final report, by the clock of Brussels
        "2026-03-28T10:00:00Z, 2026-03-29 12:00 CEST, 2026-03-31 12:00 CEST, 2026-04-28 11:00 CEST", // summer begins on
        // the 29th
        "2026-10-24T10:00:00Z, 2026-10-25 11:00 CET,  2026-10-27 11:00 CET,  2026-11-24 12:00 CET", // and ends on the
        // 25th of October
        "2026-10-25T00:30:00Z, 2026-10-26 01:30 CET,  2026-10-28 01:30 CET,  2026-11-25 02:30 CET", // the first of two
        // half past two
        "2026-02-28T01:30:00Z, 2026-03-01 02:30 CET,  2026-03-03 02:30 CET,  2026-03-28 02:30 CET",
        "2026-02-28T23:30:00Z, 2026-03-02 00:30 CET,  2026-03-04 00:30 CET,  2026-04-01 00:30 CEST", // aware on the 1st
        // of March
        "2027-02-28T01:30:00Z, 2027-03-01 02:30 CET,  2027-03-03 02:30 CET,  2027-03-28 03:30 CEST", // half past two is
        // left out
        "2026-01-31T11:00:00Z, 2026-02-01 12:00 CET,  2026-02-03 12:00 CET,  2026-02-28 12:00 CET",
        "2028-01-31T11:00:00Z, 2028-02-01 12:00 CET,  2028-02-03 12:00 CET,  2028-02-29 12:00 CET",
        "2026-08-31T10:00:00Z, 2026-09-01 12:00 CEST, 2026-09-03 12:00 CEST, 2026-09-30 12:00 CEST",
        "2026-12-31T11:00:00Z, 2027-01-01 12:00 CET,  2027-01-03 12:00 CET,  2027-01-31 12:00 CET"
    })
    void shouldCountHoursAsTheyPassAndMonthsByTheCalendar(
            Instant aware, String warning, String notification, String last) {
        Clock clock = new Clock(aware, false, Map.of(), aware);
        String html = html(SampleIncidents.full(1, 1), Stage.FINAL, clock, "en").replace('\u00a0', ' ');
        assertThat(html.substring(html.indexOf("<table")))
                .containsSubsequence(warning, "24 h left", notification, "3 days left", last);
    }

    @Test
    void shouldCallNothingLateThatWasSent() {
        Instant notified = AWARE.plusSeconds(60 * 3600);
        Clock clock = new Clock(AWARE, false, Map.of(Stage.NOTIFICATION, notified), AWARE.plusSeconds(90 * 3600));
        assertThat(html(SampleIncidents.full(1, 1), Stage.FINAL, clock, "en").replace('\u00a0', ' '))
                .contains("sent on 2026-02-03 11:30 CET")
                .doesNotContain("late by");
    }

    @Test
    void shouldTellOfEachReportWhatIsStillDue() {
        Instant now = AWARE.plusSeconds(30 * 3600);
        Clock warned = new Clock(AWARE, false, Map.of(Stage.EARLY_WARNING, AWARE.plusSeconds(3600)), now);
        assertThat(Stage.values()).extracting(warned::isOpen).containsExactly(false, true, true);
        assertThat(html(SampleIncidents.full(1, 1), Stage.NOTIFICATION, warned, "en")
                        .replace('\u00a0', ' '))
                .containsSubsequence("sent on 2026-02-01 00:30 CET", "42 h left", "26 days 18 h left")
                .contains("The month of the final report counts from the notification")
                .doesNotContain("late by");
        Clock late = new Clock(AWARE, false, Map.of(), now);
        assertThat(html(SampleIncidents.full(1, 1), Stage.NOTIFICATION, late, "en")
                        .replace('\u00a0', ' '))
                .containsSubsequence("late by 6 h", "42 h left");
        Clock over = new Clock(AWARE, false, Map.of(Stage.FINAL, now), now.plusSeconds(90 * 24 * 3600));
        assertThat(Stage.values()).noneMatch(over::isOpen);
        assertThat(html(SampleIncidents.full(1, 1), Stage.FINAL, over, "nl").replace('\u00a0', ' '))
                .contains("verzonden op")
                .doesNotContain("te laat");
    }

    @Test
    void shouldTellWhatIsKnownFromWhatAPersonHasToWrite() {
        Document document = Nis2Document.of(
                SampleIncidents.full(1, 1),
                Stage.FINAL,
                after(1),
                LocalNets.DEFAULT,
                new Voice("en", ZoneId.of("UTC"), Wording.ENGLISH));
        String html = DocumentHtml.write(document, "");
        for (String asked :
                List.of("Organisation", "Consequences for care", "People concerned", "Root cause", "Sent by")) {
            assertThat(html).contains("aria-label=\"" + asked + "\"></div>"); // nothing in it
        }
        assertThat(html.split("contenteditable", -1)).hasSameSizeAs(html.split("class=\"field\"", -1));
        String markdown = DocumentMarkdown.write(document, "");
        assertThat(markdown)
                .contains("**Organisation:** \\_\\_")
                .contains("**Began at:** ws-1")
                .doesNotContain("**Began at:** \\_");
    }

    @Test
    void shouldSayThatTheBeginningIsAssumed() {
        Clock clock = new Clock(AWARE, true, Map.of(), AWARE);
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
        LocalNets none = LocalNets.parse(List.of("192.168.0.0/16"));
        Voice voice = new Voice("en", ZoneId.of("UTC"), Wording.ENGLISH);
        assertThat(DocumentMarkdown.write(
                        Nis2Document.of(SampleIncidents.full(1, 1), Stage.EARLY_WARNING, after(1), none, voice), ""))
                .contains("These addresses outside the own network took part: ws-1");
    }
}
