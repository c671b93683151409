package io.auscult.export.webhook;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.Incident;
import io.auscult.core.alert.Level;
import io.auscult.core.alert.Light;
import io.auscult.core.alert.Party;
import io.auscult.core.alert.Technique;
import io.auscult.export.PlainText;
import io.auscult.export.page.Clean;
import io.auscult.export.page.IncidentFacts;
import io.auscult.export.page.Voice;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Says of an incident or an alert what fits a message, what to do before anything else. One thread. */
final class CardWriter {
    private static final int MAX_NAMED = 5;

    private final Voice voice;
    private final String sensor;

    /** @param sensor its name */
    CardWriter(Voice voice, String sensor) {
        this.voice = voice;
        this.sensor = sensor;
    }

    Card of(Incident incident) {
        IncidentFacts facts = IncidentFacts.of(incident, voice);
        List<Card.Fact> rows = new ArrayList<>();
        add(rows, "row.severity", facts.severityWord() + " " + facts.severity() + "/10");
        add(rows, "row.actor", facts.actor());
        add(
                rows,
                "head.where",
                facts.hosts().stream()
                        .limit(MAX_NAMED)
                        .map(IncidentFacts.Host::name)
                        .collect(Collectors.joining(", ")));
        add(rows, "row.users", String.join(", ", facts.users()));
        add(rows, "row.when", facts.when());
        add(rows, "row.phases", facts.phases());
        add(rows, "row.techniques", String.join(", ", facts.techniques()));
        add(rows, "row.id", facts.id() + " (" + sensor + ")");
        return card(
                facts.light(),
                facts.lightWord() + " · " + facts.call(),
                facts.headline(),
                (facts.happened() + " " + facts.outcome()).strip(),
                facts.todo(),
                rows);
    }

    Card of(Alert alert) {
        Light light = alert.level().atLeast(Level.HIGH) ? Light.RED : Light.BLUE;
        List<Card.Fact> rows = new ArrayList<>();
        add(rows, "row.severity", voice.get("level." + key(alert.level())));
        add(rows, "row.actor", name(alert.actor()));
        add(
                rows,
                "col.host",
                alert.targetCount() > 1 ? voice.count("hosts", alert.targetCount()) : name(alert.target()));
        add(rows, "head.became", voice.get("outcome." + key(alert.outcome())));
        add(rows, "row.when", voice.time(alert.lastSeenNs()));
        add(
                rows,
                "row.techniques",
                alert.rule().techniques().stream().map(Technique::id).distinct().collect(Collectors.joining(", ")));
        add(rows, "row.id", Clean.text(alert.incidentId()) + " (" + sensor + ")");
        String advice = alert.recommendation().getOrDefault(voice.language(), "");
        return card(
                light,
                voice.get("light." + light.key()) + " · " + voice.get("call." + light.key()),
                Clean.text(voice.said(alert.rule().title())),
                Clean.text(alert.kind()),
                advice.isBlank() ? List.of() : List.of(Clean.prose(voice.localTimes(advice))),
                rows);
    }

    private Card card(
            Light light, String call, String title, String happened, List<String> todo, List<Card.Fact> facts) {
        List<String> steps = todo.stream()
                .limit(Card.MAX_TODO)
                .map(step -> PlainText.line(step, Card.MAX_STEP))
                .toList();
        return new Card(
                light,
                call,
                PlainText.line(title.isBlank() ? "Auscult" : title, Card.MAX_TITLE),
                PlainText.line(happened, Card.MAX_HAPPENED),
                voice.get("head.todo"),
                steps.isEmpty() ? List.of(voice.get("none.todo")) : steps,
                facts);
    }

    private void add(List<Card.Fact> rows, String key, String value) {
        if (!value.isBlank()) {
            rows.add(new Card.Fact(voice.get(key), PlainText.line(value, Card.MAX_FACT)));
        }
    }

    private static String name(Party party) {
        return Clean.text(party.toString());
    }

    private static String key(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
