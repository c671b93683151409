package io.auscult.rules.incident;

import io.auscult.core.alert.Finding;
import io.auscult.core.alert.Hop;
import io.auscult.core.alert.Light;
import io.auscult.core.alert.Outcome;
import io.auscult.core.alert.Party;
import io.auscult.core.alert.Phase;
import io.auscult.core.event.IpAddress;
import io.auscult.core.event.LocalNets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What to do about an incident, in order: what first, whom to talk to and what to say, what to check next, and what to do if all of it was meant. In one language; used by one
 * thread, once. What several rules advise alike is said once, of all their targets.
 */
final class Steps {
    private static final int MAX_CHECKS = 5;
    private static final int MAX_NAMED = 4;

    private final Phrases phrases;
    private final Story story;
    private final Names names;
    private final LocalNets localNets;
    private final List<Hop> hops;
    private final List<Finding> findings;

    Steps(Phrases phrases, Story story, Names names, LocalNets localNets, List<Hop> hops, List<Finding> findings) {
        this.phrases = phrases;
        this.story = story;
        this.names = names;
        this.localNets = localNets;
        this.hops = hops;
        this.findings = findings;
    }

    /** @param isVital whether much depends on the host of somebody who acted */
    List<String> all(Light light, Predicate<Party> isVital, List<String> users) {
        Party actor = hops.getFirst().actor();
        boolean isSingle =
                findings.stream().map(finding -> finding.rule().id()).distinct().count() == 1;
        if (light != Light.RED && isSingle) {
            String own = Advice.fill(findings.getLast().latest()).getOrDefault(phrases.language(), "");
            return own.isEmpty() ? List.of() : List.of(own); // nothing to be put together
        }
        List<String> steps = new ArrayList<>();
        boolean isInside = isInside(actor);
        steps.add(first(actor, light, isInside, isVital, users));
        steps.add(talk(actor, isInside, users));
        accounts(actor, light, steps);
        checks(steps);
        if (isInside) {
            steps.add(phrases.get("planned").replace("{actor}", names.brief(actor)));
        }
        return steps;
    }

    /** Whose hardware address is known sits on a network of our own, whatever the configuration says of its addresses. */
    private boolean isInside(Party actor) {
        IpAddress ip = actor.ip();
        return ip == null || actor.mac() != null || localNets.contains(ip.high(), ip.low());
    }

    private String first(Party actor, Light light, boolean isInside, Predicate<Party> isVital, List<String> users) {
        String key = !isInside
                ? "first.outside"
                : light != Light.RED
                        ? "first.calm"
                        : actor.ip() == null
                                ? actor.mac() == null ? "first.unknown" : "first.mac"
                                : isVital.test(actor) ? "first.vital" : "first";
        StringBuilder text = new StringBuilder(phrases.get(key)
                .replace("{actor}", names.full(actor, users))
                .replace("{mac}", String.valueOf(actor.mac())));
        if (light == Light.RED) {
            others(false, isVital, users, text);
            others(true, isVital, users, text);
        }
        return text.toString();
    }

    /** What to do with those to whom it went on. */
    private void others(boolean areVital, Predicate<Party> isVital, List<String> users, StringBuilder text) {
        List<String> others = new ArrayList<>();
        for (Hop hop : hops.subList(1, hops.size())) {
            if (isVital.test(hop.actor()) == areVital) {
                others.add(names.full(hop.actor(), users));
            }
        }
        if (!others.isEmpty()) {
            text.append(' ')
                    .append(phrases.get(areVital ? "first.hops.vital" : "first.hops")
                            .replace("{hops}", phrases.some(others, MAX_NAMED, others.size())));
        }
    }

    private String talk(Party actor, boolean isInside, List<String> users) {
        boolean hasUser = actor.user() != null && !users.contains(actor.user());
        String key = !isInside ? "talk.outside" : hasUser ? "talk.user" : "talk";
        return phrases.get(key)
                .replace("{user}", String.valueOf(actor.user()))
                .replace("{actor}", names.brief(actor))
                .replace("{time}", Advice.time(hops.getFirst().firstSeenNs()))
                .replace("{did}", story.did());
    }

    /** Whose account was used or found out has to know. */
    private void accounts(Party actor, Light light, List<String> steps) {
        Set<String> known = new LinkedHashSet<>();
        for (Finding finding : findings) {
            boolean isUsed = finding.phase() == Phase.GUESSING
                    || finding.phase() == Phase.LOGON
                    || finding.phase() == Phase.CREDENTIAL_THEFT;
            if (isUsed && finding.outcome() == Outcome.SUCCEEDED) {
                known.addAll(finding.users());
            }
        }
        if (light == Light.RED) {
            known.addAll(Users.used(findings.stream()
                    .filter(finding -> finding.phase().isIntrusive())
                    .toList()));
            known.removeIf(Users::isMachine);
        }
        if (!known.isEmpty()) {
            List<String> all = List.copyOf(known);
            steps.add(phrases.get(all.size() == 1 ? "accounts.one" : "accounts.many")
                    .replace("{users}", phrases.some(all, MAX_NAMED, all.size()))
                    .replace("{actor}", names.brief(actor)));
        }
    }

    /** The gravest first; the same advice once. */
    private void checks(List<String> steps) {
        List<Clause> clauses = new ArrayList<>();
        hops.forEach(hop -> clauses.addAll(Clause.of(findings, hop.actor())));
        clauses.sort(Comparator.comparing(Clause::level, Comparator.reverseOrder())
                .thenComparing(Clause::phase, Comparator.reverseOrder())
                .thenComparing(Clause.ORDER));
        Set<String> templates = new LinkedHashSet<>();
        int told = 0;
        for (Clause clause : clauses) {
            String template = template(clause);
            if (told < MAX_CHECKS && templates.add(template)) {
                List<Clause> alike = clauses.stream()
                        .filter(other -> template(other).equals(template))
                        .toList();
                String text = story.fill().filled(template.replace("{hosts}", hosts(alike)), clause);
                if (!text.isEmpty()) {
                    steps.add(text);
                    told++;
                }
            }
        }
    }

    private String template(Clause clause) {
        String own = clause.rule().telling().check().get(phrases.language());
        return own != null ? own : phrases.get("check." + clause.phase().key());
    }

    private String hosts(List<Clause> clauses) {
        Set<IpAddress> targets = new LinkedHashSet<>();
        long most = 0;
        for (Clause clause : clauses) {
            targets.addAll(clause.targets());
            most = Math.max(most, clause.targetCount());
        }
        List<String> called = story.called(targets);
        return called.isEmpty()
                ? phrases.get("others")
                : phrases.some(called, MAX_NAMED, Math.max(most, called.size()));
    }
}
