package io.auscult.export.share;

import io.auscult.core.indicator.Tlp;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a person decided about an incident and a receiver. Immutable.
 *
 * @param isApproved whether it may leave
 * @param by who
 * @param at when
 * @param reason why; may be empty
 * @param alerts how many alerts it had then
 * @param severity how severe it was then
 * @param marking how it was marked then
 */
public record Decision(
        boolean isApproved, String by, Instant at, String reason, long alerts, int severity, Marking marking) {
    Map<String, String> lines() {
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put("decision", isApproved ? "approved" : "denied");
        lines.put("by", by);
        lines.put("at", at.toString());
        lines.put("reason", reason);
        lines.put("alerts", Long.toString(alerts));
        lines.put("severity", Integer.toString(severity));
        lines.put("tlp", marking.tlp().tag());
        lines.put("pap", marking.pap().key());
        return lines;
    }

    /** Null when they are none: then nothing is decided. */
    static @Nullable Decision of(Map<String, String> lines) {
        try {
            String decision = lines.getOrDefault("decision", "");
            if (!decision.equals("approved") && !decision.equals("denied")) {
                return null;
            }
            return new Decision(
                    decision.equals("approved"),
                    lines.getOrDefault("by", ""),
                    Instant.parse(lines.getOrDefault("at", "")),
                    lines.getOrDefault("reason", ""),
                    Long.parseLong(lines.getOrDefault("alerts", "0")),
                    Integer.parseInt(lines.getOrDefault("severity", "0")),
                    new Marking(
                            Tlp.parse(lines.getOrDefault("tlp", ""), Tlp.CLEAR),
                            Pap.of(lines.getOrDefault("pap", "clear"))));
        } catch (DateTimeException | IllegalArgumentException e) {
            return null;
        }
    }
}
