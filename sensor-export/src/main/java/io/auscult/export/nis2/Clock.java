package io.auscult.export.nis2;

import io.auscult.export.page.Voice;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;

/**
 * What the deadlines count from, and what was sent. Immutable.
 *
 * @param aware when one became aware
 * @param isAssumed whether nobody said so, and it is when the sensor told of it
 * @param sent when each report was sent, of those where that is known
 * @param now the time it is
 */
public record Clock(Instant aware, boolean isAssumed, Map<Stage, Instant> sent, Instant now) {
    public Clock {
        sent = Map.copyOf(sent);
    }

    /** When a report has to be there at the latest. */
    public Instant due(Stage stage, ZoneId zone) {
        return stage.due(stage == Stage.FINAL ? sent.getOrDefault(Stage.NOTIFICATION, aware) : aware, zone);
    }

    /** Whether it is still to be sent: a later one says all that it would. */
    public boolean isOpen(Stage stage) {
        return sent.keySet().stream().noneMatch(each -> each.compareTo(stage) >= 0);
    }

    /** When it was sent, or how long there is, in the reader's words. */
    public String left(Stage stage, Voice voice) {
        Instant at = sent.get(stage);
        if (at != null) {
            return voice.get("nis2.sent", voice.minute(at) + " " + voice.zoneAt(at));
        }
        Duration left = Duration.between(now, due(stage, voice.zone()));
        if (!isOpen(stage)) {
            return "–";
        }
        return left.isNegative()
                ? voice.get("nis2.over", voice.duration(left.negated().toNanos()))
                : voice.get("nis2.left", voice.duration(left.toNanos()));
    }
}
