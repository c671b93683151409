package io.auscult.rules.incident;

import io.auscult.core.alert.AffectedHost;
import io.auscult.core.alert.Alert;
import io.auscult.core.alert.Incident;
import io.auscult.core.alert.Light;
import io.auscult.core.alert.Party;
import io.auscult.core.event.LocalNets;
import io.auscult.rules.role.Role;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes the texts of an alert or incident again, after others were put in the place of its hosts and users, so that no text of the original is needed. Immutable; any thread.
 */
public final class Retold {
    private static final List<Phrases> LANGUAGES = List.of(new Phrases("en"), new Phrases("nl"), new Phrases("fr"));
    private static final Words WORDS = new Words();

    private final LocalNets localNets;

    /** @param localNets where the new addresses of inside hosts lie */
    public Retold(LocalNets localNets) {
        this.localNets = localNets;
    }

    /** What to do, by language. @param alert with the templates of its rule as recommendation */
    public static Map<String, String> advice(Alert alert) {
        return Advice.fill(alert);
    }

    /** The same with texts that follow from the rest of it. */
    public Incident tell(Incident incident) {
        Names names = new Names(incident.hops(), incident.hosts());
        Map<String, String> headline = new LinkedHashMap<>();
        Map<String, String> happened = new LinkedHashMap<>();
        Map<String, String> outcomes = new LinkedHashMap<>();
        Map<String, List<String>> steps = new LinkedHashMap<>();
        List<String> named = Users.named(incident.findings());
        for (Phrases phrases : LANGUAGES) {
            Story story = new Story(phrases, WORDS, names, incident.hops(), incident.findings(), named);
            headline.put(phrases.language(), story.headline(incident.light() == Light.RED, incident.hosts()));
            happened.put(phrases.language(), story.happened());
            outcomes.put(phrases.language(), story.outcomes());
            steps.put(
                    phrases.language(),
                    new Steps(phrases, story, names, localNets, incident.hops(), incident.findings())
                            .all(incident.light(), party -> isVital(party, incident.hosts()), named));
        }
        return new Incident(
                incident.id(),
                incident.formerIds(),
                incident.severity(),
                incident.level(),
                incident.confidence(),
                incident.light(),
                incident.actor(),
                incident.hops(),
                incident.phases(),
                incident.findings(),
                incident.hosts(),
                incident.hostCount(),
                incident.users(),
                incident.outcome(),
                incident.alerts(),
                incident.firstSeenNs(),
                incident.lastSeenNs(),
                headline,
                happened,
                outcomes,
                steps);
    }

    /** As far as it is among those to whom something was done. */
    private static boolean isVital(Party party, List<AffectedHost> hosts) {
        for (AffectedHost host : hosts) {
            for (Role role : host.host().key().equals(party.key()) ? Role.values() : new Role[0]) {
                if (host.roles().contains(role.key()) && Severity.isVital(Set.of(role))) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether an alert's kind is one of the program's words, without anything of the traffic in it. */
    public static boolean isKind(String kind) {
        return WORDS.knows(kind);
    }

    /** All that stories and advice are made of. */
    public static List<String> texts() {
        List<String> texts = new ArrayList<>(WORDS.all());
        LANGUAGES.forEach(phrases -> texts.addAll(phrases.all()));
        texts.addAll(Advice.texts());
        return texts;
    }
}
