package io.auscult.export.misp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is to be changed in an event that is there, so that it tells what the incident does now: adds what is new, renews what was written here before, and leaves alone what a person has changed, added or
 * deleted since. One thread, made for one event.
 */
final class EventChange {
    private final JsonNode event;
    private final EventDraft draft;
    private final Memory memory;
    private final @Nullable JsonNode reference;
    private final ObjectNode body = JsonNodeFactory.instance.objectNode();

    private EventChange(JsonNode event, EventDraft draft) {
        this.event = event;
        this.draft = draft;
        String key = EventDraft.referenceId(draft.uuid()).toString();
        JsonNode found = null;
        for (JsonNode attribute : event.path("Attribute")) {
            found = attribute.path("uuid").asText().equals(key) ? attribute : found;
        }
        reference = found;
        memory = Memory.parse(
                found == null || isDeleted(found) ? null : found.path("comment").asText());
    }

    /** The request's body; null when the event tells all of it. @param event as MISP shows it, with what was deleted */
    static @Nullable ObjectNode of(JsonNode event, EventDraft draft) {
        EventChange change = new EventChange(event, draft);
        return change.memory.version >= draft.version() ? null : change.body();
    }

    private @Nullable ObjectNode body() {
        fields();
        tags();
        attributes();
        objects();
        if (body.isEmpty()) {
            return null;
        }
        remember();
        body.put("uuid", draft.uuid().toString());
        return body;
    }

    private void fields() {
        String info = event.path("info").asText();
        if (!info.equals(draft.info()) && MispIds.mark(info).equals(memory.info)) {
            body.put("info", draft.info());
            memory.info = MispIds.mark(draft.info());
        }
        String threat = event.path("threat_level_id").asText();
        if (!threat.equals(draft.threatLevel()) && threat.equals(memory.threat)) {
            body.put("threat_level_id", draft.threatLevel());
            memory.threat = draft.threatLevel();
        }
        if (event.path("analysis").asText().equals("0") && memory.analysis.equals("0")) {
            body.put("analysis", "1"); // goes on
            memory.analysis = "1";
        }
    }

    private void tags() {
        Set<String> there = new HashSet<>();
        event.path("Tag").forEach(tag -> there.add(tag.path("name").asText()));
        ArrayNode changes = JsonNodeFactory.instance.arrayNode();
        for (String tag : there) {
            boolean isMarking = tag.startsWith(EventDraft.TLP) || tag.startsWith(EventDraft.PAP);
            if (isMarking && !draft.tags().contains(tag) && memory.tags.remove(MispIds.mark(tag))) {
                changes.addObject().put("name", tag).put("deleted", true);
            }
        }
        for (String tag : draft.tags()) {
            if (memory.tags.add(MispIds.mark(tag)) && !there.contains(tag)) {
                changes.addObject().put("name", tag);
            }
        }
        String impact = there.stream()
                .filter(tag -> tag.startsWith(EventDraft.IMPACT))
                .findFirst()
                .orElse("");
        boolean isOurs = impact.isEmpty()
                ? memory.impact.isEmpty()
                : MispIds.mark(impact).equals(memory.impact);
        if (isOurs && !impact.equals(draft.impact())) {
            if (!impact.isEmpty()) {
                changes.addObject().put("name", impact).put("deleted", true);
            }
            changes.addObject().put("name", draft.impact());
            memory.impact = MispIds.mark(draft.impact());
        }
        if (!changes.isEmpty()) {
            body.set("Tag", changes);
        }
    }

    private void attributes() {
        Map<String, JsonNode> there = byUuid(event.path("Attribute"));
        Set<String> values = new HashSet<>();
        for (JsonNode attribute : there.values()) {
            if (!isDeleted(attribute)) {
                values.add(identity(
                        attribute.path("type").asText(),
                        attribute.path("category").asText(),
                        attribute.path("value").asText()));
            }
        }
        ArrayNode changes = JsonNodeFactory.instance.arrayNode();
        for (Part part : draft.attributes()) {
            boolean isDouble = !there.containsKey(part.key())
                    && values.contains(identity(part.type(), part.category(), part.value()));
            if (!isDouble) {
                part(part, there.get(part.key()), changes);
            }
        }
        if (!changes.isEmpty()) {
            body.set("Attribute", changes);
        }
    }

    private void objects() {
        Map<String, JsonNode> there = byUuid(event.path("Object"));
        ArrayNode changes = JsonNodeFactory.instance.arrayNode();
        for (Whole object : draft.objects()) {
            JsonNode old = there.get(object.key());
            if (old == null) {
                changes.add(object.json());
                object.parts().forEach(memory::wrote);
            } else if (!isDeleted(old)) {
                ArrayNode parts = JsonNodeFactory.instance.arrayNode();
                Map<String, JsonNode> oldParts = byUuid(old.path("Attribute"));
                object.parts().forEach(part -> part(part, oldParts.get(part.key()), parts));
                if (!parts.isEmpty()) {
                    changes.addObject()
                            .put("uuid", object.key())
                            .put("name", object.template().key())
                            .set("Attribute", parts);
                }
            }
        }
        if (!changes.isEmpty()) {
            body.set("Object", changes);
        }
    }

    private void part(Part part, @Nullable JsonNode old, ArrayNode changes) {
        if (old == null) {
            changes.add(part.json());
            memory.wrote(part);
            return;
        }
        String value = old.path("value").asText();
        if (part.grows()
                && !isDeleted(old)
                && memory.isOurs(part.uuid(), value)
                && !MispIds.mark(value).equals(MispIds.mark(part.value()))) {
            changes.add(part.change());
            memory.wrote(part);
        }
    }

    /** In the same request, so that it is true whenever that arrives. */
    private void remember() {
        if (reference != null && isDeleted(reference)) {
            return; // somebody did not want it
        }
        memory.version = draft.version();
        Part renewed = draft.reference(memory);
        ObjectNode json = reference == null ? renewed.json() : renewed.change().put("comment", renewed.comment());
        ArrayNode attributes = body.path("Attribute") instanceof ArrayNode some ? some : body.putArray("Attribute");
        attributes.add(json);
    }

    private static Map<String, JsonNode> byUuid(JsonNode list) {
        Map<String, JsonNode> all = new HashMap<>();
        list.forEach(each -> all.put(each.path("uuid").asText().toLowerCase(Locale.ROOT), each));
        return all;
    }

    /** What MISP takes for the same attribute of an event. */
    private static String identity(String type, String category, String value) {
        return String.join("|", type, category, value.strip().toLowerCase(Locale.ROOT));
    }

    static boolean isDeleted(JsonNode attribute) {
        JsonNode deleted = attribute.path("deleted");
        return deleted.asBoolean() || Objects.equals(deleted.asText(), "1");
    }

    /** Ids that a body names and an answer does not: what MISP left out. */
    static Set<UUID> missing(JsonNode body, JsonNode answer) {
        Set<UUID> named = new HashSet<>();
        collect(body, named);
        Set<UUID> there = new HashSet<>();
        collect(answer, there);
        named.removeAll(there);
        return named;
    }

    private static void collect(JsonNode event, Set<UUID> out) {
        for (String list : new String[] {"Attribute", "Object"}) {
            for (JsonNode each : event.path(list)) {
                String uuid = each.path("uuid").asText();
                if (uuid.length() == 36) {
                    out.add(UUID.fromString(uuid));
                }
                collect(each, out);
            }
        }
    }
}
