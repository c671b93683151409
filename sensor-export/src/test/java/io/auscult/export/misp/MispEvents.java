package io.auscult.export.misp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What MISP makes of the tags, attributes and objects that are sent: merged by UUID, what is double or malformed left out. One thread at a time. */
final class MispEvents {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, Pattern> FORMS = Map.of(
            "ip-src", Pattern.compile("[0-9a-f.:]{2,45}"),
            "ip-dst", Pattern.compile("[0-9a-f.:]{2,45}"),
            "counter", Pattern.compile("[0-9]+"),
            "port", Pattern.compile("[1-9][0-9]{0,4}"),
            "mac-address", Pattern.compile("([0-9a-f]{2}:){5}[0-9a-f]{2}"),
            "community-id", Pattern.compile("1:[A-Za-z0-9+/]{27}="),
            "hostname", Pattern.compile("[a-z0-9.\\-_]+\\.[a-z0-9\\-]{2,}"),
            "datetime", Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{6}\\+0000"));

    private int ids = 1000;

    int nextId() {
        return ids++;
    }

    void merge(ObjectNode event, ObjectNode body, long clock) {
        ArrayNode tags = (ArrayNode) event.path("Tag");
        for (JsonNode tag : body.path("Tag")) {
            for (int i = tags.size() - 1; i >= 0; i--) {
                if (tags.get(i).path("name").equals(tag.path("name"))) {
                    tags.remove(i);
                }
            }
            if (!tag.path("deleted").asBoolean()) {
                tags.addObject().put("name", tag.path("name").asText());
            }
        }
        merge((ArrayNode) event.path("Attribute"), body.path("Attribute"), true, clock);
        ArrayNode objects = (ArrayNode) event.path("Object");
        for (JsonNode object : body.path("Object")) {
            ObjectNode there = find(objects, object.path("uuid").asText());
            if (there == null) {
                there = object.deepCopy();
                there.put("deleted", false);
                there.putArray("Attribute");
                objects.add(there);
            }
            merge((ArrayNode) there.path("Attribute"), object.path("Attribute"), false, clock);
        }
    }

    /** Attributes of one event or object. Those that stand alone are refused when they are double. */
    private void merge(ArrayNode there, JsonNode sent, boolean alone, long clock) {
        for (JsonNode attribute : sent) {
            ObjectNode old = find(there, attribute.path("uuid").asText());
            ObjectNode merged =
                    old == null ? JSON.createObjectNode().put("deleted", false).put("comment", "") : old.deepCopy();
            attribute.properties().forEach(field -> merged.set(field.getKey(), field.getValue()));
            merged.put(
                    "value",
                    normal(merged.path("type").asText(), merged.path("value").asText()));
            merged.put("timestamp", Long.toString(clock));
            Pattern form = FORMS.get(merged.path("type").asText());
            boolean isWrong = merged.path("value").asText().isEmpty()
                    || merged.path("comment").asText().length() > 65_535
                    || form != null
                            && !form.matcher(merged.path("value").asText()).matches();
            if (isWrong || alone && isDouble(there, merged)) {
                continue; // MISP notes it in its log and goes on
            }
            if (old == null) {
                merged.put("id", Integer.toString(nextId()));
                there.add(merged);
            } else {
                old.setAll(merged);
            }
        }
    }

    private static boolean isDouble(ArrayNode there, ObjectNode attribute) {
        for (JsonNode each : there) {
            if (!each.path("uuid").equals(attribute.path("uuid"))
                    && !each.path("deleted").asBoolean()
                    && each.path("value").equals(attribute.path("value"))
                    && each.path("type").equals(attribute.path("type"))
                    && each.path("category").equals(attribute.path("category"))) {
                return true;
            }
        }
        return false;
    }

    private static String normal(String type, String value) {
        String stripped = value.strip();
        return type.equals("text") || type.equals("comment") || type.equals("datetime") || type.equals("community-id")
                ? stripped
                : stripped.toLowerCase(Locale.ROOT);
    }

    static @Nullable ObjectNode find(JsonNode list, String uuid) {
        for (JsonNode each : list) {
            if (each.path("uuid").asText().equals(uuid)) {
                return (ObjectNode) each;
            }
        }
        return null;
    }

    static String shown(ObjectNode event, boolean withDeleted) {
        ObjectNode copy = event.deepCopy();
        if (!withDeleted) {
            dropDeleted(copy);
        }
        return JSON.createObjectNode().<ObjectNode>set("Event", copy).toString();
    }

    private static void dropDeleted(JsonNode node) {
        for (String list : new String[] {"Attribute", "Object"}) {
            if (node.path(list) instanceof ArrayNode all) {
                for (int i = all.size() - 1; i >= 0; i--) {
                    if (all.get(i).path("deleted").asBoolean()) {
                        all.remove(i);
                    } else {
                        dropDeleted(all.get(i));
                    }
                }
            }
        }
    }
}
