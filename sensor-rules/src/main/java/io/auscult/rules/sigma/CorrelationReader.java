package io.auscult.rules.sigma;

import io.auscult.core.event.EventType;
import io.auscult.rules.sigma.Correlation.Bounds;
import io.auscult.rules.sigma.Correlation.Input;
import io.auscult.rules.sigma.Correlation.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/** Reads documents with {@code correlation} against the rules they refer to, which are read before. Any thread, once a set of rules. */
final class CorrelationReader {
    static final int MAX_COUNTED =
            1_024; // values that a value_count tells apart, and events an event_count counts exactly
    static final int MAX_INPUTS = 100;
    static final int MAX_GROUP = 8; // fields of a group

    private static final Pattern TIMESPAN = Pattern.compile("([0-9]{1,6})([smhd])");
    private static final Map<String, Long> UNITS =
            Map.of("s", 1_000_000_000L, "m", 60_000_000_000L, "h", 3_600_000_000_000L, "d", 86_400_000_000_000L);
    private static final long LONGEST_NS = 366 * 86_400_000_000_000L;
    private static final Set<String> KEYS =
            Set.of("type", "rules", "group-by", "timespan", "condition", "aliases", "generate");

    private final Schema schema;
    private final MetaReader metas;
    private final List<EventRule> events;
    private final List<Correlation> correlations;

    /** @param correlations those read so far, to which others may refer */
    CorrelationReader(Schema schema, MetaReader metas, List<EventRule> events, List<Correlation> correlations) {
        this.schema = schema;
        this.metas = metas;
        this.events = events;
        this.correlations = correlations;
    }

    /** The names that it refers to, so that those are read before. */
    static List<String> references(Section rule) {
        if (rule.node("correlation") instanceof MappingNode correlation) {
            for (NodeTuple tuple : correlation.getValue()) {
                if (Section.text(tuple.getKeyNode()).equals("rules")) {
                    return Section.plainTexts(tuple.getValueNode());
                }
            }
        }
        return List.of();
    }

    /** Null when it cannot be used; why is among the section's problems. */
    @Nullable
    Correlation read(Section rule, long content) {
        long before = EventRuleReader.errors(rule);
        Meta meta = metas.read(rule);
        Section section = rule.section("correlation");
        for (String key : section.values().keySet()) {
            if (!KEYS.contains(key)) {
                section.error(section.line(key), key + ": unknown (expected: one of " + String.join(", ", KEYS) + ")");
            }
        }
        Type type = type(section);
        long spanNs = span(section);
        List<String> references = section.texts("rules");
        if (references.isEmpty() || references.size() > MAX_INPUTS) {
            section.error(
                    section.line("rules"), "rules: " + references.size() + " (expected: 1 to " + MAX_INPUTS + ")");
        }
        if (type == null || EventRuleReader.errors(rule) > before) {
            return null;
        }
        List<String> group = section.texts("group-by");
        if (group.size() > MAX_GROUP) {
            section.error(section.line("group-by"), "group-by: over " + MAX_GROUP + " fields");
        }
        Section condition = section.section("condition");
        List<String> fields = condition.texts("field");
        if (fields.isEmpty() == type.hasField()) {
            condition.error(
                    condition.line("field"),
                    "condition.field" + (type.hasField() ? ": absent" : "") + " (expected: "
                            + (type.hasField() ? "the field that is counted or summed)" : "none here)"));
        }
        Bounds bounds = bounds(section, condition, type, references.size());
        long fingerprint = content;
        List<Input> inputs = new ArrayList<>();
        for (String reference : references) {
            Input input = input(section, reference, group, fields, type);
            if (input != null) {
                fingerprint = fingerprint * 31
                        + (input.isCorrelation()
                                ? correlations.get(input.source()).fingerprint()
                                : events.get(input.source()).fingerprint());
                inputs.add(input);
            }
        }
        if (EventRuleReader.errors(rule) > before) {
            return null;
        }
        return new Correlation(meta, type, List.copyOf(inputs), List.copyOf(group), spanNs, bounds, fingerprint, true);
    }

    /** Whether the rules it refers to raise alerts as well. */
    static boolean generates(Section rule) {
        return rule.flag("generate") || rule.section("correlation").flag("generate");
    }

    private static @Nullable Type type(Section section) {
        String name = section.required("type", 40);
        for (Type type : Type.values()) {
            if (type.name().toLowerCase(Locale.ROOT).equals(name)) {
                return type;
            }
        }
        String why = name.equals("value_percentile") || name.equals("value_median")
                ? ": not supported, it would have to keep every value"
                : "";
        section.error(
                section.line("type"),
                "type: " + name + why + " (expected: one of "
                        + Arrays.toString(Type.values()).toLowerCase(Locale.ROOT) + ")");
        return null;
    }

    private static long span(Section section) {
        String text = section.required("timespan", 10);
        Matcher matcher = TIMESPAN.matcher(text);
        long ns = matcher.matches() ? Long.parseLong(matcher.group(1)) * UNITS.getOrDefault(matcher.group(2), 0L) : 0;
        if (ns <= 0 || ns > LONGEST_NS) {
            section.error(
                    section.line("timespan"),
                    "timespan: " + text + " (expected: such as 30s, 10m, 1h, 7d, a year at most)");
        }
        return ns;
    }

