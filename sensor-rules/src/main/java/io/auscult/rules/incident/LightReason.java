package io.auscult.rules.incident;

import io.auscult.core.alert.Incident;
import io.auscult.core.alert.Light;
import io.auscult.core.alert.Outcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Why a traffic light shows what it shows, in one line. Stateless. */
public final class LightReason {
    private static final List<Phrases> LANGUAGES = List.of(new Phrases("en"), new Phrases("nl"), new Phrases("fr"));

    private static final Words WORDS = new Words();

    private LightReason() {}

    /** @param gravest of the scope, the first of them; empty when there is none @param counts of all @return by language */
    public static Map<String, String> of(List<Incident> gravest, IncidentCounts counts) {
        return of(
                gravest,
                counts.all(),
                gravest.isEmpty() ? Light.GREEN : gravest.getFirst().light(),
                counts.areRepelled());
    }

    static boolean isRepelled(Outcome outcome) {
        return outcome == Outcome.FAILED || outcome == Outcome.ATTEMPTED;
    }

    /** @param light that the scope shows: of a host that repelled an incident blue, though the incident itself is red */
    static Map<String, String> of(List<Incident> incidents, int count, Light light, boolean areRepelled) {
        Map<String, String> reasons = new LinkedHashMap<>();
        for (Phrases phrases : LANGUAGES) {
            reasons.put(phrases.language(), of(incidents, count, light, areRepelled, phrases));
        }
        return reasons;
    }

    private static String of(List<Incident> incidents, int count, Light light, boolean areRepelled, Phrases phrases) {
        if (incidents.isEmpty()) {
            return phrases.get("light.green");
        }
        Incident gravest = incidents.getFirst();
        if (light == Light.RED) {
            Names names = new Names(gravest.hops(), gravest.hosts());
            String actor = gravest.actor().ip() == null && gravest.actor().mac() == null
                    ? WORDS.in(phrases.language(), gravest.actor().toString())
                    : names.full(gravest.actor(), Users.named(gravest.findings()));
            return phrases.get("light.red")
                    .replace("{headline}", gravest.headline().getOrDefault(phrases.language(), ""))
                    .replace("{actor}", actor);
        }
        return phrases.count(areRepelled ? "light.blue.repelled" : "light.blue", count);
    }
}
