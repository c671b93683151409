package io.auscult.app;

import io.auscult.app.summary.Wrapping;
import io.auscult.core.alert.Level;
import io.auscult.core.event.IpAddress;
import io.auscult.core.event.Network;
import io.auscult.rules.exception.Exemption;
import io.auscult.rules.exception.Proposal;
import io.auscult.rules.role.Role;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What {@code auscult benchmark-noise} says: what would have alarmed, and the roles and exceptions that would be right, to be pasted. Made once, immutable. */
final class NoiseReport {
    private static final int NAMED = 4;
    private static final int WIDTH = 100;

    private final List<Proposal> proposals;
    private final LocalDate expires;

    /** @param expires of what is proposed */
    NoiseReport(List<Proposal> proposals, LocalDate expires) {
        this.proposals = List.copyOf(proposals);
        this.expires = expires;
    }

    static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** For people: rule by rule, and who. */
    List<String> lines() {
        Map<String, List<Proposal>> byRule = new LinkedHashMap<>();
        proposals.forEach(each -> byRule.computeIfAbsent(each.rule().id(), id -> new ArrayList<>())
                .add(each));
        List<String> lines = new ArrayList<>();
        byRule.forEach((rule, those) -> {
            long alerts = those.stream().mapToLong(Proposal::alerts).sum();
            Level worst = those.getFirst().level();
            lines.add(lower(worst).toUpperCase(Locale.ROOT) + "  " + rule + "  "
                    + those.getFirst().rule().title() + ": " + times(alerts));
            for (Proposal each : those) {
                wrap(
                        lines,
                        "    ",
                        "    ",
                        each.actor() + to(each) + ": " + times(each.alerts()) + ", highest " + lower(each.level()));
                wrap(lines, "      right would be: ", "                      ", right(each));
                wrap(lines, "      you give up:    ", "                      ", givesUp(each));
            }
        });
        return lines;
    }

    private static String times(long alerts) {
        return alerts == 1 ? "one alert" : alerts + " alerts";
    }

    private static String to(Proposal each) {
        if (each.targets().isEmpty()) {
            return "";
        }
        String named =
                each.targets().stream().limit(NAMED).map(IpAddress::toString).collect(Collectors.joining(", "));
        long more = each.targetCount() - Math.min(NAMED, each.targets().size());
        String ports = each.ports().isEmpty()
                ? ""
                : " port "
                        + each.ports().stream()
                                .limit(NAMED)
                                .map(String::valueOf)
                                .collect(Collectors.joining(", "))
                        + (each.ports().size() > NAMED ? " ..." : "");
        return " at " + named + (more > 0 ? " and " + more + " more" : "") + ports;
    }

    private static String right(Proposal each) {
        if (each.role() != null) {
            return "the role " + each.role().key() + ": it looks like one";
        }
        String roles = explaining(each);
        String either = roles.isEmpty() ? "" : "; or a role, if that is its work: " + roles;
        return each.exemption() == null
                ? "nothing that an exception can name" + either
                : "an exception, if you know why it does this" + either;
    }

    private static String explaining(Proposal each) {
        List<String> roles = new ArrayList<>();
        for (Role role : Role.values()) {
            if (role.explains(each.rule().id(), each.rule().area())) {
                roles.add(role.key());
            }
        }
        return String.join(", ", roles);
    }

    private static String givesUp(Proposal each) {
        Role role = each.role();
        if (role != null) {
            return "everything by " + each.actor() + " that a " + role.key() + " is expected to do";
        }
        Exemption exemption = each.exemption();
        if (exemption == null) {
            return "nothing; it goes on to be told";
        }
        return "\"" + each.rule().title() + "\" by " + (exemption.sources().isEmpty() ? "anybody" : each.actor())
                + (exemption.targets().isEmpty() ? " against anybody" : " against " + hosts(exemption))
                + (exemption.ports().isEmpty()
                        ? ""
                        : " on port "
                                + exemption.ports().stream()
                                        .map(Object::toString)
                                        .collect(Collectors.joining(", ")))
                + ", up to level "
                + lower(exemption.upTo()) + ", also when an intruder does it from there";
    }

