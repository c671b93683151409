package io.auscult.rules.sigma;

import io.auscult.core.event.EventType;
import io.auscult.rules.rule.Techniques;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Makes a {@link RuleSet} of the texts of rule files: events' rules first, then filters into them, then correlations over them. A document with an error is left out whole, and what
 * refers to it with it. Any thread; keeps nothing.
 */
public final class RuleLoader {
    /** Most rules of a set. */
    public static final int MAX_RULES = 20_000;

    /**
     * A file.
     *
     * @param name as problems call it
     * @param text its content
     */
    public record Source(String name, String text) {}

    /** A document that is read after the rules it refers to. */
    private record Later(Section section, long fingerprint) {}

    private final Domains domains = new Domains();
    private final MetaReader metas;

    public RuleLoader(Techniques techniques) {
        metas = new MetaReader(new AttackTags(techniques));
    }

    /** @param off rules that are switched off, by id or name */
    public RuleSet load(List<Source> sources, Set<String> off) {
        Schema schema = new Schema();
        List<Problem> problems = new ArrayList<>();
        EventRuleReader reader = new EventRuleReader(schema, domains, metas);
        List<EventRule> rules = new ArrayList<>();
        List<Later> filters = new ArrayList<>();
        List<Later> correlations = new ArrayList<>();
        Map<String, String> taken = new HashMap<>();
        for (Source source : sources) {
            for (Node node : Yaml.documents(source.name(), source.text(), problems)) {
                Section section = Section.of(source.name(), node, "the document", problems);
                long fingerprint = MetaReader.hash(Section.content(node));
                if (section.has("correlation")) {
                    correlations.add(new Later(section, fingerprint));
                } else if (section.has("filter")) {
                    filters.add(new Later(section, fingerprint));
                } else if (!section.has("detection")) {
                    section.error(section.line(), "no rule (expected: detection, correlation or filter)");
                } else {
                    EventRule rule = reader.read(section, fingerprint);
                    if (rule != null && isNew(section, rule.meta(), taken) && !isOff(rule.meta(), off)) {
                        rules.add(rule);
                    }
                }
            }
        }
        for (Later filter : filters) {
            narrow(filter, reader, schema, rules);
        }
        List<Correlation> correlated = new ArrayList<>();
        Set<String> quiet = new HashSet<>();
        correlate(correlations, schema, rules, correlated, quiet, taken, off);
        rules.replaceAll(rule -> quiet.stream().anyMatch(rule.meta()::isCalled) ? rule.silent() : rule);
        correlated.replaceAll(rule -> quiet.stream().anyMatch(rule.meta()::isCalled) ? rule.silent() : rule);
        if (rules.size() + correlated.size() > MAX_RULES) {
            problems.add(new Problem(
                    "",
                    1,
                    Problem.Kind.ERROR,
                    (rules.size() + correlated.size()) + " rules (expected: at most " + MAX_RULES + ")"));
            rules.clear();
            correlated.clear();
        }
        try {
            return RuleSet.of(rules, correlated, problems);
        } catch (IllegalArgumentException e) {
            problems.add(new Problem("", 1, Problem.Kind.ERROR, e.getMessage() + "; no rule is used"));
            return RuleSet.none().with(problems);
        }
    }

    /** Those first that others refer to; what refers to itself in a circle is left. */
    private void correlate(
            List<Later> documents,
            Schema schema,
            List<EventRule> events,
            List<Correlation> into,
            Set<String> quiet,
            Map<String, String> taken,
            Set<String> off) {
        CorrelationReader reader = new CorrelationReader(schema, metas, events, into);
        List<Later> waiting = new ArrayList<>(documents);
        while (!waiting.isEmpty()) {
            Set<String> names = new HashSet<>();
            for (Later later : waiting) {
                names.add(String.valueOf(later.section.plain("id")));
                names.add(String.valueOf(later.section.plain("name")));
            }
            List<Later> ready = new ArrayList<>();
            for (Later later : waiting) {
                if (CorrelationReader.references(later.section).stream().noneMatch(names::contains)) {
                    ready.add(later);
                }
            }
            if (ready.isEmpty()) {
                waiting.forEach(later ->
                        later.section.error(later.section.line(), "correlations that refer to each other in a circle"));
                return;
            }
            for (Later later : ready) {
                Correlation rule = reader.read(later.section, later.fingerprint);
                if (rule != null && isNew(later.section, rule.meta(), taken) && !isOff(rule.meta(), off)) {
                    into.add(rule);
                    if (!CorrelationReader.generates(later.section)) {
                        quiet.addAll(CorrelationReader.references(later.section));
                    }
                }
            }
            waiting.removeAll(ready);
        }
    }

    private static boolean isOff(Meta meta, Set<String> off) {
        return off.stream().anyMatch(meta::isCalled);
    }

    private static boolean isNew(Section section, Meta meta, Map<String, String> taken) {
        Set<String> keys = new HashSet<>();
        keys.add(meta.rule().id());
        keys.add("signature " + meta.rule().signatureId());
        if (meta.id() != null) {
            keys.add(meta.id());
        }
        if (meta.name() != null) {
            keys.add(meta.name());
        }
        for (String key : keys) {
            String other = taken.putIfAbsent(key, meta.file() + ":" + meta.line());
            if (other != null) {
                section.error(section.line(), key + ": taken by " + other + " (expected: one rule of that id or name)");
                return false;
            }
        }
        return true;
    }

    /** Sigma: what a filter's condition says must hold besides, so a filter that takes away says {@code not}. */
    private void narrow(Later filter, EventRuleReader reader, Schema schema, List<EventRule> rules) {
        Section section = filter.section;
        section.required("title", 256);
        Section part = section.section("filter");
        EventType type = reader.service(section);
        List<String> references = part.texts("rules");
        boolean isForAll =
                references.isEmpty() || references.equals(List.of("any")) || references.equals(List.of("all"));
        if (!part.has("rules")) {
            part.error(part.line(), "rules: absent (expected: ids or names of rules, or any)");
            return;
        }
        if (type == null) {
            return;
        }
        long before = EventRuleReader.errors(section);
        Match match = new SelectionReader(section, type, schema, domains).read(part, List.of("rules"));
        Set<String> found = new HashSet<>();
        for (int i = 0; i < rules.size(); i++) {
            EventRule rule = rules.get(i);
            List<String> names =
                    references.stream().filter(rule.meta()::isCalled).toList();
            boolean isMeant = isForAll ? rule.type() == type : !names.isEmpty();
            found.addAll(names);
            if (isMeant && rule.type() != type) {
                part.error(
                        part.line("rules"),
                        names + ": about " + rule.type().name() + " (expected: a rule about " + type.name() + ")");
            } else if (isMeant && EventRuleReader.errors(section) == before) {
                rules.set(i, rule.with(new Match.And(List.of(rule.match(), match)), filter.fingerprint));
            }
        }
        for (String reference : references) {
            if (!isForAll && !found.contains(reference)) {
                part.error(
                        part.line("rules"),
                        reference + ": no such rule (expected: an id or name of a rule that is used)");
            }
        }
    }
}
