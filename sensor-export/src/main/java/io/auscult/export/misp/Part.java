package io.auscult.export.misp;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An attribute of an event or of an object in it. Immutable.
 *
 * @param uuid made from what it is
 * @param relation what it is to its object; null when it stands alone
 * @param type MISP's name
 * @param category MISP's name
 * @param value as MISP keeps it
 * @param toIds whether it is for detection
 * @param correlates whether MISP is to look for it elsewhere
 * @param comment for people
 * @param grows whether its value becomes another as the incident grows
 */
record Part(
        UUID uuid,
        @Nullable String relation,
        String type,
        String category,
        String value,
        boolean toIds,
        boolean correlates,
        String comment,
        boolean grows) {
    private static final String INHERIT = "5"; // distribution: as the event's

    String key() {
        return uuid.toString();
    }

    /** As it is added. */
    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("uuid", key());
        if (relation != null) {
            json.put("object_relation", relation);
        }
        json.put("type", type);
        json.put("category", category);
        json.put("value", value);
        json.put("to_ids", toIds);
        json.put("disable_correlation", !correlates);
        json.put("distribution", INHERIT);
        json.put("comment", comment);
        return json;
    }

    /** As it is changed: everything else stays what it is there. */
    ObjectNode change() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("uuid", key());
        if (relation != null) {
            json.put("object_relation", relation);
        }
        json.put("type", type);
        json.put("category", category);
        json.put("value", value);
        return json;
    }
}
