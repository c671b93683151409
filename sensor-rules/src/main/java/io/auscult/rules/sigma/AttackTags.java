package io.auscult.rules.sigma;

import io.auscult.core.alert.Technique;
import io.auscult.rules.rule.Techniques;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Techniques and area of a rule by its tags, {@code attack.t1021.002} and {@code attack.lateral-movement}. Immutable; any thread. */
final class AttackTags {
    private static final String ATTACK = "attack.";
    /** Of several tactics the one that says most about where an incident belongs. */
    private static final List<String> AREAS = List.of("identity", "command", "lateral", "scan");

    /** A tactic as tags name it. */
    private record Tactic(String id, String name, String area) {}

    private final Map<String, Tactic> tactics = new HashMap<>();
    private final Techniques techniques;

    AttackTags(Techniques techniques) {
        this.techniques = techniques;
        for (String[] line : Tables.lines(AttackTags.class, "tactics.tsv", 4)) {
            tactics.put(line[0], new Tactic(line[1], line[2], line[3]));
        }
    }

    /** @throws IllegalArgumentException for a tactic that ATT&CK does not have */
    List<Technique> techniques(List<String> tags) {
        List<Tactic> named = tactics(tags);
        List<Technique> all = new ArrayList<>();
        for (String tag : tags) {
            String id = tag.startsWith(ATTACK) ? tag.substring(ATTACK.length()).toUpperCase(Locale.ROOT) : "";
            if (id.matches("T[0-9]{4}(\\.[0-9]{3})?")) {
                @Nullable Technique known = techniques.find(id);
                Tactic tactic = named.isEmpty() ? new Tactic("", "", "") : named.getFirst();
                all.add(known != null ? known : new Technique(id, id, tactic.id, tactic.name));
            }
        }
        return all;
    }

    /** scan, lateral, identity or command; command when no tag says. */
    String area(List<String> tags) {
        List<Tactic> named = tactics(tags);
        for (String area : AREAS) {
            if (named.stream().anyMatch(tactic -> tactic.area.equals(area))) {
                return area;
            }
        }
        return "command";
    }

    private List<Tactic> tactics(List<String> tags) {
        List<Tactic> named = new ArrayList<>();
        for (String tag : tags) {
            String name =
                    tag.startsWith(ATTACK) ? tag.substring(ATTACK.length()).replace('_', '-') : "";
            Tactic tactic = tactics.get(name);
            if (tactic != null) {
                named.add(tactic);
            } else if (!name.isEmpty() && !name.matches("[tsg][0-9].*")) {
                throw new IllegalArgumentException(tag + ": no tactic of ATT&CK");
            }
        }
        return named;
    }
}
