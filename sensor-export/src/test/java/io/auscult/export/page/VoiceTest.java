package io.auscult.export.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.alert.Level;
import io.auscult.core.alert.Light;
import io.auscult.core.alert.Outcome;
import io.auscult.core.alert.Phase;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Properties;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class VoiceTest {
    private static Properties texts(String language) throws IOException {
        Properties texts = new Properties();
        try (InputStream in = Voice.class.getResourceAsStream("page_" + language + ".properties")) {
            texts.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        }
        return texts;
    }

    @Test
    void shouldHaveTheSameTextsInAllLanguages() throws IOException {
        Properties english = texts("en");
        for (String language : Voice.LANGUAGES) {
            Properties other = texts(language);
            assertThat(new TreeSet<>(other.stringPropertyNames()))
                    .isEqualTo(new TreeSet<>(english.stringPropertyNames()));
            for (String key : english.stringPropertyNames()) {
                assertThat(placeholders(other.getProperty(key)))
                        .as(language + " " + key)
                        .isEqualTo(placeholders(english.getProperty(key)));
            }
        }
    }

    private static String placeholders(String text) {
        StringBuilder found = new StringBuilder();
        for (int i = 0; i < 10; i++) {
            found.append(text.contains("{" + i + "}") ? i : "");
        }
        return found.toString();
    }

    @Test
    void shouldHaveAWordForEverythingAnIncidentSays() {
        for (String language : Voice.LANGUAGES) {
            Voice voice = new Voice(language, ZoneId.of("UTC"), Wording.ENGLISH);
            for (Phase phase : Phase.values()) {
                assertThat(IncidentFacts.phase(phase, voice)).isNotEmpty();
            }
            for (Outcome outcome : Outcome.values()) {
                assertThat(IncidentFacts.became(outcome, voice)).isNotEmpty();
            }
            for (Light light : Light.values()) {
                assertThat(voice.get("light." + light.key())).isNotEmpty();
            }
            for (Level level : Level.values()) {
                assertThat(voice.get("level." + level.name().toLowerCase(Locale.ROOT)))
                        .isNotEmpty();
            }
        }
    }

    @Test
    void shouldNotFillInWhatAValueSays() {
        Voice voice = new Voice("en", ZoneId.of("UTC"), Wording.ENGLISH);
        assertThat(voice.get("mail.subject", "{1}", "RED", "{3}", "x")).isEqualTo("[{1}] RED: {3} (x)");
    }

    @Test
    void shouldTellTimesByTheReadersClock() {
        Voice voice = new Voice("nl", ZoneId.of("Europe/Brussels"), Wording.ENGLISH);
        assertThat(voice.localTimes("sinds 2026-07-01 22:30:00 UTC."))
                .isEqualTo("sinds 02-07-2026\u00a000:30:00."); // in one line
    }
}
