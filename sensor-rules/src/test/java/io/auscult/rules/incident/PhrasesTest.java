package io.auscult.rules.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.alert.Incident;
import io.auscult.core.alert.Outcome;
import io.auscult.core.alert.Phase;
import io.auscult.core.alert.Rule;
import io.auscult.rules.Detectors;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PhrasesTest {
    private static final List<String> LANGUAGES = List.of("en", "nl", "fr");

    private static Properties load(String language) throws IOException {
        Properties texts = new Properties();
        try (var in = new InputStreamReader(
                PhrasesTest.class.getResourceAsStream("phrases_" + language + ".properties"), StandardCharsets.UTF_8)) {
            texts.load(in);
        }
        return texts;
    }

    /** What stands beside prepositions differs by language. */
    private static Set<String> keys(String language) throws IOException {
        Set<String> keys = new TreeSet<>(load(language).stringPropertyNames());
        keys.removeIf(key -> key.startsWith("there."));
        return keys;
    }

    @Test
    void shouldSayTheSameInEveryLanguage() throws IOException {
        assertThat(keys("nl")).isEqualTo(keys("en"));
        assertThat(keys("fr")).isEqualTo(keys("en"));
        for (Phase phase : Phase.values()) {
            assertThat(keys("en")).contains("clause." + phase.key(), "check." + phase.key());
        }
    }

    /** Each rule, alone, with each outcome: no text breaks, none leaves anything to be filled in. */
    @Test
    void shouldTellEveryRuleWithEveryOutcome() {
        for (Rule rule : new Detectors().rules()) {
            for (Outcome outcome : Outcome.values()) {
                AlertScript script = new AlertScript().name("10.1.4.30", "SRV-PACS");
                script.outcome(outcome).alert(rule.id(), "10.1.4.30");
                Incident incident = script.only();
                for (String language : LANGUAGES) {
                    assertThat(incident.happened().get(language))
                            .as(rule.id() + " " + language)
                            .startsWith("10.1.4.20 ")
                            .endsWith(".")
                            .hasSizeGreaterThan("10.1.4.20 ".length() + 5)
                            .doesNotContain("{", "}", "  ", " .");
                    for (String step : incident.recommendations().get(language)) {
                        assertThat(step)
                                .as(rule.id() + " " + language)
                                .doesNotContain("{", "}")
                                .doesNotContainPattern("\\bnull\\b");
                    }
                    assertThat(incident.headline().get(language)).isNotEmpty();
                }
            }
        }
    }
}
