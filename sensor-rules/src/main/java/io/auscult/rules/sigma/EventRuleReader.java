package io.auscult.rules.sigma;

import io.auscult.core.event.EventType;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a document with {@code logsource} and {@code detection}: one rule about single events. Any thread. */
final class EventRuleReader {
    private static final Map<String, String> CATEGORIES = Map.of(
            "dns", "dns", "proxy", "http", "webserver", "http", "firewall", "conn", "network_connection", "conn");
    private static final Set<String> PRODUCTS = Set.of("zeek", "auscult");
    private static final int MAX_SHOWN = 12; // fields that an alert shows

    private final Schema schema;
    private final Domains domains;
    private final MetaReader metas;

    EventRuleReader(Schema schema, Domains domains, MetaReader metas) {
        this.schema = schema;
        this.domains = domains;
        this.metas = metas;
    }

    /** Null when it cannot be used; why is among the section's problems. */
    @Nullable
    EventRule read(Section rule, long fingerprint) {
        long before = errors(rule);
        Meta meta = metas.read(rule);
        EventType type = service(rule);
        Section detection = rule.section("detection");
        if (detection.has("timeframe")) {
            detection.error(
                    detection.line("timeframe"),
                    "timeframe: (expected: a correlation, which took its place in Sigma 2)");
        }
        if (type == null) {
            return null;
        }
        Match match = new SelectionReader(rule, type, schema, domains).read(detection, List.of("timeframe"));
        OutcomeSource outcome = outcome(rule, meta, type);
        Set<Column> shown = new LinkedHashSet<>();
        collect(match, shown);
        for (String field : meta.fields()) {
            Column column = schema.column(type, field);
            if (column == null) {
                rule.error(rule.line("fields"), field + ": no field of " + type.name());
            } else {
                shown.add(column);
            }
        }
        if (errors(rule) > before) {
            return null;
        }
        if (match.anchors().isNothing()) {
            rule.error(detection.line("condition"), "nothing can ever match this rule");
            return null;
        }
        List<Column> first = new ArrayList<>(shown).subList(0, Math.min(MAX_SHOWN, shown.size()));
        return new EventRule(meta, type, match, outcome, List.copyOf(first), fingerprint, true);
    }

    static long errors(Section section) {
        return section.problems().stream()
                .filter(problem -> problem.kind() == Problem.Kind.ERROR)
                .count();
    }

    private OutcomeSource outcome(Section rule, Meta meta, EventType type) {
        try {
            return OutcomeSource.of(meta.outcome(), type, schema);
        } catch (IllegalArgumentException e) {
            Section ours = rule.section("auscult");
            ours.error(ours.line("outcome"), String.valueOf(e.getMessage()));
            return OutcomeSource.of("unknown", type, schema);
        }
    }

    /** The events that a log source is about; null, with the reason, when it is none of ours. */
    @Nullable
    EventType service(Section rule) {
        if (!rule.has("logsource")) {
            rule.error(rule.line(), "logsource: absent (expected: product: zeek and a service)");
            return null;
        }
        Section source = rule.section("logsource");
        String product = source.text("product", 100);
        String service = source.text("service", 100);
        String category = source.text("category", 100);
        if (product != null && !PRODUCTS.contains(product)) {
            source.error(source.line("product"), "product: " + product + " (expected: zeek or auscult)");
            return null;
        }
        String name = service != null ? service : CATEGORIES.get(category == null ? "" : category);
        EventType type = name == null ? null : schema.service(name);
        if (type != null) {
            return type;
        }
        if (service != null) {
            source.error(
                    source.line("service"), "service: " + service + " (expected: one of " + schema.services() + ")");
        } else {
            source.error(source.line(), "logsource: no service (expected: one of " + schema.services() + ")");
        }
        return null;
    }

    private static void collect(Match match, Set<Column> into) {
        switch (match) {
            case Match.And and -> and.parts().forEach(part -> collect(part, into));
            case Match.Or or -> or.parts().forEach(part -> collect(part, into));
            case Match.Not not -> {}
            case Match.Text text -> into.add(text.column());
            case Match.Whole whole -> into.add(whole.column());
            case Match.OneOf one -> into.add(one.column());
            case Match.Real real -> into.add(real.column());
            case Match.DatePart date -> into.add(date.column());
            case Match.Cidr cidr -> into.add(cidr.column());
            case Match.Exists exists -> into.add(exists.column());
            case Match.SameAs same -> {
                into.add(same.column());
                into.add(same.other());
            }
            case Match.Keyword keyword -> {}
            case Match.Constant constant -> {}
        }
    }
}
