package io.auscult.rules.incident;

import io.auscult.core.alert.Outcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Why a traffic light shows what it shows, in one line. Stateless. */
public final class LightReason {
    private static final List<Phrases> LANGUAGES = List.of(new Phrases("en"), new Phrases("nl"), new Phrases("fr"));

    private LightReason() {}

    /** @param incidents of the scope, the gravest first @return by language */
    public static Map<String, String> of(List<Incident> incidents) {
        Map<String, String> reasons = new LinkedHashMap<>();
        for (Phrases phrases : LANGUAGES) {
            reasons.put(phrases.language(), of(incidents, phrases));
        }
        return reasons;
    }

    private static String of(List<Incident> incidents, Phrases phrases) {
        if (incidents.isEmpty()) {
            return phrases.get("light.green");
        }
        Incident gravest = incidents.getFirst();
        if (gravest.light() == Light.RED) {
            Names names = new Names(gravest.hops(), gravest.hosts());
            String actor = gravest.actor().ip() == null && gravest.actor().mac() == null
                    ? new Words().in(phrases.language(), gravest.actor().toString())
                    : names.full(gravest.actor(), gravest.users());
            return phrases.get("light.red")
                    .replace("{headline}", gravest.headline().getOrDefault(phrases.language(), ""))
                    .replace("{actor}", actor);
        }
        boolean areRepelled = incidents.stream()
                .allMatch(incident -> incident.outcome() == Outcome.FAILED || incident.outcome() == Outcome.ATTEMPTED);
        return phrases.count(areRepelled ? "light.blue.repelled" : "light.blue", incidents.size());
    }
}
