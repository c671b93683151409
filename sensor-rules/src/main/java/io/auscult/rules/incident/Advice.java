package io.auscult.rules.incident;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.Outcome;
import io.auscult.core.alert.Party;
import io.auscult.rules.rule.AlertDraft;
import io.auscult.rules.rule.RuleFile;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Fills the placeholders of a recommendation: {actor} {target} {targets} {ports} {port_list} {open_ports} {answered} {count} {kind} {sources} {time} and
 * {evidence.NAME}. What stands between {?CONDITION} and {/} is said where it holds (see {@link #holds}); not nested. Stateless.
 */
public final class Advice {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);
    private static final Set<String> OUTSIDE = Set.of("inbound", "external");
    private static final Map<String, String> NOBODY_ANSWERED =
            Map.of("en", "none so far", "nl", "nog geen", "fr", "aucun pour l'instant");

    private static final Map<String, String> ONLY_PINGS =
            Map.of("en", "none, it only pinged", "nl", "geen, enkel pings", "fr", "aucun, seulement des pings");
    private static final Map<String, String> ABOUT = Map.of("en", "about ", "nl", "ongeveer ", "fr", "environ ");
    private static final Map<String, String> MORE =
            Map.of("en", " and %d more", "nl", " en nog %d", "fr", " et %d de plus");
    private static final int MOST_NAMED = 8;
    private static final Words WORDS = new Words();

    private Advice() {}

    static Map<String, String> fill(Alert alert) {
        Map<String, String> filled = new LinkedHashMap<>();
        String time = time(alert.firstSeenNs());
        for (String language : List.of("en", "nl", "fr")) {
            String template = template(alert, language);
            if (template != null) {
                filled.put(
                        language,
                        Template.fill(
                                template,
                                condition -> holds(condition, alert),
                                name -> value(name, language, alert, time)));
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

    private static boolean holds(String condition, Alert alert) {
        return switch (condition) {
            case "open" -> !alert.openPorts().isEmpty();
            case "closed" -> alert.openPorts().isEmpty() && alert.outcome() != Outcome.UNKNOWN;
            case "unseen" -> alert.openPorts().isEmpty() && alert.outcome() == Outcome.UNKNOWN;
            case "one_target" -> alert.targetCount() <= 1;
            case "many_targets" -> alert.targetCount() > 1;
            case "one_port" -> alert.portCount() == 1;
            case "many_ports" -> alert.portCount() > 1;
            case "known" -> alert.actor().ip() != null;
            case "unknown" -> alert.actor().ip() == null;
            case "mac" -> alert.actor().mac() != null;
            default -> throw new IllegalArgumentException("condition: " + condition + " (expected: one of the above)");
        };
    }

    private static String value(String name, String language, Alert alert, String time) {
        return switch (name) {
            case "actor" -> alert.actor().toString();
            case "target" -> alert.target().toString();
            case "targets" -> number(alert, "targets", alert.targetCount(), language);
            case "ports" -> number(alert, "ports", alert.portCount(), language);
            case "mac" -> String.valueOf(alert.actor().mac());
            case "sources" ->
                alert.evidence().getOrDefault("source_sample", alert.evidence().getOrDefault("sources", "?"));
            case "port_list" ->
                alert.ports().isEmpty()
                        ? ONLY_PINGS.getOrDefault(language, "-")
                        : list(alert.ports(), alert.portCount(), language);
            case "open_ports" ->
                alert.openPorts().isEmpty()
                        ? NOBODY_ANSWERED.getOrDefault(language, "-")
                        : list(
                                open(alert.targetCount(), alert.target(), alert.openPorts()),
                                alert.answered(),
                                language);
            case "answered" -> Long.toString(alert.answered());
            case "count" -> Long.toString(alert.count());
            case "kind" -> WORDS.in(language, alert.kind());
            case "time" -> time;
            default ->
                name.startsWith("evidence.")
                        ? WORDS.in(language, alert.evidence().getOrDefault(name.substring("evidence.".length()), "?"))
                        : "{" + name + "}";
        };
    }

    /** What it says besides the recommendations themselves. */
    static List<String> texts() {
        List<String> texts = new ArrayList<>();
        List.of(NOBODY_ANSWERED, ONLY_PINGS, ABOUT, MORE).forEach(each -> texts.addAll(each.values()));
        return texts;
    }

    /** As advice tells a time: to the second, UTC. */
    public static String time(long ns) {
        return TIME.format(Instant.ofEpochSecond(0, ns));
    }

    /** What answered, as people want it: of one target only the ports. */
    public static List<String> open(long targets, Party target, List<String> open) {
        for (String before : targets == 1 ? List.of(target.ip() + ":", "[" + target.ip() + "]:") : List.<String>of()) {
            if (open.stream().allMatch(each -> each.startsWith(before))) {
                return open.stream()
                        .map(each -> each.substring(before.length()))
                        .toList();
            }
        }
        return open;
    }

    private static String number(Alert alert, String what, long number, String language) {
        boolean estimated =
                alert.evidence().getOrDefault(AlertDraft.ESTIMATED, "").contains(what);
        return (estimated ? ABOUT.getOrDefault(language, "") : "") + number;
    }

    private static String list(List<?> some, long all, String language) {
        int shown = Math.min(MOST_NAMED, some.size());
        StringBuilder text = new StringBuilder();
        for (Object each : some.subList(0, shown)) {
            text.append(text.isEmpty() ? "" : ", ").append(each);
        }
        long more = Math.max(all, some.size()) - shown;
        return text.append(more > 0 ? String.format(MORE.getOrDefault(language, ""), more) : "")
                .toString();
    }
}
