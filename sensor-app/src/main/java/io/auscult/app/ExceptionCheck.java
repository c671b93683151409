package io.auscult.app;

import io.auscult.app.config.Configuration;
import io.auscult.app.config.Entry;
import io.auscult.app.config.EntryKeys;
import io.auscult.app.config.Keys;
import io.auscult.app.config.Suggestion;
import io.auscult.core.alert.Rule;
import io.auscult.rules.Detectors;
import io.auscult.rules.rule.Techniques;
import io.auscult.rules.sigma.RuleFolders;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What is wrong with the exceptions of a configuration that only the rules can tell: a rule that there is not, or nobody named. By any thread; keeps nothing. */
final class ExceptionCheck {
    private ExceptionCheck() {}

    /** A line each, with its place in the file. */
    static List<String> problems(Configuration configuration) {
        List<String> problems = new ArrayList<>();
        if (configuration.exceptions().isEmpty()) {
            return problems;
        }
        Set<String> known = names(configuration);
        for (Entry entry : configuration.exceptions()) {
            for (String name : entry.get(EntryKeys.EXCEPTION_RULES)) {
                if (!known.contains(name)) {
                    String closest = Suggestion.closest(name, known);
                    problems.add(entry.place(EntryKeys.EXCEPTION_RULES) + ": " + name + ": unknown rule ("
                            + (closest == null
                                    ? "expected: one that `auscult rules` lists"
                                    : "did you mean " + closest + "?")
                            + ")");
                }
            }
            try {
                Mapping.exception(entry);
            } catch (IllegalArgumentException e) {
                problems.add(entry.place() + ": " + e.getMessage());
            }
        }
        return problems;
    }

    /** Ids and areas of all rules, those included that are switched off. */
    private static Set<String> names(Configuration configuration) {
        List<Rule> rules = new ArrayList<>(new Detectors().rules());
        List<Path> folders =
                configuration.get(Keys.RULES_FOLDERS).stream().map(Path::of).toList();
        if (!folders.isEmpty()) {
            rules.addAll(new RuleFolders(false, folders, Set.of(), new Techniques())
                    .load()
                    .rules());
        }
        Set<String> names = new TreeSet<>();
        for (Rule rule : rules) {
            names.add(rule.id());
            names.add(rule.area());
        }
        return names;
    }
}
