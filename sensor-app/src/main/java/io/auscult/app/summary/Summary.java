package io.auscult.app.summary;

import io.auscult.app.config.Language;
import io.auscult.core.alert.Alert;
import io.auscult.core.alert.Level;
import io.auscult.core.alert.Outcome;
import io.auscult.core.alert.Technique;
import io.auscult.core.counter.Anomaly;
import io.auscult.core.counter.Counter;
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
        List<Alert> incidents = report.incidents();
        int told = Math.min(MAX_INCIDENTS, incidents.size());
        for (int i = 0; i < told; i++) {
            out.println();
            incident(i + 1, incidents.get(i));
        }
        long more = incidents.size() - told + report.forgotten();
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
                ? texts.count("verdict." + light.key(), report.incidents().size() + report.forgotten())
                : packets == 0 ? texts.get("verdict.empty") : texts.get("verdict.green");
        String word = texts.get("light." + light.key());
        out.println(" " + terminal.paint(light.sgr(), " " + word + " ") + "  " + verdict);
    }

    private void incident(int number, Alert alert) {
        String level = texts.get("level." + alert.level().name().toLowerCase(Locale.ROOT));
        Light light = Light.of(alert.level());
        String head = number + ". ";
        List<String> title = Paragraph.wrap(alert.rule().title(), Terminal.WIDTH - 3 - head.length() - level.length());
        out.println(" " + terminal.bold(head) + terminal.paint(light.foreground(), level) + "  "
                + terminal.bold(title.getFirst()));
        for (String rest : title.subList(1, title.size())) {
            out.println(" ".repeat(3 + head.length() + level.length()) + terminal.bold(rest));
        }
        field("who", alert.actor() == null ? "?" : alert.actor().toString());
        field("whom", whom(alert));
        field("what", what(alert));
        field("often", often(alert));
        field("outcome", outcome(alert));
        field(
                "attack",
                alert.rule().techniques().stream().map(Summary::technique).collect(Collectors.joining(", ")));
        String advice = alert.recommendation()
                .getOrDefault(language.code(), alert.recommendation().getOrDefault("en", ""));
        field("advice", advice);
    }

    private static String technique(Technique technique) {
        return technique.id() + " " + technique.name();
    }

    private String whom(Alert alert) {
        if (alert.targetCount() <= 1) {
            return alert.target() == null ? "" : alert.target().toString();
        }
        List<String> names =
                alert.targets().stream().limit(MAX_NAMED).map(Object::toString).toList();
        return listed(names, alert.targetCount());
    }

    private String listed(List<String> names, long all) {
        String some = String.join(", ", names);
        return all > names.size() ? texts.get("more", some, texts.number(all - names.size())) : some;
    }

    private String what(Alert alert) {
        if (alert.portCount() == 0 || alert.ports().isEmpty()) {
            return alert.kind();
        }
        List<String> some = alert.ports().stream()
                .limit(2 * MAX_NAMED)
                .map(Object::toString)
                .toList();
        String named = String.join(", ", some);
        long rest = alert.portCount() - some.size();
        String ports = rest > 0
                ? texts.get("ports.more", named, texts.number(rest))
                : texts.get(some.size() == 1 ? "ports.one" : "ports.many", named);
        return alert.kind() + "; " + ports;
    }

    private String often(Alert alert) {
        long lasted = alert.lastSeenNs() - alert.firstSeenNs();
        String first = time(alert.firstSeenNs());
        return texts.count("tries", alert.count()) + " "
                + (lasted < 1_000_000 ? texts.get("at", first) : texts.get("within", texts.duration(lasted), first));
    }

    private String outcome(Alert alert) {
        StringBuilder text =
                new StringBuilder(texts.get("outcome." + alert.outcome().name().toLowerCase(Locale.ROOT)));
        if (alert.answered() > 0 && alert.outcome() != Outcome.ATTEMPTED) {
            text.append("; ").append(texts.count("answered", alert.answered()));
        }
        if (!alert.openPorts().isEmpty()) {
            List<String> open = alert.openPorts().stream().limit(2 * MAX_NAMED).toList();
            text.append("; ")
                    .append(texts.get("open", listed(open, alert.openPorts().size())));
        }
        return text.toString();
    }

    private void read(RunReport report) {
        List<String> lines = new ArrayList<>();
        long packets = report.counts().get(Counter.PACKETS_RECEIVED);
        lines.add(texts.get("from", texts.count("packets", packets), report.source()) + ", "
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

    private String serviceName(String service) {
        return service.isEmpty() ? texts.get("service.other") : service;
    }

    private void suppressed(RunReport report) {
        long suppressed = report.counts().get(Counter.ALERTS_SUPPRESSED);
        if (suppressed > 0) {
            List<String> lines = new ArrayList<>();
            lines.add(texts.count("suppressed.by", suppressed));
            lines.addAll(report.suppressed());
            section("suppressed", lines);
        }
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
        if (text.isEmpty()) {
            return;
        }
        String label = name;
        for (String line : Paragraph.wrap(text, Terminal.WIDTH - indent.length() - column)) {
            out.println(indent + terminal.dim(label) + " ".repeat(column - label.length()) + line);
            label = "";
        }
    }

    /** The colours, by the worst that was found. */
    private enum Light {
        GREEN("42;30", "32"),
        BLUE("44;97", "34"),
        AMBER("43;30", "33"),
        RED("41;97", "31");

        private final String sgr;
        private final String foreground;

        Light(String sgr, String foreground) {
            this.sgr = sgr;
            this.foreground = foreground;
        }

        static Light of(List<Alert> incidents) {
            return incidents.isEmpty() ? GREEN : of(incidents.getFirst().level());
        }

        static Light of(Level level) {
            return switch (level) {
                case CRITICAL, HIGH -> RED;
                case MEDIUM -> AMBER;
                case LOW, INFORMATIONAL -> BLUE;
            };
        }

        String key() {
            return name().toLowerCase(Locale.ROOT);
        }

        String sgr() {
            return sgr;
        }

        String foreground() {
            return foreground;
        }
    }
}
