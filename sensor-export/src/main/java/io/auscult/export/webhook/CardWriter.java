package io.auscult.export.webhook;

import io.auscult.core.alert.Incident;
import io.auscult.core.alert.Light;
import io.auscult.export.PlainText;
import io.auscult.export.notice.Notices;
import io.auscult.export.notice.Notices.Waiting;
import io.auscult.export.page.IncidentFacts;
import io.auscult.export.page.Voice;
import io.auscult.export.share.Marking;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says of incidents what fits a message: of one, what to do before anything else. One thread. */
final class CardWriter {
    private static final int MAX_NAMED = 5;
    private static final int MAX_WORDS = 160; // UTF-16 units

    private final Voice voice;
    private final String sensor;

    /** @param sensor its name */
    CardWriter(Voice voice, String sensor) {
        this.voice = voice;
        this.sensor = sensor;
    }

    /** @param marking how freely it may be told; null where nobody said so */
    Card of(Incident incident, @Nullable Marking marking) {
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
                labelled(marking, facts.lightWord() + " · " + facts.call()),
                facts.headline(),
                (facts.happened() + " " + facts.outcome()).strip(),
                facts.todo(),
                rows);
    }

    private static String labelled(@Nullable Marking marking, String call) {
        return marking == null ? call : marking + " · " + call;
    }

    /** Many in one message, the worst first. @param beyond how many more are only counted */
    Card summary(List<Waiting> waiting, long beyond) {
        List<Waiting> worst = new ArrayList<>(waiting);
        worst.sort(Waiting.WORST);
        List<String> lines = worst.stream()
                .limit(Card.MAX_LISTED)
                .map(each -> voice.get("light." + each.light().key()) + ", "
                        + IncidentFacts.severityWord(each.severity(), voice) + " " + each.severity() + "/10: "
                        + PlainText.line(each.headline() + " - " + each.actor(), MAX_WORDS) + ", "
                        + voice.time(each.firstNs()))
                .map(line -> PlainText.line(line, Card.MAX_LINE))
                .toList();
        long unlisted = waiting.size() - lines.size() + beyond;
        Light light = worst.getFirst().light();
        return new Card(
                light,
                labelled(
                        Notices.marking(waiting),
                        voice.get("light." + light.key()) + " · " + voice.get("call." + light.key())),
                voice.count("digest.chat", waiting.size() + beyond),
                unlisted > 0 ? voice.count("digest.more", unlisted) : "",
                voice.get("digest.chat.why"),
                lines,
                List.of());
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
}
