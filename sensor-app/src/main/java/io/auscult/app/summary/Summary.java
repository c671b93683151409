package io.auscult.app.summary;

import io.auscult.app.config.Language;
import io.auscult.core.alert.Alert;
import io.auscult.core.alert.Rule;
import io.auscult.core.alert.Technique;
import io.auscult.core.counter.Anomaly;
import io.auscult.core.counter.Counter;
import io.auscult.rules.incident.Incident;
import io.auscult.rules.incident.Words;
import io.auscult.rules.role.Suppression;
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
            Counter.FLOWS_EVICTED,
            Counter.EVENTS_DROPPED,
            Counter.PARSER_CRASHES,
            Counter.DETECTOR_CRASHES);

    private final PrintStream out;
    private final Terminal terminal;
    private final Language language;
    private final Texts texts;
    private final Words words = new Words();
    private final DateTimeFormatter times;

    public Summary(PrintStream out, Terminal terminal, Language language, ZoneId zone) {
        this.out = out;
        this.terminal = terminal;
        this.language = language;
        this.texts = new Texts(language);
        this.times = DateTimeFormatter.ofPattern(texts.get("time"), Locale.ROOT).withZone(zone);
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
        section("written", report.outputs());
        out.flush();
    }

    private void light(RunReport report) {
        Light light = Light.of(report.incidents());
        long packets = report.counts().get(Counter.PACKETS_RECEIVED);
        String verdict = light != Light.GREEN
                ? texts.count("verdict." + light.key(), report.incidents().size())
                : packets == 0 ? texts.get("verdict.empty") : texts.get("verdict.green");
        String word = texts.get("light." + light.key());
        out.println(" " + terminal.paint(light.sgr(), " " + word + " ") + "  " + verdict);
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
        field("who", incident.actor().toString());
        field("whom", whom(alert));
        field("what", what(incident, alert));
        field("often", often(incident, alert));
        field("outcome", outcome(incident, alert));
        field("attack", incident.techniques().stream().map(Summary::technique).collect(Collectors.joining(", ")));
        field("advice", incident.recommendation().getOrDefault(language.code(), ""));
    }

    private String titles(Incident incident) {
        return incident.rules().stream()
                .map(Rule::title)
                .distinct()
                .map(this::said)
                .collect(Collectors.joining(", "));
    }

    private String said(String words) {
        return this.words.in(language.code(), words);
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
        String kinds = incident.kinds().stream().map(this::said).collect(Collectors.joining("; "));
        if (alert.ports().isEmpty()) {
            return kinds;
        }
        String ports = listed(alert.ports(), 2 * MAX_NAMED, alert.portCount());
        return kinds + "; " + texts.get(alert.portCount() == 1 ? "ports.one" : "ports.many", ports);
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
            text.append("; ").append(texts.count("answered", alert.answered()));
        }
        List<String> open = incident.openPorts();
        if (!open.isEmpty()) {
            text.append("; ").append(texts.get("open", listed(open, 2 * MAX_NAMED, open.size())));
        }
        return text.toString();
    }

    private void read(RunReport report) {
        List<String> lines = new ArrayList<>();
        long packets = report.counts().get(Counter.PACKETS_RECEIVED);
        lines.add(texts.get("from", texts.count("packets", packets), sources(report.sources())) + ", "
                + texts.bytes(report.counts().get(Counter.BYTES_RECEIVED)));
        if (packets > 0) {
            long span = report.lastNs() - report.firstNs();
            lines.add(
                    span < 1_000_000_000
                            ? texts.get("span.moment", time(report.firstNs()))
                            : texts.get("span", time(report.firstNs()), time(report.lastNs()), texts.duration(span)));
        }
        long all = report.connections().values().stream()
                .mapToLong(Long::longValue)
                .sum();
        if (all > 0) {
            List<String> services = report.connections().entrySet().stream()
                    .limit(MAX_SERVICES)
                    .map(service -> serviceName(service.getKey()) + " " + texts.number(service.getValue()))
                    .toList();
            lines.add(texts.get("conns.by", texts.count("conns", all), String.join(", ", services)));
        }
        section("read", lines);
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
        long suppressed = report.counts().get(Counter.ALERTS_SUPPRESSED);
        if (suppressed == 0) {
            return;
        }
        List<String> lines = new ArrayList<>();
        lines.add(texts.count("suppressed.by", suppressed));
        for (Suppression each :
                report.suppressed().stream().limit(MAX_SUPPRESSED).toList()) {
            lines.add(texts.get(
                    "suppressed.line",
                    each.last().actor(),
                    said(each.last().rule().title()),
                    each.grant().role().key(),
                    each.grant().expires(),
                    each.grant().reason()));
        }
        section("suppressed", lines);
    }

    private void lost(RunReport report) {
        List<String> lines = new ArrayList<>(report.endings());
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
            section("odd", List.of(String.join(", ", lines)));
        }
    }

    private String time(long ns) {
        return times.format(Instant.ofEpochSecond(ns / 1_000_000_000, ns % 1_000_000_000));
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
