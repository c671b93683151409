package io.auscult.rules.incident;

import io.auscult.core.alert.AffectedHost;
import io.auscult.core.alert.Finding;
import io.auscult.core.alert.Hop;
import io.auscult.core.alert.Outcome;
import io.auscult.core.alert.Party;
import io.auscult.core.alert.Phase;
import io.auscult.core.event.IpAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Tells an incident in one language, from the short clause of each rule or else of its phase. Used by one thread, once. At most {@link #MAX_CLAUSES} clauses of who
 * began (one a phase when there are several) and {@link #MAX_HOPS} hops; how many more went on is said.
 */
final class Story {
    private static final int MAX_CLAUSES = 5;
    private static final int MAX_CLAUSES_OF_ONE_PHASE = 3;
    private static final int MAX_HOP_CLAUSES = 2;
    private static final int MAX_HOPS = 3;
    private static final int MAX_OUTCOMES = 2;
    private static final int MAX_ACCOUNTS = 3;

    /** Of several in a phase the one that tells most. */
    private static final Comparator<Clause> TELLING = Comparator.comparing(Clause::level, Comparator.reverseOrder())
            .thenComparing(clause -> -Severity.gravity(clause.outcome()))
            .thenComparing(clause -> -clause.targetCount())
            .thenComparing(Clause.ORDER);

    private final Phrases phrases;
    private final Fill fill;
    private final Names names;
    private final List<Hop> hops;
    private final List<Finding> findings;
    private final List<String> users;

    Story(Phrases phrases, Words words, Names names, List<Hop> hops, List<Finding> findings, List<String> users) {
        this.phrases = phrases;
        this.fill = new Fill(phrases, words, names);
        this.names = names;
        this.hops = hops;
        this.findings = findings;
        this.users = users;
    }

    /** In a sentence, and one more when it went on from elsewhere. */
    String happened() {
        Party actor = hops.getFirst().actor();
        Fill.Seen seen = new Fill.Seen();
        StringBuilder story = new StringBuilder(
                        withAccounts(actor, subject(actor) + " " + did(actor, MAX_CLAUSES, seen)))
                .append('.');
        if (hops.size() > 1) {
            story.append(' ')
                    .append(phrases.get("hop"))
                    .append(' ')
                    .append(hops())
                    .append('.');
        }
        return story.toString();
    }

    /** What who began did, without saying who, as something to tell them. */
    String did() {
        Party actor = hops.getFirst().actor();
        return withAccounts(actor, did(actor, MAX_CLAUSES_OF_ONE_PHASE, new Fill.Seen()));
    }

    /** And with whose accounts, where these were not named yet. */
    private String withAccounts(Party actor, String said) {
        List<Finding> own = new ArrayList<>(findings);
        own.removeIf(finding -> !finding.actor().key().equals(actor.key()));
        boolean isOwnerNamed = actor.user() != null && !users.contains(actor.user());
        List<String> accounts = new ArrayList<>(Users.used(own));
        accounts.removeIf(account -> isOwnerNamed && account.equals(actor.user()) || names(said, account));
        if (accounts.isEmpty()) {
            return said;
        }
        String phrase = phrases.get(accounts.size() == 1 ? "with.account" : "with.accounts");
        return said + phrase.replace("{users}", phrases.some(accounts, MAX_ACCOUNTS, accounts.size()));
    }

    /** As a word of its own. */
    private static boolean names(String said, String account) {
        return Pattern.compile("(?<![\\w$])" + Pattern.quote(account) + "(?![\\w$])")
                .matcher(said)
                .find();
    }

    private String subject(Party actor) {
        if (actor.ip() != null) {
            return names.full(actor, users);
        }
        String name =
                actor.mac() == null && actor.host() == null ? phrases.get("nobody.known") : fill.said(actor.toString());
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    private String did(Party actor, int most, Fill.Seen seen) {
        List<String> told = new ArrayList<>();
        for (Clause clause : chosen(Clause.of(findings, actor), most)) {
            told.add(fill.told(clause, seen));
        }
        return phrases.joined(told);
    }

    private String hops() {
        List<String> told = new ArrayList<>();
        for (Hop hop : hops.subList(1, Math.min(hops.size(), 1 + MAX_HOPS))) {
            told.add(withAccounts(
                    hop.actor(), subject(hop.actor()) + " " + did(hop.actor(), MAX_HOP_CLAUSES, new Fill.Seen())));
        }
        if (hops.size() > 1 + MAX_HOPS) {
            told.add(phrases.count("hops.more", hops.size() - 1 - MAX_HOPS));
        }
        return String.join(phrases.get("hop.next"), told);
    }

    /** One of each phase; of a single phase some. */
    private static List<Clause> chosen(List<Clause> clauses, int most) {
        List<Clause> best = new ArrayList<>(clauses);
        best.sort(TELLING);
        List<Clause> chosen = new ArrayList<>();
        Set<Phase> told = EnumSet.noneOf(Phase.class);
        for (Clause clause : best) {
            if (told.add(clause.phase())) {
                chosen.add(clause);
            }
        }
        chosen.sort(Comparator.comparing(Clause::phase, Comparator.reverseOrder())); // what went furthest matters most
        while (chosen.size() > most) {
            chosen.removeLast();
        }
        for (Clause clause : best) {
            if (chosen.size() < Math.min(most, MAX_CLAUSES_OF_ONE_PHASE) && !chosen.contains(clause)) {
                chosen.add(clause);
            }
        }
        chosen.sort(Clause.ORDER);
        return chosen;
    }

    /** What became of it, in the terms of what was tried: of what went furthest first, then of another phase. */
    String outcomes() {
        Map<Phase, Clause> byPhase = new EnumMap<>(Phase.class);
        for (Hop hop : hops) {
            for (Clause clause : Clause.of(findings, hop.actor())) {
                byPhase.merge(clause.phase(), clause, Story::graver);
            }
        }
        boolean isIntrusive = byPhase.keySet().stream().anyMatch(Phase::isIntrusive);
        List<Clause> told = new ArrayList<>(byPhase.values());
        told.removeIf(clause -> isIntrusive && !clause.phase().isIntrusive());
        told.sort(Comparator.<Clause>comparingInt(clause -> -Severity.gravity(clause.outcome()))
                .thenComparing(Clause::phase, Comparator.reverseOrder()));
        Set<String> sentences = new LinkedHashSet<>();
        for (Clause clause : told) {
            String sentence = outcome(clause);
            if (sentences.size() < MAX_OUTCOMES && !sentence.isEmpty()) {
                sentences.add(sentence);
            }
        }
        return String.join(" ", sentences);
    }

    private static Clause graver(Clause a, Clause b) {
        return Severity.gravity(b.outcome()) > Severity.gravity(a.outcome()) ? b : a;
    }

    private String outcome(Clause clause) {
        String outcome = clause.outcome().name().toLowerCase(Locale.ROOT);
        String template = phrases.find("outcome." + clause.phase().key() + "." + outcome);
        return fill.filled(template != null ? template : phrases.get("outcome." + outcome), clause);
    }

    /** A few words for a list. */
    String headline(boolean isRed, List<AffectedHost> hosts) {
        Set<Phase> phases = new TreeSet<>();
        List<String> titles = new ArrayList<>();
        for (Finding finding : findings) {
            phases.add(finding.phase());
            String title = fill.said(finding.rule().title());
            if (!titles.contains(title)) {
                titles.add(title);
            }
        }
        phases.remove(Phase.EXPOSURE);
        if (titles.size() == 1 || phases.size() < 2) {
            return String.join(", ", titles);
        }
        boolean isIntrusive = phases.stream().anyMatch(Phase::isIntrusive);
        if (!isIntrusive || !isRed) {
            return phrases.get("headline.unusual");
        }
        long taken = hosts.stream()
                .filter(host -> host.isIntruded() && host.outcome() == Outcome.SUCCEEDED)
                .count();
        return taken == 0 ? phrases.get("headline.tried") : phrases.count("headline.done", taken);
    }

    /** Addresses as people call them. */
    List<String> called(Iterable<IpAddress> hosts) {
        Set<String> called = new LinkedHashSet<>();
        hosts.forEach(host -> called.add(names.of(host)));
        return List.copyOf(called);
    }

    Fill fill() {
        return fill;
    }
}
