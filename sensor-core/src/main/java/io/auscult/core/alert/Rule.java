package io.auscult.core.alert;

import java.util.List;
import java.util.Map;

/**
 * What a detection is, for people and for outputs. Immutable; made once.
 *
 * @param id stable name, {@code area.name}
 * @param signatureId number for formats that want one, unique
 * @param revision grows with every change of meaning
 * @param title one line
 * @param area scan, lateral, identity, command, medical, indicator
 * @param level how much it usually matters
 * @param confidence how sure it usually is
 * @param techniques ATT&CK
 * @param description what it notices and how
 * @param recommendation what a person should do, by language (en, nl, fr; en.outside and so on for an actor on the Internet, where that differs); placeholders such as {actor} are filled in when raised
 * @param telling how an incident tells of it
 */
public record Rule(
        String id,
        int signatureId,
        int revision,
        String title,
        String area,
        Level level,
        Confidence confidence,
        List<Technique> techniques,
        String description,
        Map<String, String> recommendation,
        Telling telling) {
    public Rule {
        techniques = List.copyOf(techniques);
        recommendation = Map.copyOf(recommendation);
    }

    /** With nothing of its own to tell in an incident. */
    public Rule(
            String id,
            int signatureId,
            int revision,
            String title,
            String area,
            Level level,
            Confidence confidence,
            List<Technique> techniques,
            String description,
            Map<String, String> recommendation) {
        this(
                id,
                signatureId,
                revision,
                title,
                area,
                level,
                confidence,
                techniques,
                description,
                recommendation,
                Telling.NONE);
    }
}
