package io.auscult.export.share;

import io.auscult.core.alert.Confidence;
import io.auscult.core.alert.Level;
import io.auscult.core.alert.Phase;
import io.auscult.core.alert.Rule;
import io.auscult.core.alert.Technique;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Texts that come with the program and so tell nothing about a hospital: its own rules, the words of its stories. Rules that a hospital wrote are none of them, as their titles may name its
 * machines. Immutable; any thread.
 */
public final class Vocabulary {
    /** Stands for each rule that a hospital wrote itself. */
    private static final String OWN = "A rule of the sensor's owner";

    private static final Set<String> AREAS =
            Set.of("scan", "lateral", "identity", "command", "medical", "indicator", "protocol");

    private final Map<String, Rule> rules = new HashMap<>();
    private final Set<Technique> techniques = new HashSet<>();
    private final Set<String> roles;
    private final Predicate<String> kinds;
    private final Set<String> words = new HashSet<>();

    /**
     * @param rules that come with the program
     * @param roles that a host can have
     * @param kinds whether an alert's kind is one of the program's
     * @param texts whatever else the program says
     */
    public Vocabulary(
            Collection<Rule> rules, Collection<String> roles, Predicate<String> kinds, Collection<String> texts) {
        this.roles = Set.copyOf(roles);
        this.kinds = kinds;
        for (Rule rule : rules) {
            this.rules.put(rule.id(), rule);
            techniques.addAll(rule.techniques());
            learn(rule.id());
            learn(rule.title());
            learn(rule.description());
            rule.recommendation().values().forEach(this::learn);
            rule.telling().story().values().forEach(this::learn);
            rule.telling().check().values().forEach(this::learn);
            rule.techniques().forEach(technique -> learn(technique.name() + " " + technique.tacticName()));
        }
        roles.forEach(this::learn);
        texts.forEach(this::learn);
        learn(OWN);
        learn("host user null unknown utc");
        for (Phase phase : Phase.values()) {
            learn(phase.key());
        }
    }

    private void learn(String text) {
        Words.of(text).forEach(words::add);
    }

    /** Whether the program says this word of itself. @param word in lower case */
    boolean isWord(String word) {
        return words.contains(word);
    }

    /** The rule as the program knows it; of one that it does not know what tells nothing. */
    Rule rule(Rule rule) {
        Rule own = rules.get(rule.id());
        return own != null ? own : stranger(rule); // of a stranger's stranger the same
    }

    private Rule stranger(Rule rule) {
        List<Technique> known = new ArrayList<>();
        for (Technique technique : rule.techniques()) {
            if (techniques.contains(technique)) {
                known.add(technique);
            }
        }
        return new Rule(
                "own.rule",
                9_999_999,
                1,
                OWN,
                AREAS.contains(rule.area()) ? rule.area() : "own",
                rule.level() == null ? Level.INFORMATIONAL : rule.level(),
                rule.confidence() == null ? Confidence.LOW : rule.confidence(),
                known,
                "",
                Map.of());
    }

    /** The kind of an alert where it is one of the program's, else the title of its rule. */
    String kind(String kind, Rule rule) {
        return kinds.test(kind) ? kind : rule(rule).title();
    }

    boolean isRole(String role) {
        return roles.contains(role);
    }

    /** Words of texts: runs of letters and digits, in lower case. */
    static final class Words {
        private Words() {}

        static List<String> of(String text) {
            List<String> words = new ArrayList<>();
            String lower = text.toLowerCase(Locale.ROOT);
            int begin = -1;
            for (int i = 0; i <= lower.length(); i++) {
                boolean isPart = i < lower.length() && Character.isLetterOrDigit(lower.charAt(i));
                if (isPart && begin < 0) {
                    begin = i;
                } else if (!isPart && begin >= 0) {
                    words.add(lower.substring(begin, i));
                    begin = -1;
                }
            }
            return words;
        }
    }
}