    /** What is to be pasted into the configuration; reason and author are left empty, which the configuration refuses. */
    List<String> yaml() {
        List<String> lines = new ArrayList<>();
        Set<String> roles = new LinkedHashSet<>();
        for (Proposal each : proposals) {
            Role role = each.role();
            if (role != null && roles.add(role.key() + each.actor().key())) {
                lines.add(lines.isEmpty() ? "roles:" : "");
                wrap(lines, "  # gives up ", "  # ", givesUp(each));
                lines.add("  - role: " + role.key());
                lines.add("    addresses: [\"" + each.actor().key() + "\"]");
                toFillIn(lines);
            }
        }
        boolean isFirst = true;
        for (Proposal each : proposals) {
            Exemption exemption = each.exemption();
            if (each.role() != null || exemption == null) {
                continue;
            }
            lines.add(isFirst ? "exceptions:" : "");
            isFirst = false;
            wrap(lines, "  # gives up ", "  # ", givesUp(each));
            lines.add("  - rules: [" + each.rule().id() + "]");
            list(
                    lines,
                    "source",
                    exemption.sources().stream()
                            .map(network -> quoted(single(network)))
                            .toList());
            list(
                    lines,
                    "target",
                    exemption.targets().stream()
                            .map(network -> quoted(single(network)))
                            .toList());
            list(
                    lines,
                    "ports",
                    exemption.ports().stream().map(Object::toString).toList());
            lines.add("    up_to: " + lower(exemption.upTo()));
            toFillIn(lines);
        }
        return lines;
    }

    private void toFillIn(List<String> lines) {
        lines.add("    reason: # fill in: why this is to be expected");
        lines.add("    author: # fill in: who decided it");
        lines.add("    expires: " + expires);
    }

    private static void list(List<String> lines, String name, List<String> values) {
        if (!values.isEmpty()) {
            lines.add("    " + name + ": [" + String.join(", ", values) + "]");
        }
    }

    private static String quoted(Object value) {
        return "\"" + value + "\"";
    }

    private static String hosts(Exemption exemption) {
        return exemption.targets().size() == 1
                ? single(exemption.targets().getFirst())
                : exemption.targets().size() + " hosts";
    }

    /** A single address without the length of its prefix. */
    private static String single(Network network) {
        return network.bits() == 128 ? new IpAddress(network.high(), network.low()).toString() : network.toString();
    }

    /** Names come from the network: nothing in them may end a line. */
    private static void wrap(List<String> lines, String first, String others, String text) {
        StringBuilder line = new StringBuilder(first);
        boolean isEmpty = true;
        for (String word : Wrapping.clean(text).split(" ")) {
            if (!isEmpty && line.length() + 1 + word.length() > WIDTH) {
                lines.add(line.toString());
                line = new StringBuilder(others);
                isEmpty = true;
            }
            line.append(isEmpty ? "" : " ").append(word);
            isEmpty = false;
        }
        lines.add(line.toString());
    }

    /** One JSON object a line: a rule and an actor each. */
    List<String> json() {
        return proposals.stream().map(this::json).toList();
    }

    private String json(Proposal each) {
        StringBuilder out = new StringBuilder("{");
        text(out, "rule", each.rule().id());
        text(out, "title", each.rule().title());
        text(out, "level", lower(each.level()));
        text(out, "actor", each.actor().key());
        text(out, "host", each.actor().host());
        out.append("\"alerts\":").append(each.alerts()).append(',');
        out.append("\"first_seen\":").append(seconds(each.firstNs())).append(',');
        out.append("\"last_seen\":").append(seconds(each.lastNs())).append(',');
        out.append("\"target_count\":").append(each.targetCount()).append(',');
        out.append("\"targets\":")
                .append(each.targets().stream().map(NoiseReport::quoted).collect(Collectors.joining(",", "[", "]")))
                .append(',');
        out.append("\"ports\":")
                .append(each.ports().stream().map(String::valueOf).collect(Collectors.joining(",", "[", "]")))
                .append(',');
        Role role = each.role();
        text(out, "propose", role != null ? "role" : each.exemption() != null ? "exception" : "nothing");
        text(out, "role", role == null ? null : role.key());
        text(out, "gives_up", givesUp(each));
        text(out, "yaml", String.join("\n", new NoiseReport(List.of(each), expires).yaml()) + "\n");
        out.setLength(out.length() - 1);
        return out.append('}').toString();
    }

    private static String seconds(long ns) {
        return BigDecimal.valueOf(ns / 1_000, 6).toPlainString();
    }

    private static void text(StringBuilder out, String name, @Nullable String value) {
        if (value == null) {
            return;
        }
        out.append('"').append(name).append("\":\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"', '\\' -> out.append('\\').append(c);
                case '\n' -> out.append("\\n");
                default -> out.append(c < ' ' ? ' ' : c);
            }
        }
        out.append("\",");
    }
}
