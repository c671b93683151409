package io.auscult.app.summary;

import io.auscult.app.config.Language;
import io.auscult.core.alert.AffectedHost;
import io.auscult.core.alert.Alert;
import io.auscult.core.alert.EvidenceRef;
import io.auscult.core.alert.Finding;
import io.auscult.core.alert.Incident;
import io.auscult.core.alert.Level;
import io.auscult.core.alert.Namesakes;
import io.auscult.core.alert.Party;
import io.auscult.core.alert.Phase;
import io.auscult.core.alert.Technique;
import io.auscult.rules.incident.Advice;
import io.auscult.rules.incident.Words;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One incident for a person at a terminal: what happened in two sentences, then whom, step by step, what became of it, what to do. Used by one thread. At most
 * {@link #MAX_STEPS} steps are listed.
 */
final class IncidentText {
    private static final int MAX_STEPS = 12;
    private static final int MAX_NAMED = 4; // hosts, users, techniques
    private static final int MAX_PORTS = 8;
    private static final int MAX_EVIDENCE = 6;
    private static final int COLUMN = 10;
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d UTC");
    private static final Party NOBODY = new Party(null, null, null, null);

    private final Terminal terminal;
    private final Language language;
    private final Texts texts;
    private final Words words;
    private final LongFunction<String> times;
    private final List<String> lines = new ArrayList<>();

    /** @param times a time in ns as the reader's clock shows it */
    IncidentText(Terminal terminal, Language language, Texts texts, Words words, LongFunction<String> times) {
        this.terminal = terminal;
        this.language = language;
        this.texts = texts;
        this.words = words;
        this.times = times;
    }

    List<String> lines(int number, Incident incident) {
        lines.clear();
        head(number, incident);
        paragraph("    ", incident.happened().getOrDefault(language.code(), ""));
        if (!incident.hosts().isEmpty() || !incident.gravest().target().equals(NOBODY)) {
            field("whom", whom(incident));
        }
        if (incident.rules().size() == 1) {
            field("what", what(incident.gravest()));
            field("often", often(incident));
        } else {
            field("phases", phases(incident));
            steps(incident);
            field("when", span(incident));
        }
        field("outcome", outcome(incident));
        field("attack", techniques(incident));
        advice(incident);
        field("evidence", evidence(incident));
        return List.copyOf(lines);
    }

    private void head(int number, Incident incident) {
        Level level = Colour.level(incident.severity());
        String gravity = texts.get(Colour.key(level)) + " " + incident.severity() + "/10";
        String head = number + ". ";
        int indent = 3 + head.length() + gravity.length();
        List<String> title =
                Wrapping.wrap(incident.headline().getOrDefault(language.code(), ""), Terminal.WIDTH - indent);
        lines.add(" " + terminal.bold(head)
                + terminal.paint(Colour.of(level).foreground(), gravity) + "  "
                + terminal.bold(title.getFirst()));
        for (String rest : title.subList(1, title.size())) {
            lines.add(" ".repeat(indent) + terminal.bold(rest));
        }
    }

    private String said(String english) {
        return words.in(language.code(), english);
    }

    /** Those on whom most was done, as far as they are known. */
    private String whom(Incident incident) {
        List<String> hosts = new ArrayList<>();
        for (AffectedHost host : incident.hosts()) {
            String roles = String.join(", ", host.roles());
            hosts.add(host.host() + (roles.isEmpty() ? "" : " [" + roles + "]"));
        }
        String whom = hosts.isEmpty()
                ? said(incident.gravest().target().toString())
                : listed(hosts, MAX_NAMED, Math.max(incident.hostCount(), hosts.size()));
        return incident.users().isEmpty()
                ? whom
                : whom
                        + texts.get(
                                "then.users",
                                listed(
                                        incident.users(),
                                        MAX_NAMED,
                                        incident.users().size()));
    }

    private String what(Finding finding) {
        String kinds = finding.kinds().stream().map(this::said).collect(Collectors.joining(texts.get("then")));
        if (finding.ports().isEmpty()) {
            return kinds;
        }
        String ports = listed(finding.ports(), MAX_PORTS, finding.portCount());
        return kinds + texts.get("then") + texts.get(finding.portCount() == 1 ? "ports.one" : "ports.many", ports);
    }

    private String often(Incident incident) {
        long count = incident.findings().stream().mapToLong(Finding::count).sum();
        return texts.count("tries", count) + " " + span(incident);
    }

    private String span(Incident incident) {
        long lasted = incident.lastSeenNs() - incident.firstSeenNs();
        String first = times.apply(incident.firstSeenNs());
        return lasted < 1_000_000 ? texts.get("at", first) : texts.get("within", texts.duration(lasted), first);
    }

    private String phases(Incident incident) {
        return incident.phases().stream()
                .map(Phase::key)
                .map(phase -> texts.get("phase." + phase))
                .collect(Collectors.joining(" > "));
    }

    /** What was noticed, by whom, in the order it began; what one did to several by one rule is one step. */
    private void steps(Incident incident) {
        Map<String, List<Finding>> steps = new LinkedHashMap<>();
        for (Finding finding : incident.findings()) {
            steps.computeIfAbsent(finding.rule().id() + "/" + finding.actor().key(), key -> new ArrayList<>())
                    .add(finding);
        }
        Namesakes namesakes = Namesakes.of(incident);
        String name = "steps";
        int told = 0;
        for (List<Finding> step : steps.values()) {
            if (told++ < MAX_STEPS) {
                field(name, step(step, incident.hops().size() > 1, namesakes));
                name = "";
            }
        }
        if (told > MAX_STEPS) {
            field("", texts.get("steps.more", texts.number(told - MAX_STEPS)));
        }
    }

    private String step(List<Finding> findings, boolean hasHops, Namesakes namesakes) {
        Finding first = findings.getFirst();
        Finding gravest = findings.stream()
                .max(Comparator.comparing(finding -> outcomeRank(finding)))
                .orElse(first);
        long count = findings.stream().mapToLong(Finding::count).sum();
        long hosts = findings.size() > 1 ? findings.size() : Math.max(1, first.targetCount());
        String whom = hosts > 1 ? texts.get("alert.targets", texts.number(hosts)) : namesakes.brief(first.target());
        return texts.get(
                hasHops ? "step.by" : "step",
                times.apply(first.firstSeenNs()).replaceFirst(".* ", ""),
                said(first.rule().title()),
                whom,
                texts.count("tries", count),
                texts.get("outcome." + gravest.outcome().name().toLowerCase(Locale.ROOT)),
                said(namesakes.brief(first.actor())));
    }

    private static int outcomeRank(Finding finding) {
        return switch (finding.outcome()) {
            case SUCCEEDED -> 3;
            case UNKNOWN -> 2;
            case ATTEMPTED -> 1;
            case FAILED -> 0;
        };
    }

    /** In the terms of what was tried; what answered a scan, in numbers too. */
    private String outcome(Incident incident) {
        String told = incident.outcomes().getOrDefault(language.code(), "");
        boolean isScan = incident.phases().stream().noneMatch(Phase::isIntrusive);
        List<String> open = incident.openPorts();
        if (!isScan || open.isEmpty()) {
            return told.isEmpty()
                    ? texts.get("outcome." + incident.outcome().name().toLowerCase(Locale.ROOT))
                    : told;
        }
        Alert alert = incident.gravest().latest();
        long all = Math.max(open.size(), alert.answered());
        boolean areHosts = open.stream().allMatch(IncidentText::isHost);
        return texts.count("answered", all)
                + texts.get(areHosts ? "then.hosts" : "then.open", listed(open(incident), MAX_PORTS, all));
    }

    private static boolean isHost(String answered) {
        return !answered.startsWith("[")
                && answered.chars().filter(c -> c == ':').count() != 1;
    }

    /** Of one target the ports are enough. */
    private static List<String> open(Incident incident) {
        List<String> open = Advice.open(incident.hostCount(), incident.gravest().target(), incident.openPorts());
        boolean areNumbers = open.stream()
                .allMatch(each -> each.length() <= 5 && each.chars().allMatch(Character::isDigit));
        return areNumbers
                ? open.stream()
                        .sorted(Comparator.comparingInt(Integer::parseInt))
                        .toList()
                : open;
    }

    private String techniques(Incident incident) {
        Set<String> techniques = new LinkedHashSet<>();
        for (Technique technique : incident.techniques()) {
            techniques.add(technique.id() + " " + technique.name());
        }
        return listed(List.copyOf(techniques), 2 * MAX_NAMED, techniques.size());
    }

    private void advice(Incident incident) {
        List<String> steps = incident.recommendations().getOrDefault(language.code(), List.of());
        String name = texts.get("advice");
        for (int i = 0; i < steps.size(); i++) {
            String text = localTimes(steps.get(i));
            if (steps.size() == 1) {
                block(name, COLUMN, text);
            } else {
                List<String> wrapped = Wrapping.wrap(text, Terminal.WIDTH - 4 - COLUMN - 3);
                for (int k = 0; k < wrapped.size(); k++) {
                    String label = i == 0 && k == 0 ? name : "";
                    lines.add("    " + terminal.dim(label)
                            + " ".repeat(Math.max(1, COLUMN - label.length()))
                            + (k == 0 ? i + 1 + ". " : "   ")
                            + wrapped.get(k));
                }
            }
        }
    }

    /** With times as everywhere else here; outputs have them in UTC. */
    private String localTimes(String text) {
        return TIME.matcher(text).replaceAll((MatchResult found) -> {
            String iso = found.group().replace(" UTC", "Z").replace(' ', 'T');
            return times.apply(Instant.parse(iso).getEpochSecond() * 1_000_000_000L)
                    .replace(' ', Wrapping.TIED);
        });
    }

    private String evidence(Incident incident) {
        Set<String> packets = new LinkedHashSet<>();
        Set<String> uids = new LinkedHashSet<>();
        for (EvidenceRef evidence : incident.evidence()) {
            if (evidence.connection().packetNumber() > 0) {
                packets.add(Long.toString(evidence.connection().packetNumber()));
            }
            if (!evidence.uid().isEmpty()) {
                uids.add(evidence.uid());
            }
        }
        List<String> parts = new ArrayList<>();
        if (!packets.isEmpty()) {
            parts.add(texts.get("packets", listed(List.copyOf(packets), MAX_EVIDENCE, packets.size())));
        }
        if (!uids.isEmpty()) {
            parts.add(texts.get("flows", listed(List.copyOf(uids), MAX_NAMED, uids.size())));
        }
        return String.join(texts.get("then"), parts);
    }

    private String listed(List<?> sample, int most, long all) {
        List<String> some = sample.stream().limit(most).map(Object::toString).toList();
        String named = String.join(", ", some);
        return all > some.size() ? texts.get("more", named, texts.number(all - some.size())) : named;
    }

    private void paragraph(String indent, String text) {
        if (!text.isEmpty()) {
            for (String line : Wrapping.wrap(text, Terminal.WIDTH - indent.length())) {
                lines.add(indent + line);
            }
        }
    }

    private void field(String key, String text) {
        block(key.isEmpty() ? "" : texts.get(key), COLUMN, text);
    }

    private void block(String name, int column, String text) {
        lines.addAll(Wrapping.block("    ", name, column, text, terminal));
    }
}
