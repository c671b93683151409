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
 * @param severity how severe it was then
 * @param untilNs packet time up to which it was known then
 * @param marking how it was marked then
 */
public record Decision(
        boolean isApproved, String by, Instant at, String reason, int severity, long untilNs, Marking marking) {
    Map<String, String> lines() {
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put("decision", isApproved ? "approved" : "denied");
        lines.put("by", by);
        lines.put("at", at.toString());
        lines.put("reason", reason);
        lines.put("severity", Integer.toString(severity));
        lines.put("until_ns", Long.toString(untilNs));
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
                    Integer.parseInt(lines.getOrDefault("severity", "0")),
                    Long.parseLong(lines.getOrDefault("until_ns", "0")),
                    new Marking(
                            Tlp.parse(lines.getOrDefault("tlp", ""), Tlp.CLEAR),
                            Pap.of(lines.getOrDefault("pap", "clear"))));
        } catch (DateTimeException | IllegalArgumentException e) {
            return null;
        }
    }
}
