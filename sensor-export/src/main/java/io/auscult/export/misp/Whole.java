package io.auscult.export.misp;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.UUID;

/**
 * An object of an event, by one of MISP's templates. Immutable.
 *
 * @param uuid made from what it is about
 * @param template whose relations its parts have
 * @param comment for people
 * @param parts its attributes
 */
record Whole(UUID uuid, MispTemplate template, String comment, List<Part> parts) {
    private static final String INHERIT = "5"; // distribution: as the event's

    String key() {
        return uuid.toString();
    }

    /** As it is added. */
    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("uuid", key());
        json.put("name", template.key());
        json.put("meta-category", MispTemplate.META_CATEGORY);
        json.put("description", template.description());
        json.put("template_uuid", template.uuid());
        json.put("template_version", Integer.toString(template.version()));
        json.put("distribution", INHERIT);
        json.put("comment", comment);
        ArrayNode attributes = json.putArray("Attribute");
        parts.forEach(part -> attributes.add(part.json()));
        return json;
    }
}
