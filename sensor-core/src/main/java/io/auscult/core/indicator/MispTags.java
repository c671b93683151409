package io.auscult.core.indicator;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What tags of MISP say of an attribute: its own and those of its event together. Stateless. */
public final class MispTags {
    /** How sure somebody is, 0 to 100 as MISP's and the intelligence community's scales count. */
    private static final Map<String, Integer> CONFIDENCE = Map.ofEntries(
            Map.entry("misp:confidence-level=\"completely-confident\"", 100),
            Map.entry("misp:confidence-level=\"usually-confident\"", 75),
            Map.entry("misp:confidence-level=\"fairly-confident\"", 50),
            Map.entry("misp:confidence-level=\"rarely-confident\"", 25),
            Map.entry("misp:confidence-level=\"unconfident\"", 0),
            Map.entry("estimative-language:confidence-in-analytic-judgment=\"high\"", 95),
            Map.entry("estimative-language:confidence-in-analytic-judgment=\"moderate\"", 55),
            Map.entry("estimative-language:confidence-in-analytic-judgment=\"low\"", 5));

    private MispTags() {}

    /** 0 to 100; the least of what is said. */
    public static int confidence(List<String> tags) {
        return tags.stream()
                .filter(CONFIDENCE::containsKey)
                .mapToInt(tag -> CONFIDENCE.getOrDefault(tag, 0))
                .min()
                .orElse(Indicator.UNKNOWN);
    }

    /** The strictest of what is said. */
    public static Tlp tlp(List<String> tags, Tlp otherwise) {
        Tlp strictest = null;
        for (String tag : tags) {
            if (isTlp(tag)) {
                Tlp one = Tlp.parse(tag, Tlp.RED); // one that nobody knows is kept close
                strictest = strictest == null || one.compareTo(strictest) > 0 ? one : strictest;
            }
        }
        return strictest == null ? otherwise : strictest;
    }

    /** Whether it says how far something may be told. */
    public static boolean isTlp(String tag) {
        return tag.toLowerCase(Locale.ROOT).startsWith("tlp:");
    }
}
