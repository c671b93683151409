package io.auscult.core.alert;

import java.util.Map;

/**
 * How an incident tells of a rule's alerts. Immutable; what is empty is told as usual for the phase.
 *
 * @param phase of an intrusion, such as lateral-movement; empty: by the rule's first technique
 * @param story what the actor did, by language, to follow the actor's name in a sentence; placeholders are filled in when told
 * @param check what to look at afterwards, by language, whole sentences; placeholders as well
 */
public record Telling(String phase, Map<String, String> story, Map<String, String> check) {
    public static final Telling NONE = new Telling("", Map.of(), Map.of());

    public Telling {
        story = Map.copyOf(story);
        check = Map.copyOf(check);
    }
}
