package io.auscult.rules.incident;

import io.auscult.core.event.IpAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Fills in what a clause of a story says. Placeholders: {at:PREPOSITION} to whom, with "there" and "3 of them" where these were named before; {where} the same without a preposition; {n:THING} how many of
 * what; {count} {targets} {target_count} {addresses} {doors} {user} {users} {ports} {open} {kind} {time} {evidence.NAME}. Conditions: done, tried, refused, unseen, one, many, user, nouser, open, one_port, ports,
 * has.NAME and hasnot.NAME of evidence. Used by one thread.
 */
final class Fill {
    private static final int MAX_NAMED = 3;
    private static final int MAX_PORTS = 6;

    /** To whom the clauses before were done. */
    static final class Seen {
        private Set<IpAddress> targets = Set.of();
        private long count;

        private void next(Clause clause) {
            if (clause.targetCount() > 0) {
                targets = clause.targets();
                count = clause.targetCount();
            }
        }

        /** All of these are among those. */
        private boolean covers(Clause clause) {
            if (clause.targets().isEmpty() || targets.isEmpty()) {
                return false;
            }
            if (targets.containsAll(clause.targets())) {
                return true;
            }
            Set<Object> segments = new LinkedHashSet<>();
            targets.forEach(target -> segments.add(Gathering.segment(target)));
            return count > targets.size()
                    && clause.targets().stream().map(Gathering::segment).allMatch(segments::contains);
        }
    }

    private final Phrases phrases;
    private final Words words;
    private final Names names;

    Fill(Phrases phrases, Words words, Names names) {
        this.phrases = phrases;
        this.words = words;
        this.names = names;
    }

    String said(String english) {
        return words.in(phrases.language(), english);
    }

    /** What was done, in the words of the rule or else of its phase. */
    String told(Clause clause, Seen seen) {
        String own = clause.rule().telling().story().get(phrases.language());
        String template =
                own != null ? own : phrases.get("clause." + clause.phase().key());
        String text = filled(template, clause, seen);
        seen.next(clause);
        return text;
    }

    String filled(String template, Clause clause) {
        return filled(template, clause, new Seen());
    }

    private String filled(String template, Clause clause, Seen seen) {
        return Template.fill(template, condition -> holds(condition, clause), name -> value(name, clause, seen))
                .replaceAll("\\s+", " ")
                .replaceAll(" ([.,])", "$1")
                .strip();
    }

    private static boolean holds(String condition, Clause clause) {
        return switch (condition) {
            case "done" -> clause.succeeded();
            case "tried" -> !clause.succeeded();
            case "refused" -> Severity.gravity(clause.outcome()) == 0;
            case "unseen" -> Severity.gravity(clause.outcome()) == 2;
            case "one" -> clause.targetCount() <= 1;
            case "many" -> clause.targetCount() > 1;
            case "user" -> !clause.users().isEmpty();
            case "nouser" -> clause.users().isEmpty();
            case "open" -> !clause.open().isEmpty();
            case "one_port" -> clause.portCount() == 1;
            case "ports" -> clause.portCount() > 1;
            default -> {
                boolean isNegated = condition.startsWith("hasnot.");
                if (!isNegated && !condition.startsWith("has.")) {
                    throw new IllegalArgumentException("condition: " + condition + " (expected: one of the above)");
                }
                String value = clause.evidence(condition.substring(condition.indexOf('.') + 1));
                boolean has = !value.isEmpty() && !value.equals("?") && !value.equals("0") && !value.equals("no");
                yield has != isNegated;
            }
        };
    }

    private String value(String name, Clause clause, Seen seen) {
        if (name.startsWith("at:")) {
            return at(name.substring("at:".length()), clause, seen);
        }
        if (name.startsWith("n:")) {
            return phrases.count("thing." + name.substring("n:".length()), clause.count());
        }
        if (name.startsWith("evidence.")) {
            return said(clause.evidence(name.substring("evidence.".length())));
        }
        return switch (name) {
            case "where" -> where(clause);
            case "count" -> Long.toString(clause.count());
            case "targets" -> phrases.count("machines", clause.targetCount());
            case "target_count" -> Long.toString(clause.targetCount());
            case "addresses" -> phrases.count("addresses", clause.targetCount());
            case "doors" -> phrases.count("doors", clause.portCount());
            case "user" -> clause.users().isEmpty() ? "" : clause.users().getFirst();
            case "users" ->
                phrases.some(clause.users(), MAX_NAMED, clause.users().size());
            case "ports" -> ports(clause);
            case "open" -> open(clause);
            case "kind" -> said(clause.findings().getLast().latest().kind());
            case "time" -> Advice.time(clause.firstSeenNs());
            default -> throw new IllegalArgumentException("placeholder: " + name + " (expected: one of the above)");
        };
    }

    private String ports(Clause clause) {
        List<String> ports = new ArrayList<>();
        clause.ports().stream().sorted().limit(MAX_PORTS).forEach(port -> ports.add(port.toString()));
        return phrases.some(ports, MAX_PORTS, clause.portCount());
    }

    private String open(Clause clause) {
        return phrases.some(clause.open(), MAX_PORTS, clause.open().size());
    }

    private String at(String preposition, Clause clause, Seen seen) {
        if (clause.targetCount() == 0) {
            return "";
        }
        if (seen.covers(clause)) {
            if (clause.targetCount() == 1 && seen.count == 1) {
                String adverb = phrases.find("there." + preposition.replace(' ', '_'));
                return adverb != null ? adverb : before(preposition, phrases.get("that.machine"));
            }
            if (clause.targetCount() > 1) {
                return before(
                        preposition,
                        clause.targetCount() < seen.count
                                ? phrases.get("of.them").replace("{n}", Long.toString(clause.targetCount()))
                                : phrases.get("all.of.them"));
            }
        }
        return before(preposition, where(clause));
    }

    /** In French "de" loses its vowel before another. */
    private String before(String preposition, String noun) {
        boolean isElided = phrases.language().equals("fr")
                && (preposition.equals("de") || preposition.endsWith(" de"))
                && !noun.isEmpty()
                && "aeiouyhàâéèêîôûAEIOUYÀÂÉÈÊÎÔÛ".indexOf(noun.charAt(0)) >= 0;
        return isElided ? preposition.substring(0, preposition.length() - 1) + "'" + noun : preposition + " " + noun;
    }

    /** One or two by name, more as a number. */
    private String where(Clause clause) {
        if (clause.targetCount() == 0) {
            return phrases.get("others");
        }
        if (clause.targetCount() > 2 || clause.targets().size() < clause.targetCount()) {
            return phrases.count("machines", clause.targetCount());
        }
        List<String> called = new ArrayList<>();
        clause.targets().forEach(target -> called.add(names.of(target)));
        return phrases.joined(called);
    }
}
