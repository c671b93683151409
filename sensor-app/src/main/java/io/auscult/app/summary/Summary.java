package io.auscult.app.summary;

import io.auscult.app.config.Language;
import io.auscult.core.alert.Alert;
import io.auscult.core.alert.Technique;
import io.auscult.core.counter.Anomaly;
import io.auscult.core.counter.Counter;
import io.auscult.rules.exception.HeldBack;
import io.auscult.rules.incident.Advice;
import io.auscult.rules.incident.Incident;
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
    static final int MAX_INCIDENTS = 20;
    private static final int MAX_ANOMALIES = 5;
    private static final int MAX_SERVICES = 8;
    private static final int MAX_SUPPRESSED = 10;
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
            incident(i + 1, incidents.get(i));
        }
        int more = incidents.size() - told;
        if (more > 0) {
            out.println();
            out.println(" " + texts.count("incidents.more", more));
        }
        out.println();
        read(report);
        suppressed(report);
        lost(report);
        odd(report);
        extracted(report);
        section("written", report.outputs());
        out.flush();
    }

    private void light(RunReport report) {
        Light light = Light.of(report.incidents());
        long packets = report.counts().get(Counter.PACKETS_RECEIVED);
        String verdict = light == Light.GREEN
                ? texts.get(packets == 0 ? "verdict.empty" : "verdict.green")
                : verdict(light, report.incidents());
        String word = texts.get("light." + light.key());
        out.println(" " + terminal.paint(light.sgr(), " " + word + " ") + "  " + verdict);
    }

    private String verdict(Light light, List<Incident> incidents) {
        String key = "verdict." + light.key();
        int grave = (int) incidents.stream()
                .filter(incident -> Light.of(incident.level()) == light)
                .count();
        return grave == incidents.size()
                ? texts.count(key, grave)
                : texts.get(
                        key + (grave == 1 ? ".some.one" : ".some.many"),
                        texts.number(grave),
                        texts.number(incidents.size()));
    }

    private void incident(int number, Incident incident) {
        Alert alert = incident.last();
        String level = texts.get("level." + incident.level().name().toLowerCase(Locale.ROOT));
        String head = number + ". ";
        int indent = 3 + head.length() + level.length();
        List<String> title = Wrapping.wrap(titles(incident), Terminal.WIDTH - indent);
        out.println(" " + terminal.bold(head)
                + terminal.paint(Light.of(incident.level()).foreground(), level) + "  "
                + terminal.bold(title.getFirst()));
        for (String rest : title.subList(1, title.size())) {
            out.println(" ".repeat(indent) + terminal.bold(rest));
        }
        field("who", said(incident.actor().toString()));
        field("whom", whom(alert));
        field("what", what(incident, alert));
        field("often", often(incident, alert));
        field("outcome", outcome(incident, alert));
        field("attack", incident.techniques().stream().map(Summary::technique).collect(Collectors.joining(", ")));
        field("advice", advice(incident, alert));
    }

    private String titles(Incident incident) {
        return incident.rules().stream()
                .map(rule -> said(rule.title()))
                .distinct()
                .collect(Collectors.joining(", "));
    }

    private String said(String english) {
        return words.in(language.code(), english);
    }

    /** With times as everywhere else here; outputs have them in UTC. */
    private String advice(Incident incident, Alert alert) {
        String advice = incident.recommendation().getOrDefault(language.code(), "");
        return advice.replace(Advice.time(alert.firstSeenNs()), time(alert.firstSeenNs()));
    }

    private static String technique(Technique technique) {
        return technique.id() + " " + technique.name();
    }

    private String whom(Alert alert) {
        if (alert.targetCount() <= 1 || alert.targets().isEmpty()) {
            return alert.target().toString();
        }
        return listed(alert.targets(), MAX_NAMED, alert.targetCount());
    }

    private String listed(List<?> sample, int most, long all) {
        List<String> some = sample.stream().limit(most).map(Object::toString).toList();
        String named = String.join(", ", some);
        return all > some.size() ? texts.get("more", named, texts.number(all - some.size())) : named;
    }

    private String what(Incident incident, Alert alert) {
        String kinds = incident.kinds().stream().map(this::said).collect(Collectors.joining(texts.get("then")));
        if (alert.ports().isEmpty()) {
            return kinds;
        }
        List<Integer> sorted = alert.ports().stream().sorted().toList();
        String ports = listed(sorted, 2 * MAX_NAMED, alert.portCount());
        return kinds + texts.get("then") + texts.get(alert.portCount() == 1 ? "ports.one" : "ports.many", ports);
    }

    private String often(Incident incident, Alert alert) {
        long lasted = incident.lastSeenNs() - incident.firstSeenNs();
        String first = time(incident.firstSeenNs());
        return texts.count("tries", alert.count()) + " "
                + (lasted < 1_000_000 ? texts.get("at", first) : texts.get("within", texts.duration(lasted), first));
    }

    private String outcome(Incident incident, Alert alert) {
        StringBuilder text = new StringBuilder(
                texts.get("outcome." + incident.outcome().name().toLowerCase(Locale.ROOT)));
        if (alert.answered() > 0) {
            text.append(texts.get("then")).append(texts.count("answered", alert.answered()));
        }
        List<String> open = incident.openPorts();
        if (!open.isEmpty()) {
            boolean areHosts = open.stream().allMatch(Summary::isHost);
            long all = Math.max(open.size(), alert.answered());
            text.append(texts.get(
                    areHosts ? "then.hosts" : "then.open", listed(open(incident, alert), 2 * MAX_NAMED, all)));
        }
        return text.toString();
    }

    private static boolean isHost(String answered) {
        return !answered.startsWith("[")
                && answered.chars().filter(c -> c == ':').count() != 1;
    }

    /** Of one target the ports are enough. */
    private static List<String> open(Incident incident, Alert alert) {
        List<String> open = Advice.open(alert.targetCount(), alert.target(), incident.openPorts());
        boolean areNumbers = open.stream()
                .allMatch(each -> each.length() <= 5 && each.chars().allMatch(Character::isDigit));
        return areNumbers
                ? open.stream()
                        .sorted(Comparator.comparingInt(Integer::parseInt))
                        .toList()
                : open;
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

    private void field(String key, String text) {
        block("    ", texts.get(key), 10, text);
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