    private static Bounds bounds(Section section, Section condition, Type type, int inputs) {
        if (!section.has("condition")) {
            if (!type.isTemporal()) {
                section.error(section.line(), "condition: absent (expected: such as gte: 10)");
            }
            return new Bounds(inputs, Double.POSITIVE_INFINITY, false, false, Double.NaN);
        }
        double least = Double.NEGATIVE_INFINITY;
        double most = Double.POSITIVE_INFINITY;
        double except = Double.NaN;
        boolean isOpenBelow = false;
        boolean isOpenAbove = false;
        int bounded = 0;
        for (String key : condition.values().keySet()) {
            if (key.equals("field")) {
                continue;
            }
            double value = number(condition, key);
            bounded++;
            switch (key) {
                case "gt", "gte" -> {
                    least = value;
                    isOpenBelow = key.equals("gt");
                }
                case "lt", "lte" -> {
                    most = value;
                    isOpenAbove = key.equals("lt");
                }
                case "eq" -> {
                    least = value;
                    most = value;
                }
                case "neq" -> except = value;
                default ->
                    condition.error(
                            condition.line(key),
                            "condition." + key + " (expected: gt, gte, lt, lte, eq, neq or field)");
            }
        }
        Bounds bounds = new Bounds(least, most, isOpenBelow, isOpenAbove, except);
        if (bounded == 0) {
            condition.error(condition.line(), "condition: no bound (expected: such as gte: 10)");
        } else if (type.isTemporal() && (!bounds.isMonotonous() || bounds.need() > inputs)) {
            condition.error(
                    condition.line(),
                    "condition: of a temporal correlation (expected: gte: 1 to " + inputs + ", the rules seen)");
        } else if (type == Type.TEMPORAL_ORDERED && bounds.need() < inputs) {
            condition.error(
                    condition.line(),
                    "condition: fewer than all rules in order (expected: no condition, or gte: " + inputs + ")");
        } else if (type == Type.VALUE_COUNT
                && Math.max(bounds.need(), most == Double.POSITIVE_INFINITY ? 0 : most) >= MAX_COUNTED) {
            condition.error(condition.line(), "condition: too many values (expected: under " + MAX_COUNTED + ")");
        } else if (least > most
                || !bounds.hold(least)
                        && !bounds.hold(most)
                        && !bounds.hold((Math.max(least, -1e18) + Math.min(most, 1e18)) / 2)) {
            condition.never(condition.line(), "condition: no number is in these bounds");
        }
        return bounds;
    }

    private static double number(Section condition, String key) {
        String text = condition.required(key, 30);
        if (!text.matches("-?[0-9]{1,15}(\\.[0-9]{1,9})?")) {
            condition.error(condition.line(key), "condition." + key + ": " + text + " (expected: a number)");
            return 1;
        }
        return Double.parseDouble(text);
    }

    private @Nullable Input input(
            Section section, String reference, List<String> group, List<String> fields, Type type) {
        int line = section.line("rules");
        for (int i = 0; i < events.size(); i++) {
            if (events.get(i).meta().isCalled(reference)) {
                return resolved(
                        section, reference, i, false, Set.of(events.get(i).type()), group, fields, type);
            }
        }
        for (int i = 0; i < correlations.size(); i++) {
            Correlation inner = correlations.get(i);
            if (inner.meta().isCalled(reference)) {
                if (inner.isWindowed()) {
                    section.error(
                            line,
                            reference
                                    + ": is judged when its time is over, without an event to go on with (expected: gt or gte in its condition)");
                    return null;
                }
                Set<EventType> types = new LinkedHashSet<>();
                inner.inputs().forEach(input -> types.addAll(input.group().keySet()));
                return resolved(section, reference, i, true, types, group, fields, type);
            }
        }
        section.error(line, reference + ": no such rule (expected: the id or name of a rule that is used)");
        return null;
    }

    private Input resolved(
            Section section,
            String reference,
            int source,
            boolean isCorrelation,
            Set<EventType> types,
            List<String> group,
            List<String> fields,
            Type kind) {
        Map<String, String> aliases = aliases(section, reference);
        Map<EventType, Column[]> groups = new IdentityHashMap<>();
        Map<EventType, Column[]> values = new IdentityHashMap<>();
        for (EventType type : types) {
            groups.put(type, columns(section, "group-by", group, aliases, type, reference));
            Column[] counted = columns(section, "condition", fields, aliases, type, reference);
            for (Column column : counted) {
                boolean isSummed = kind == Type.VALUE_SUM || kind == Type.VALUE_AVG;
                if (isSummed && (!column.isNumber() || column.kind().isList())) {
                    section.error(
                            section.line("condition"), column + ": no number (expected: a field that holds numbers)");
                }
            }
            values.put(type, counted);
        }
        return new Input(source, isCorrelation, groups, values);
    }

    private Column[] columns(
            Section section,
            String key,
            List<String> names,
            Map<String, String> aliases,
            EventType type,
            String reference) {
        List<Column> columns = new ArrayList<>();
        for (String name : names) {
            String field = aliases.getOrDefault(name, name);
            Column column = schema.column(type, field);
            if (column == null) {
                section.error(
                        section.line(key),
                        key + ": " + field + ": no field of " + type.name() + ", which " + reference
                                + " is about (expected: such as " + schema.near(type, field) + ", or an alias)");
            } else {
                columns.add(column);
            }
        }
        return columns.toArray(new Column[0]);
    }

    /** Field by alias, for one of the rules. */
    private static Map<String, String> aliases(Section section, String reference) {
        Map<String, String> fields = new HashMap<>();
        if (section.has("aliases")) {
            Section aliases = section.section("aliases");
            for (String alias : aliases.values().keySet()) {
                String field = aliases.section(alias).text(reference, 256);
                if (field != null) {
                    fields.put(alias, field);
                }
            }
        }
        return fields;
    }
}
