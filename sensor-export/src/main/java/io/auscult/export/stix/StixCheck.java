package io.auscult.export.stix;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whether others can use an object: common properties, required ones, ids and times as STIX 2.1 writes them. Of types that are not of
 * STIX the common ones only. Stricter things (vocabularies, pattern grammar) are its reader's concern. Any thread.
 */
public final class StixCheck {
    /** An identifier, STIX 2.1 section 2.9. */
    public static final String ID =
            "[a-z][a-z0-9-]{1,248}[a-z0-9]--[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}";

    private static final Pattern TYPE = Pattern.compile("[a-z][a-z0-9-]{1,248}[a-z0-9]");
    private static final int UUID = 36; // characters
    private static final int MOST_PROPERTY = 250; // characters
    private static final StixCheck TABLE = new StixCheck();

    private enum Kind {
        DOMAIN,
        RELATIONSHIP,
        MARKING,
        OBSERVABLE
    }

    private record Requirement(Kind kind, List<String> properties) {}

    private static final Requirement UNKNOWN = new Requirement(Kind.DOMAIN, List.of());

    private final Map<String, Requirement> byType = new HashMap<>();

    private StixCheck() {
        try (InputStream in = StixCheck.class.getResourceAsStream("required.txt")) {
            if (in == null) {
                throw new IllegalStateException("required.txt is part of the program");
            }
            String table = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
            table.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(" "))
                    .forEach(word -> byType.put(
                            word[1],
                            new Requirement(
                                    Kind.valueOf(word[0].toUpperCase(java.util.Locale.ROOT)),
                                    List.of(word).subList(2, word.length))));
        } catch (IOException e) {
            throw new IllegalStateException("required.txt can be read", e);
        }
    }

    /** Why it is no valid object, in a few words without its content beyond names; null when it is one. */
    public static @Nullable String check(JsonNode node) {
        return node instanceof ObjectNode object ? TABLE.object(object) : "not a JSON object";
    }

    /** Whether objects of this type have no versions. */
    public static boolean isObservable(String type) {
        return TABLE.byType.getOrDefault(type, UNKNOWN).kind == Kind.OBSERVABLE;
    }

    private @Nullable String object(ObjectNode object) {
        String type = text(object, "type");
        if (type == null || !TYPE.matcher(type).matches() || type.equals("bundle")) {
            return "type: absent or not the type of an object";
        }
        String id = text(object, "id");
        if (id == null || !id.startsWith(type + "--") || !isId(id)) {
            return "id: absent or not " + type + "-- and a UUID";
        }
        Requirement requirement = byType.getOrDefault(type, UNKNOWN);
        boolean isObservable = requirement.kind == Kind.OBSERVABLE;
        JsonNode spec = object.get("spec_version");
        if (spec == null ? !isObservable : !"2.1".equals(spec.textValue())) {
            return "spec_version: absent or not 2.1";
        }
        String wrong = times(object, requirement.kind);
        if (wrong == null) {
            wrong = required(object, requirement.properties);
        }
        return wrong != null ? wrong : properties(object);
    }

    private static @Nullable String times(ObjectNode object, Kind kind) {
        if (kind == Kind.OBSERVABLE) {
            return null;
        }
        Instant created = StixTime.parse(text(object, "created"));
        if (created == null) {
            return "created: absent or not a time";
        }
        if (kind == Kind.MARKING && !object.has("modified")) {
            return null;
        }
        Instant modified = StixTime.parse(text(object, "modified"));
        if (modified == null) {
            return "modified: absent or not a time";
        }
        return modified.isBefore(created) ? "modified: before created" : null;
    }

    private static @Nullable String required(ObjectNode object, List<String> properties) {
        for (String property : properties) {
            boolean isThere = false;
            for (String one : property.split("\\|")) {
                isThere |= object.has(one);
            }
            if (!isThere) {
                return property.replace("|", " or ") + ": absent";
            }
        }
        return null;
    }

    private static @Nullable String properties(ObjectNode object) {
        List<String> wrong = new ArrayList<>(1);
        for (Map.Entry<String, JsonNode> property : object.properties()) {
            String name = property.getKey();
            JsonNode value = property.getValue();
            if (!isProperty(name)) {
                return "a property whose name is not lower case letters, digits and _";
            }
            String reason = value.isNull() ? "null" : value.isArray() && value.isEmpty() ? "empty list" : null;
            if (reason == null && name.endsWith("_ref")) {
                reason = isId(value) ? null : "not an id";
            } else if (reason == null && name.endsWith("_refs")) {
                reason = areIds(value) ? null : "not a list of ids";
            } else if (reason == null && isTime(name)) {
                reason = StixTime.parse(value.textValue()) != null ? null : "not a time";
            } else if (reason == null && isText(name)) {
                reason = value.isTextual() && !value.textValue().isEmpty() ? null : "not a text";
            }
            if (reason != null) {
                wrong.add(name + ": " + reason);
                break;
            }
        }
        return wrong.isEmpty() ? null : wrong.getFirst();
    }

    private static boolean isTime(String name) {
        return switch (name) {
            case "valid_from",
                    "valid_until",
                    "first_seen",
                    "last_seen",
                    "first_observed",
                    "last_observed",
                    "published" -> true;
            default -> false;
        };
    }

    private static boolean isText(String name) {
        return switch (name) {
            case "pattern", "pattern_type", "content", "context", "relationship_type", "value" -> true;
            default -> false;
        };
    }

    private static boolean isId(JsonNode value) {
        return value.isTextual() && isId(value.textValue());
    }

    /** What {@link #ID} says, without its cost: a hub looks at thousands a second. */
    static boolean isId(String text) {
        int uuid = text.length() - UUID;
        if (uuid < 5 || uuid > 252 || text.charAt(uuid - 1) != '-' || text.charAt(uuid - 2) != '-') {
            return false;
        }
        for (int i = 0; i < uuid - 2; i++) {
            char c = text.charAt(i);
            boolean isLetter = c >= 'a' && c <= 'z';
            boolean isInner = c >= '0' && c <= '9' && i > 0 || c == '-' && i > 0 && i < uuid - 3;
            if (!isLetter && !isInner) {
                return false;
            }
        }
        for (int i = 0; i < UUID; i++) {
            char c = text.charAt(uuid + i);
            boolean isRight = switch (i) {
                case 8, 13, 18, 23 -> c == '-';
                case 14 -> c >= '1' && c <= '8';
                case 19 -> "89abAB".indexOf(c) >= 0;
                default -> c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
            };
            if (!isRight) {
                return false;
            }
        }
        return true;
    }

    private static boolean isProperty(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '_')) {
                return false;
            }
        }
        return !name.isEmpty() && name.length() <= MOST_PROPERTY;
    }

    private static boolean areIds(JsonNode value) {
        if (!value.isArray()) {
            return false;
        }
        for (JsonNode one : value) {
            if (!isId(one)) {
                return false;
            }
        }
        return true;
    }

    static @Nullable String text(ObjectNode object, String name) {
        JsonNode value = object.get(name);
        return value == null ? null : value.textValue();
    }
}
