package io.auscult.export.misp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What MISP publishes of itself: its interface (OpenAPI), templates of objects and taxonomies. Requests are held against it. One for all tests, read only. */
final class MispInterface {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path FOLDER =
            Path.of(System.getProperty("auscult.shared", "../../shared")).resolve("schemas/misp");

    /** Not published, and used by MISP's own client (PyMISP's get_event with deleted attributes). */
    private static final Set<String> BEYOND = Set.of("POST /events/view/{eventId}");

    private final JsonNode published;
    private final Map<String, Pattern> operations = new LinkedHashMap<>(); // "POST /events/add"
    private final Map<String, Schema> schemas = new HashMap<>();
    private final Map<String, JsonNode> templates = new HashMap<>();
    private final Map<String, JsonNode> taxonomies = new HashMap<>();

    private MispInterface() throws IOException {
        Object yaml = new Load(LoadSettings.builder().build())
                .loadFromString(Files.readString(FOLDER.resolve("openapi.yaml")));
        published = JSON.valueToTree(yaml);
        nullable(published);
        published
                .path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(operation -> {
                    String method = operation.getKey().toUpperCase(Locale.ROOT);
                    operations.put(method + " " + path.getKey(), pattern(path.getKey()));
                }));
        for (String beyond : BEYOND) {
            operations.put(beyond, pattern(beyond.substring(beyond.indexOf(' ') + 1)));
        }
        for (String folder : List.of("objects", "taxonomies")) {
            try (var files = Files.list(FOLDER.resolve(folder))) {
                for (Path file : files.toList()) {
                    JsonNode one = JSON.readTree(Files.readString(file));
                    (folder.equals("objects") ? templates : taxonomies)
                            .put(
                                    one.path(folder.equals("objects") ? "name" : "namespace")
                                            .asText(),
                                    one);
                }
            }
        }
    }

    /** Skips the test, saying so, where it is not there. */
    static MispInterface read() {
        Assumptions.assumeTrue(
                Files.exists(FOLDER.resolve("openapi.yaml")),
                () -> "SKIPPED: MISP's published interface is not in " + FOLDER.toAbsolutePath());
        return Once.READ;
    }

    /** It is large, and never changes. */
    private static final class Once {
        static final MispInterface READ = unchecked();

        private static MispInterface unchecked() {
            try {
                return new MispInterface();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }

    static boolean isThere() {
        return Files.exists(FOLDER.resolve("openapi.yaml"));
    }

    /** OpenAPI 3.0 says {@code nullable}, JSON Schema lists the type. */
    private static void nullable(JsonNode node) {
        if (node instanceof ObjectNode object) {
            if (object.path("nullable").asBoolean() && object.path("type").isTextual()) {
                String type = object.path("type").asText();
                object.putArray("type").add(type).add("null");
            }
            object.remove("nullable");
            object.remove("example");
        }
        node.forEach(MispInterface::nullable);
    }

    private static Pattern pattern(String path) {
        return Pattern.compile(
                path.replaceAll("\\{[A-Za-z]*[uU]?[iI][dD][A-Za-z]*}", "[^/]+").replaceAll("\\{[A-Za-z]+}", "[^/]+"));
    }

    /** What is wrong with a request; nothing when it is as published. */
    List<String> violations(String method, String path, JsonNode body) {
        List<String> wrong = new ArrayList<>();
        String operation = operations.entrySet().stream()
                .filter(each -> each.getKey().startsWith(method + " ")
                        && each.getValue().matcher(path).matches())
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("");
        if (operation.isEmpty()) {
            return List.of(method + " " + path + ": not published");
        }
        String id = path.substring(path.lastIndexOf('/') + 1);
        if (operation.endsWith("Id}") && !id.matches("[0-9]+|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")) {
            wrong.add(path + ": no id");
        }
        if (BEYOND.contains(operation)) {
            return wrong;
        }
        JsonNode request = published
                .path("paths")
                .path(operation.substring(operation.indexOf(' ') + 1))
                .path(method.toLowerCase(Locale.ROOT))
                .path("requestBody");
        if (request.isMissingNode()) {
            return wrong; // nothing is said about the body
        }
        String reference = request.path("$ref").asText();
        JsonNode schema = published
                .at(reference.substring(1))
                .path("content")
                .path("application/json")
                .path("schema");
        wrong.addAll(errors(reference, schema, body));
        for (JsonNode attribute : body.path("Attribute")) {
            wrong.addAll(component("Attribute", attribute));
        }
        for (JsonNode object : body.path("Object")) {
            wrong.addAll(component("Object", object));
            if (object.has("template_uuid")) {
                wrong.addAll(template(object));
            }
        }
        for (JsonNode tag : body.path("Tag")) {
            wrong.addAll(component("Tag", tag));
            wrong.addAll(taxonomy(tag.path("name").asText()));
        }
        return wrong;
    }

    private List<String> component(String name, JsonNode value) {
        return errors("#/components/schemas/" + name, published.at("/components/schemas/" + name), value);
    }

    private List<String> errors(String name, JsonNode node, JsonNode value) {
        Schema schema = schemas.computeIfAbsent(name, key -> {
            ObjectNode whole = ((ObjectNode) node).deepCopy();
            whole.set("components", published.path("components"));
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                    .getSchema(whole.toString(), InputFormat.JSON);
        });
        return schema.validate(value.toString(), InputFormat.JSON).stream()
                .map(error -> name + ": " + error.getInstanceLocation() + " " + error.getMessage())
                .toList();
    }

    /** An object is one of its template: known relations with their types, what is required is there. */
    private List<String> template(JsonNode object) {
        List<String> wrong = new ArrayList<>();
        String name = object.path("name").asText();
        JsonNode template = templates.get(name);
        if (template == null) {
            return List.of(name + ": no such template");
        }
        same(
                wrong,
                name,
                object.path("template_uuid").asText(),
                template.path("uuid").asText());
        same(
                wrong,
                name,
                object.path("template_version").asText(),
                template.path("version").asText());
        same(
                wrong,
                name,
                object.path("meta-category").asText(),
                template.path("meta-category").asText());
        same(
                wrong,
                name,
                object.path("description").asText(),
                template.path("description").asText());
        Map<String, Integer> relations = new HashMap<>();
        for (JsonNode attribute : object.path("Attribute")) {
            String relation = attribute.path("object_relation").asText();
            relations.merge(relation, 1, Integer::sum);
            JsonNode known = template.path("attributes").path(relation);
            same(
                    wrong,
                    name + "." + relation,
                    attribute.path("type").asText(),
                    known.path("misp-attribute").asText());
            if (relations.get(relation) > 1 && !known.path("multiple").asBoolean()) {
                wrong.add(name + "." + relation + ": more than one");
            }
        }
        for (JsonNode required : template.path("required")) {
            if (!relations.containsKey(required.asText())) {
                wrong.add(name + ": without " + required.asText());
            }
        }
        ArrayNode oneOf = (ArrayNode) template.path("requiredOneOf");
        boolean hasOne = false;
        for (JsonNode each : oneOf) {
            hasOne |= relations.containsKey(each.asText());
        }
        if (!hasOne) {
            wrong.add(name + ": none of " + oneOf);
        }
        return wrong;
    }

    /** A tag of a taxonomy that is there is one that the taxonomy has. */
    private List<String> taxonomy(String tag) {
        int colon = tag.indexOf(':');
        JsonNode taxonomy = colon < 0 ? null : taxonomies.get(tag.substring(0, colon));
        if (taxonomy == null) {
            return tag.startsWith("misp-galaxy:mitre-attack-pattern=\"")
                            && !tag.matches("(?s)misp-galaxy:mitre-attack-pattern=\".* - T[0-9]{4}(\\.[0-9]{3})?\"")
                    ? List.of(tag + ": no technique")
                    : List.of();
        }
        String rest = tag.substring(colon + 1);
        int equals = rest.indexOf("=\"");
        String predicate = equals < 0 ? rest : rest.substring(0, equals);
        String value = equals < 0 ? "" : rest.substring(equals + 2, rest.length() - 1);
        for (JsonNode each : taxonomy.path("predicates")) {
            if (each.path("value").asText().equals(predicate)) {
                if (value.isEmpty()) {
                    return List.of();
                }
                for (JsonNode values : taxonomy.path("values")) {
                    for (JsonNode entry : values.path("entry")) {
                        if (values.path("predicate").asText().equals(predicate)
                                && entry.path("value").asText().equals(value)) {
                            return List.of();
                        }
                    }
                }
            }
        }
        return List.of(tag + ": not in its taxonomy");
    }

    private static void same(List<String> wrong, String what, String is, String expected) {
        if (!is.equals(expected)) {
            wrong.add(what + ": " + is + " (expected: " + expected + ")");
        }
    }
}
