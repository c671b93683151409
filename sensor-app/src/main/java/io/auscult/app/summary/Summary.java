package io.auscult.app.summary;

import io.auscult.app.config.Language;
import io.auscult.core.alert.Incident;
import io.auscult.core.alert.Light;
import io.auscult.core.alert.Technique;
import io.auscult.core.counter.Anomaly;
import io.auscult.core.counter.Counter;
import io.auscult.rules.attempt.AttemptSummary;
import io.auscult.rules.exception.HeldBack;
import io.auscult.rules.incident.IncidentCounts;
import io.auscult.rules.incident.LightReason;
import io.auscult.rules.incident.Words;
import java.io.PrintStream;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The end of a run, for a person: a traffic light, the incidents, then what was read and what was lost. Used once, by the main
 * thread. At most {@link #MAX_INCIDENTS} incidents are told in full.
 */
public final class Summary {
    public static final int MAX_INCIDENTS = 20;
    private static final int MAX_ANOMALIES = 5;
    private static final int MAX_SERVICES = 8;
    private static final int MAX_SUPPRESSED = 10;
    private static final int MAX_ATTEMPTS = 8; // techniques
    private static final int MAX_NAMED = 4; // targets, ports
    private static final List<Counter> LOSSES = List.of(
            Counter.PACKETS_DROPPED_KERNEL,
            Counter.PACKETS_DROPPED_INTERFACE,
            Counter.PACKETS_DROPPED_LINK_TYPE,
            Counter.PACKETS_DROPPED_MALFORMED,
            Counter.PACKETS_DROPPED_FRAGMENT,
            Counter.PACKETS_DROPPED_DUPLICATE,
            Counter.PACKETS_DROPPED_LANE,
            Counter.PACKETS_CUT,
            Counter.STREAM_BYTES_MISSING,
            Counter.STREAM_SEGMENTS_DROPPED,
            Counter.PARSERS_DROPPED,
            Counter.FLOWS_EVICTED,
            Counter.EVENTS_DROPPED,
            Counter.ALERTS_LOST,
            Counter.LOG_LINES_LOST,
            Counter.PARSER_CRASHES,
            Counter.DETECTOR_CRASHES);

    private final PrintStream out;
    private final Terminal terminal;
    private final Language language;
    private final Texts texts;
    private final Words words = new Words();
    private final IncidentText incident;
    private final DateTimeFormatter times;
    private final DateTimeFormatter days;
    private final DateTimeFormatter clock;
    private final DateTimeFormatter zones;

    public Summary(PrintStream out, Terminal terminal, Language language, ZoneId zone) {
        this.out = out;
        this.terminal = terminal;
        this.language = language;
        this.texts = new Texts(language);
        this.times = DateTimeFormatter.ofPattern(texts.get("date") + " HH:mm:ss", Locale.ROOT)
                .withZone(zone);
        this.incident = new IncidentText(terminal, language, texts, words, this::time);
        this.days = DateTimeFormatter.ofPattern(texts.get("date"), Locale.ROOT).withZone(zone);
        this.clock = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(zone);
        this.zones = DateTimeFormatter.ofPattern("zzz", Locale.ENGLISH).withZone(zone);
    }

    public void print(RunReport report) {
        out.println();
        light(report);
        List<Incident> incidents = report.incidents();
        int told = Math.min(MAX_INCIDENTS, incidents.size());
        for (int i = 0; i < told; i++) {
            out.println();
            incident.lines(i + 1, incidents.get(i)).forEach(out::println);
        }
        int more = report.incidentCounts().all() - told;
        if (more > 0) {
            out.println();
            out.println(" " + texts.count("incidents.more", more));
        }
        out.println();
        read(report);
        attempts(report.attempts());
        suppressed(report);
        lost(report);
        odd(report);
        extracted(report);
        evidence(report);
        section("written", report.outputs());
        out.flush();
    }

    private void light(RunReport report) {
        Light light = report.incidents().isEmpty()
                ? Light.GREEN
                : report.incidents().getFirst().light();
        long packets = report.counts().get(Counter.PACKETS_RECEIVED);
        String verdict = light == Light.GREEN && packets == 0 ? texts.get("verdict.empty") : reason(report);
        String word = texts.get("light." + light.key());
        List<String> lines = Wrapping.wrap(verdict, Terminal.WIDTH - word.length() - 5);
        out.println(" " + terminal.paint(Colour.of(light).sgr(), " " + word + " ") + "  " + lines.getFirst());
        for (String rest : lines.subList(1, lines.size())) {
            out.println(" ".repeat(word.length() + 5) + rest);
        }
    }

    /** Why it shows this colour, and how many more there are. */
    private String reason(RunReport report) {
        IncidentCounts counts = report.incidentCounts();
        String reason = LightReason.of(report.incidents(), counts).getOrDefault(language.code(), "");
        return counts.red() == 0 || counts.all() == 1
                ? reason
                : reason + " "
                        + texts.get(
                                "verdict.red." + (counts.red() == 1 ? "one" : "many"),
                                texts.number(counts.red()),
                                texts.number(counts.all()));
    }

    private String said(String english) {
        return words.in(language.code(), english);
    }

    private void read(RunReport report) {
        List<String> lines = new ArrayList<>();
        long packets = report.counts().get(Counter.PACKETS_RECEIVED);
        lines.add(texts.get("from", texts.count("packets", packets), sources(report.sources())) + ", "
                + texts.bytes(report.counts().get(Counter.BYTES_RECEIVED)));
        if (packets > 0) {
            lines.add(span(Math.min(report.firstNs(), report.lastNs()), Math.max(report.firstNs(), report.lastNs())));
        }
        long all = report.connections().values().stream()
                .mapToLong(Long::longValue)
                .sum();
        if (all > 0) {
            boolean isKnown = report.connections().keySet().stream().anyMatch(service -> !service.isEmpty());
            List<String> services = report.connections().entrySet().stream()
                    .limit(MAX_SERVICES)
                    .map(service -> serviceName(service.getKey()) + " " + texts.number(service.getValue()))
                    .toList();
            String conns = texts.count("conns", all);
            lines.add(isKnown ? texts.get("conns.by", conns, String.join(", ", services)) : conns);
        }
        section("read", lines);
    }

    private String span(long firstNs, long lastNs) {
        String from = time(firstNs);
        String zone = " " + zones.format(instant(lastNs));
        if (lastNs - firstNs < 1_000_000_000) {
            return from + zone;
        }
        boolean isOneDay = days.format(instant(firstNs)).equals(days.format(instant(lastNs)));
        String to = isOneDay ? clock.format(instant(lastNs)) : time(lastNs);
        return texts.get("span", from, to + zone, texts.duration(lastNs - firstNs));
    }

    private String sources(List<String> sources) {
        if (sources.size() > MAX_NAMED) {
            return texts.count("sources", sources.size());
        }
        return sources.stream()
                .map(source -> source.equals("-") ? texts.get("stdin") : source)
                .collect(Collectors.joining(", "));
    }

    private String serviceName(String service) {
        return service.isEmpty() ? texts.get("service.other") : service;
    }

    /** What was tried below any alarm: where and how many. */
    private void attempts(AttemptSummary attempts) {
        if (attempts.count() == 0) {
            return;
        }
        List<String> lines = new ArrayList<>();
        lines.add(texts.count("attempts.all", attempts.count()));
        for (AttemptSummary.Line line :
                attempts.techniques().stream().limit(MAX_ATTEMPTS).toList()) {
            Technique technique = line.technique();
            String where = line.where().stream()
                    .map(row -> texts.get(
                            "attempts.where", row.source(), row.target(), row.service(), texts.number(row.count())))
                    .collect(Collectors.joining(", "));
            lines.add(texts.get(
                    "attempts.line",
                    texts.number(line.count()),
                    technique == null ? texts.get("service.other") : technique.id() + " " + technique.name(),
                    became(line),
                    texts.count("attempts.sources", line.sources()),
                    texts.count("attempts.targets", line.targets()),
                    where));
        }
        int more = attempts.techniques().size() - MAX_ATTEMPTS;
        if (more > 0) {
            lines.add(texts.count("attempts.more", more));
        }
        section("attempts", lines);
    }

    private String became(AttemptSummary.Line line) {
        List<String> parts = new ArrayList<>();
        if (line.failed() > 0) {
            parts.add(texts.get("attempts.failed", texts.number(line.failed())));
        }
        if (line.unanswered() > 0) {
            parts.add(texts.get("attempts.unanswered", texts.number(line.unanswered())));
        }
        long rest = line.count() - line.failed() - line.unanswered();
        if (rest > 0) {
            parts.add(texts.get("attempts.rest", texts.number(rest)));
        }
        return String.join(", ", parts);
    }

    private void suppressed(RunReport report) {
        if (report.suppressed().isEmpty()) {
            return;
        }
        List<String> lines = new ArrayList<>();
        long suppressed = report.counts().get(Counter.ALERTS_SUPPRESSED);
        if (suppressed > 0) {
            lines.add(texts.count("suppressed.by", suppressed));
        }
        for (HeldBack each : report.suppressed().stream().limit(MAX_SUPPRESSED).toList()) {
            lines.add(texts.get(
                    each.isDryRun() ? "suppressed.dry" : "suppressed.line",
                    each.last().actor(),
                    said(each.last().rule().title()),
                    texts.count("times", each.count()),
                    each.by(),
                    each.expires(),
                    each.reason()));
        }
        section("suppressed", lines);
    }

    private void lost(RunReport report) {
        List<String> lines = new ArrayList<>();
        report.endings().forEach(ending -> lines.add(texts.get("damaged", ending)));
        for (Counter counter : LOSSES) {
            long count = report.counts().get(counter);
            if (count > 0) {
                lines.add(texts.number(count) + " " + texts.get("lost." + counter.metric()));
            }
        }
        for (Map.Entry<String, Long> type : report.linkTypes().entrySet()) {
            lines.add(texts.get("link.type", type.getKey(), texts.count("packets", type.getValue())));
        }
        section("lost", lines.isEmpty() ? List.of(texts.get("lost.nothing")) : lines);
    }

    private void odd(RunReport report) {
        List<String> lines = Arrays.stream(Anomaly.values())
                .filter(anomaly -> report.counts().get(anomaly) > 0)
                .sorted(Comparator.comparingLong((Anomaly a) -> report.counts().get(a))
                        .reversed())
                .limit(MAX_ANOMALIES)
                .map(anomaly -> texts.count("times", report.counts().get(anomaly)) + " " + anomaly.weird())
                .toList();
        if (!lines.isEmpty()) {
            section("odd", List.of(String.join(", ", lines) + texts.get("odd.names")));
        }
    }

    private void evidence(RunReport report) {
        long files = report.counts().get(Counter.EVIDENCE_FILES);
        List<String> lines = new ArrayList<>();
        if (files > 0) {
            lines.add(texts.count("evidence_files", files) + ", "
                    + texts.count("packets", report.counts().get(Counter.EVIDENCE_PACKETS)));
        }
        for (Counter counter : List.of(Counter.EVIDENCE_PACKETS_LOST, Counter.EVIDENCE_ALERTS_LACKING)) {
            long count = report.counts().get(counter);
            if (count > 0) {
                lines.add(texts.count(counter.metric(), count));
            }
        }
        if (!lines.isEmpty()) {
            section("pcapng", lines);
        }
    }

    private void extracted(RunReport report) {
        List<String> lines = new ArrayList<>();
        for (Counter counter :
                List.of(Counter.FILES_EXTRACTED, Counter.FILES_EXTRACTED_PARTLY, Counter.FILES_UNEXTRACTED)) {
            long count = report.counts().get(counter);
            if (count > 0) {
                lines.add(texts.count(counter.metric(), count));
            }
        }
        if (!lines.isEmpty()) {
            section("extracted", lines);
        }
    }

    private String time(long ns) {
        return times.format(instant(ns));
    }

    private static Instant instant(long ns) {
        return Instant.ofEpochSecond(0, ns);
    }

    private void section(String key, List<String> lines) {
        String name = texts.get(key);
        for (String line : lines) {
            block(" ", name, 11, line);
            name = "";
        }
    }

    private void block(String indent, String name, int column, String text) {
        Wrapping.block(indent, name, column, text, terminal).forEach(out::println);
    }
}
