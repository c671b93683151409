package io.auscult.rules.incident;

import io.auscult.core.alert.Alert;
import io.auscult.rules.rule.RuleFile;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Fills the placeholders of a recommendation: {actor} {target} {targets} {ports} {port_list} {open_ports} {answered} {count} {kind} {time} and {evidence.NAME}. Stateless. */
final class Advice {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);
    private static final Set<String> OUTSIDE = Set.of("inbound", "external");
    private static final Map<String, String> NOBODY_ANSWERED =
            Map.of("en", "none so far", "nl", "nog geen", "fr", "aucun pour l'instant");

    private static final Map<String, String> ONLY_PINGS =
            Map.of("en", "none, it only pinged", "nl", "geen, enkel pings", "fr", "aucun, seulement des pings");
    private static final Map<String, String> AND = Map.of("nl", " en ", "fr", " et ");

    private Advice() {}

    static Map<String, String> fill(Alert alert) {
        Map<String, String> filled = new LinkedHashMap<>();
        for (String language : List.of("en", "nl", "fr")) {
            String template = template(alert, language);
            if (template != null) {
                filled.put(language, fill(template, language, alert));
            }
        }
        return filled;
    }

    /** Nobody finds an actor on the Internet at a switch port of ours. */
    private static @Nullable String template(Alert alert, String language) {
        String usual = alert.recommendation().get(language);
        boolean isOutside = OUTSIDE.contains(alert.evidence().getOrDefault("direction", ""));
        return isOutside ? alert.recommendation().getOrDefault(language + RuleFile.OUTSIDE, usual) : usual;
    }

    private static String fill(String template, String language, Alert alert) {
        StringBuilder text = new StringBuilder(template.length() + 64);
        int at = 0;
        while (at < template.length()) {
            int open = template.indexOf('{', at);
            int close = open < 0 ? -1 : template.indexOf('}', open);
            if (close < 0) {
                break;
            }
            text.append(template, at, open).append(value(template.substring(open + 1, close), language, alert));
            at = close + 1;
        }
        return text.append(template, at, template.length()).toString();
    }

    private static String value(String name, String language, Alert alert) {
        return switch (name) {
            case "actor" -> alert.actor().toString();
            case "target" -> alert.target().toString();
            case "targets" -> Long.toString(alert.targetCount());
            case "ports" -> Long.toString(alert.portCount());
            case "port_list" ->
                alert.ports().isEmpty()
                        ? ONLY_PINGS.getOrDefault(language, "-")
                        : list(alert.ports(), alert.portCount());
            case "open_ports" ->
                alert.openPorts().isEmpty()
                        ? NOBODY_ANSWERED.getOrDefault(language, "-")
                        : list(alert.openPorts(), alert.answered());
            case "answered" -> Long.toString(alert.answered());
            case "count" -> Long.toString(alert.count());
            case "kind" -> alert.kind().replace(" and ", AND.getOrDefault(language, " and "));
            case "time" ->
                TIME.format(Instant.ofEpochSecond(
                        Math.floorDiv(alert.firstSeenNs(), 1_000_000_000L),
                        Math.floorMod(alert.firstSeenNs(), 1_000_000_000L)));
            default ->
                name.startsWith("evidence.")
                        ? alert.evidence().getOrDefault(name.substring("evidence.".length()), "?")
                        : "{" + name + "}";
        };
    }

    private static String list(List<?> some, long all) {
        StringBuilder text = new StringBuilder();
        for (Object each : some) {
            text.append(text.isEmpty() ? "" : ", ").append(each);
        }
        return text.append(all > some.size() ? ", ..." : "").toString();
    }
}
