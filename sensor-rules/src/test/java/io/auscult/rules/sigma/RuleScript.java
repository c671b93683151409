package io.auscult.rules.sigma;

import io.auscult.core.alert.Alert;
import io.auscult.core.counter.Counters;
import io.auscult.core.event.ConnectionId;
import io.auscult.core.event.Event;
import io.auscult.core.event.EventBlock;
import io.auscult.core.event.EventType;
import io.auscult.core.event.EventWriter;
import io.auscult.core.event.Field;
import io.auscult.core.event.IpAddress;
import io.auscult.rules.rule.Techniques;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Events of any service, given to the rules of a text: {@code new RuleScript(yaml).event("dns", "query", "a.example")}. */
final class RuleScript {
    static final long SECOND = 1_000_000_000L;

    final List<Alert> alerts = new ArrayList<>();
    final Counters counters = new Counters();
    final SigmaDetector detector;
    private final RuleSet rules;
    private final Schema schema = new Schema();
    private final EventWriter writer = new EventWriter(counters);
    private final EventBlock block = new EventBlock();
    private final Event view = new Event();
    private final ConnectionId id = new ConnectionId();
    private long nowNs = 1_700_000_000L * SECOND;
    private long packet;

    RuleScript(String yaml) {
        this(load(yaml));
    }

    RuleScript(RuleSet rules) {
        this.rules = rules;
        detector = new SigmaDetector(rules, counters);
        between("10.20.1.5", 49_152, "10.20.2.10", 445);
    }

    static RuleSet load(String yaml) {
        return new RuleLoader(new Techniques()).load(List.of(new RuleLoader.Source("rule.yml", yaml)), Set.of());
    }

    static List<String> problems(String yaml) {
        return load(yaml).problems().stream().map(Problem::toString).toList();
    }

    RuleSet rules() {
        return rules;
    }

    RuleScript between(String orig, int origPort, String resp, int respPort) {
        IpAddress from = IpAddress.parse(orig);
        IpAddress to = IpAddress.parse(resp);
        id.origHigh = from.high();
        id.origLow = from.low();
        id.origPort = origPort;
        id.respHigh = to.high();
        id.respLow = to.low();
        id.respPort = respPort;
        id.proto = 6;
        return this;
    }

    RuleScript from(String orig) {
        IpAddress from = IpAddress.parse(orig);
        id.origHigh = from.high();
        id.origLow = from.low();
        return this;
    }

    RuleScript to(String resp) {
        IpAddress to = IpAddress.parse(resp);
        id.respHigh = to.high();
        id.respLow = to.low();
        return this;
    }

    RuleScript toPort(int port) {
        id.respPort = port;
        return this;
    }

    RuleScript at(long ns) {
        nowNs = ns;
        return this;
    }

    RuleScript after(double seconds) {
        nowNs += (long) (seconds * SECOND);
        detector.onTime(nowNs, alerts::add);
        return this;
    }

    /** @param fields name, value, name, value: texts, numbers, booleans, addresses as {@link IpAddress}, lists */
    RuleScript event(String service, Object... fields) {
        detector.onEvent(made(service, fields), alerts::add);
        nowNs += 1_000_000;
        return this;
    }

    Event made(String service, Object... fields) {
        EventType type = schema.service(service);
        block.begin(0);
        writer.into(block);
        writer.at(nowNs, ++packet);
        id.uid = packet;
        writer.connection(type.hasConnection() ? id : null);
        writer.begin(type);
        for (int i = 0; i < fields.length; i += 2) {
            set(type.field((String) fields[i]), fields[i + 1]);
        }
        writer.end();
        view.wrap(block, 0);
        return view;
    }

    private void set(Field field, Object value) {
        switch (value) {
            case String text -> {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                writer.set(field, bytes, 0, bytes.length);
            }
            case byte[] bytes -> writer.set(field, bytes, 0, bytes.length);
            case Number number -> writer.set(field, number.longValue());
            case Boolean flag -> writer.set(field, flag);
            case IpAddress address -> writer.setAddress(field, address.high(), address.low());
            case List<?> list -> {
                writer.beginList(field);
                for (Object element : list) {
                    switch (element) {
                        case Number number -> writer.add(number.longValue());
                        case IpAddress address -> writer.addAddress(address.high(), address.low());
                        default -> {
                            byte[] bytes = element.toString().getBytes(StandardCharsets.UTF_8);
                            writer.add(bytes, 0, bytes.length);
                        }
                    }
                }
                writer.endList();
            }
            default -> throw new IllegalArgumentException(field + ": " + value);
        }
    }

    RuleScript end() {
        detector.onEnd(nowNs, alerts::add);
        return this;
    }

    /** Whether the only rule, given as its detection, holds for an event. */
    static boolean holds(String service, String detection, Object... fields) {
        RuleScript script = new RuleScript(rule(service, detection));
        if (!script.rules.problems().isEmpty()) {
            throw new IllegalArgumentException(script.rules.problems().toString());
        }
        return !script.event(service, fields).alerts.isEmpty();
    }

    /** A rule with this detection, its lines without indentation. */
    static String rule(String service, String detection) {
        return """
                title: A rule for a test
                logsource:
                    product: zeek
                    service: %s
                detection:
                %s
                """.formatted(service, detection.indent(4).stripTrailing());
    }
}
