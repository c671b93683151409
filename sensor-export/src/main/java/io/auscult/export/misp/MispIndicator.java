package io.auscult.export.misp;

import com.fasterxml.jackson.databind.JsonNode;
import io.auscult.core.indicator.Indicator;
import io.auscult.core.indicator.IndicatorSink;
import io.auscult.core.indicator.MispAttribute;
import io.auscult.core.indicator.MispTags;
import io.auscult.core.indicator.StixPattern.Term;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * An attribute as MISP's search tells it. Immutable.
 *
 * @param uuid of the attribute
 * @param type MISP's name
 * @param value as MISP keeps it
 * @param event title of its event
 * @param tags its own and its event's
 * @param toIds whether it is for detection
 * @param deleted whether somebody took it back
 * @param last when it was last changed or seen
 */
record MispIndicator(
        String uuid,
        String type,
        String value,
        String event,
        List<String> tags,
        boolean toIds,
        boolean deleted,
        Instant last) {
    static MispIndicator of(JsonNode json) {
        List<String> tags = new ArrayList<>();
        json.path("Tag").forEach(tag -> tags.add(MispText.line(tag.path("name").asText(), MispText.MOST_NAME)));
        Instant last = Instant.ofEpochSecond(Math.clamp(json.path("timestamp").asLong(0), 0, 100_000_000_000L));
        Instant seen = seen(json.path("last_seen").asText(""));
        return new MispIndicator(
                json.path("uuid").asText().toLowerCase(Locale.ROOT),
                json.path("type").asText(),
                json.path("value").asText(),
                MispText.line(json.path("Event").path("info").asText(), Indicator.MOST_LABEL),
                List.copyOf(tags),
                json.path("to_ids").asBoolean(),
                EventChange.isDeleted(json),
                seen.isAfter(last) ? seen : last);
    }

    private static Instant seen(String text) {
        try {
            return text.isEmpty() ? Instant.EPOCH : Instant.parse(text.replace("+00:00", "Z"));
        } catch (DateTimeParseException e) {
            return Instant.EPOCH;
        }
    }

    /** All that can be looked for of it. */
    void put(MispFeedSettings settings, IndicatorSink sink) {
        List<Indicator> now = new ArrayList<>();
        Duration expiry = settings.expiry();
        Instant until = expiry.isZero() ? null : last.plus(expiry);
        List<String> labels = new ArrayList<>();
        if (!event.isEmpty()) {
            labels.add(event);
        }
        tags.stream().filter(tag -> !tag.startsWith("tlp:")).forEach(labels::add);
        for (Term term : MispAttribute.read(type, value)) {
            try {
                now.add(new Indicator(
                        term.type(),
                        term.value(),
                        settings.name(),
                        uuid,
                        MispTags.confidence(tags),
                        MispTags.tlp(tags, settings.tlp()),
                        null,
                        until,
                        labels));
            } catch (IllegalArgumentException e) {
                sink.refused(uuid, MispText.line(String.valueOf(e.getMessage()), MispText.MOST_NAME));
            }
        }
        if (now.isEmpty()) {
            sink.refused(uuid, MispText.line(type, MispText.MOST_NAME) + ": nothing of it shows in traffic");
        }
        sink.put(uuid, now);
    }
}
