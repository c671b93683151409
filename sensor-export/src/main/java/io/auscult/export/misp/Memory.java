package io.auscult.export.misp;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What was written into an event, kept in that event itself (comment of an attribute), so that a later delivery, by whatever process, tells what a person has changed since. One thread.
 * <pre>
 *   Auscult reads this again: v=12 info=9f86d081 threat=2 analysis=0 impact=1b4f0e98 tags=60303ae2,fd61a03a values=1a2b3c4d9f86d081,...
 * </pre>
 * Texts are kept as marks ({@link MispIds#mark}), values as the first digits of the attribute's id and the mark of what it was given. A text that is damaged is read as far as it goes; what it does
 * not tell counts as a person's.
 */
final class Memory {
    private static final String HEAD = "Auscult reads this again:";
    private static final int ID = 8; // digits
    private static final int MARK = 8; // digits
    private static final int MOST = 60_000; // characters; MISP holds 65,535

    long version;
    String info = "";
    String threat = "";
    String analysis = "";
    String impact = "";
    final Set<String> tags = new LinkedHashSet<>();
    final Map<String, String> values = new LinkedHashMap<>();

    /** Of an event that is sent as drafted. */
    static Memory of(EventDraft draft) {
        Memory memory = new Memory();
        memory.version = draft.version();
        memory.info = MispIds.mark(draft.info());
        memory.threat = draft.threatLevel();
        memory.analysis = "0";
        memory.impact = MispIds.mark(draft.impact());
        draft.tags().forEach(tag -> memory.tags.add(MispIds.mark(tag)));
        draft.attributes().forEach(memory::wrote);
        draft.objects().forEach(object -> object.parts().forEach(memory::wrote));
        return memory;
    }

    /** Never throws: anybody may have written there. */
    static Memory parse(@Nullable String text) {
        Memory memory = new Memory();
        if (text == null || !text.startsWith(HEAD)) {
            return memory;
        }
        for (String word : text.substring(HEAD.length()).strip().split(" ", -1)) {
            int equals = word.indexOf('=');
            if (equals > 0) {
                memory.read(word.substring(0, equals), word.substring(equals + 1));
            }
        }
        return memory;
    }

    private void read(String name, String value) {
        switch (name) {
            case "v" -> version = value.matches("[0-9]{1,18}") ? Long.parseLong(value) : 0;
            case "info" -> info = value;
            case "threat" -> threat = value;
            case "analysis" -> analysis = value;
            case "impact" -> impact = value;
            case "tags" -> tags.addAll(value.isEmpty() ? List.of() : List.of(value.split(",", -1)));
            case "values" -> {
                for (String each : value.split(",", -1)) {
                    if (each.length() == ID + MARK) {
                        values.put(each.substring(0, ID), each.substring(ID));
                    }
                }
            }
            default -> {} // of a later release
        }
    }

    /** Remembers what a part that grows was given. */
    void wrote(Part part) {
        if (part.grows()) {
            values.put(id(part.uuid()), MispIds.mark(part.value()));
        }
    }

    /** Whether this value is what was written there last: then nobody else has changed it. */
    boolean isOurs(UUID part, String value) {
        return MispIds.mark(value).equals(values.get(id(part)));
    }

    private static String id(UUID part) {
        return part.toString().substring(0, ID);
    }

    String text() {
        StringBuilder out = new StringBuilder(HEAD);
        out.append(" v=").append(version);
        out.append(" info=").append(info);
        out.append(" threat=").append(threat);
        out.append(" analysis=").append(analysis);
        out.append(" impact=").append(impact);
        out.append(" tags=").append(String.join(",", tags));
        out.append(" values=");
        String comma = "";
        for (Map.Entry<String, String> value : values.entrySet()) {
            if (out.length() < MOST) {
                out.append(comma).append(value.getKey()).append(value.getValue());
                comma = ",";
            }
        }
        return out.toString();
    }
}
