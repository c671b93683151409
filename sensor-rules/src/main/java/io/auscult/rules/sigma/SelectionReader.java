package io.auscult.rules.sigma;

import io.auscult.core.event.EventType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Compiles the selections below {@code detection} or {@code filter} and their condition. Used by one thread, once a rule. */
final class SelectionReader {
    private static final Match NEVER = new Match.Constant(false);

    private final Section rule;
    private final EventType type;
    private final Domains domains;
    private final ItemReader items;

    SelectionReader(Section rule, EventType type, Schema schema, Domains domains) {
        this.rule = rule;
        this.type = type;
        this.domains = domains;
        this.items = new ItemReader(rule, type, schema, domains);
    }

    /** @param reserved keys that are no selections, besides condition */
    Match read(Section detection, List<String> reserved) {
        Map<String, Match> selections = new LinkedHashMap<>();
        for (Map.Entry<String, Node> entry : detection.values().entrySet()) {
            String name = entry.getKey();
            if (!name.equals("condition") && !reserved.contains(name)) {
                selections.put(name, selection(name, entry.getValue()));
            }
        }
        List<String> conditions = detection.texts("condition");
        if (conditions.isEmpty()) {
            rule.error(detection.line(), "condition: absent (expected: how the selections go together)");
            return NEVER;
        }
        String unused = Condition.unused(conditions, selections.keySet());
        if (unused != null && conditions.stream().noneMatch(condition -> condition.contains("|"))) {
            rule.never(detection.line(unused), unused + ": no condition mentions it");
        }
        List<Match> matches = new ArrayList<>();
        for (String condition : conditions) {
            try {
                matches.add(Condition.compile(condition, selections));
            } catch (IllegalArgumentException e) {
                rule.error(detection.line("condition"), "condition: " + e.getMessage());
            }
        }
        return matches.size() == 1 ? matches.getFirst() : new Match.Or(List.copyOf(matches));
    }

    private Match selection(String name, Node node) {
        if (node instanceof MappingNode mapping) {
            return map(name, mapping);
        }
        if (node instanceof ScalarNode scalar && !Section.isNull(node)) {
            return items.keyword(scalar);
        }
        if (!(node instanceof SequenceNode sequence) || sequence.getValue().isEmpty()) {
            rule.wrong(node, name + ": " + Section.text(node) + " (expected: fields with values, or keywords)");
            return NEVER;
        }
        List<Match> any = new ArrayList<>();
        for (Node element : sequence.getValue()) {
            if (element instanceof MappingNode mapping) {
                any.add(map(name, mapping));
            } else if (element instanceof ScalarNode scalar) {
                any.add(items.keyword(scalar));
            } else {
                rule.wrong(element, name + ": a list in a list (expected: fields with values, or keywords)");
            }
        }
        return new Match.Or(List.copyOf(any));
    }

    private Match map(String name, MappingNode mapping) {
        List<Match> all = new ArrayList<>();
        Map<String, Node> seen = new HashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            Node key = tuple.getKeyNode();
            if (!(key instanceof ScalarNode scalar)) {
                rule.wrong(key, name + ": " + Section.text(key) + " as a key (expected: a field)");
            } else if (seen.put(scalar.getValue(), tuple.getValueNode()) != null) {
                rule.wrong(key, scalar.getValue() + ": given twice (expected: once; a list joins values)");
            } else {
                all.add(items.read(scalar.getValue(), Yaml.line(key), tuple.getValueNode()));
            }
        }
        if (all.isEmpty()) {
            rule.wrong(mapping, name + ": nothing (expected: fields with values)");
            return NEVER;
        }
        if (!fits(seen)) {
            rule.never(
                    Yaml.line(mapping),
                    type.name() + ": endpoint '" + text(seen, "endpoint") + "' has no operation '"
                            + text(seen, "operation") + "'");
            return NEVER;
        }
        return all.size() == 1 ? all.getFirst() : new Match.And(List.copyOf(all));
    }

    /** Whether any of the endpoints that are named has any of the operations. */
    private boolean fits(Map<String, Node> values) {
        if (!type.name().equals("dce_rpc") || !values.containsKey("endpoint") || !values.containsKey("operation")) {
            return true;
        }
        for (String endpoint : texts(values.get("endpoint"))) {
            for (String operation : texts(values.get("operation"))) {
                if (!Literal.parse(endpoint).isPlain()
                        || !Literal.parse(operation).isPlain()
                        || domains.fit(endpoint, operation)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static String text(Map<String, Node> values, String key) {
        return String.join(", ", texts(values.get(key)));
    }

    private static List<String> texts(@Nullable Node node) {
        List<Node> nodes =
                node instanceof SequenceNode sequence ? sequence.getValue() : node == null ? List.of() : List.of(node);
        return nodes.stream()
                .filter(ScalarNode.class::isInstance)
                .map(each -> ((ScalarNode) each).getValue())
                .toList();
    }
}
