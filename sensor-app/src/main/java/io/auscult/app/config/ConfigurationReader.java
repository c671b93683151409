package io.auscult.app.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Reads a configuration file and says everything that is wrong with it at once, each with its line. Used once, by one thread.
 * Anchors, merge keys and tags of YAML have no meaning here.
 */
final class ConfigurationReader {
    /** Longest file, in characters. */
    static final int MAX_LENGTH = 1 << 20;

    private static final int MAX_DEPTH = 8;

    private final String file;
    private final List<String> problems = new ArrayList<>();
    private final Map<Setting<?>, Object> values = new LinkedHashMap<>();
    private final Map<String, List<Entry>> lists = new HashMap<>();
    private final Map<Setting<?>, String> places = new HashMap<>();

    ConfigurationReader(String file) {
        this.file = file;
    }

    static ConfigurationReader read(Path path) {
        ConfigurationReader reader = new ConfigurationReader(path.toString());
        try {
            if (Files.size(path) > 4L * MAX_LENGTH) {
                reader.problems.add(path + ": too long (expected: at most " + MAX_LENGTH + " characters)");
            } else {
                reader.parse(Files.readString(path));
            }
        } catch (NoSuchFileException e) {
            reader.problems.add(path + ": no such file (expected: a configuration file)");
        } catch (CharacterCodingException e) {
            reader.problems.add(path + ": not UTF-8 (expected: a configuration file)");
        } catch (IOException e) {
            reader.problems.add(path + ": " + e.getMessage() + " (expected: a readable configuration file)");
        }
        return reader;
    }

    List<String> problems() {
        return problems;
    }

    Map<Setting<?>, Object> values() {
        return values;
    }

    /** The entries of sections that are lists. */
    Map<String, List<Entry>> lists() {
        return lists;
    }

    /** Where the settings stand that are in no list. */
    Map<Setting<?>, String> places() {
        return places;
    }

    void parse(String yaml) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(file)
                .setCodePointLimit(MAX_LENGTH)
                .build();
        try {
            if (isTooDeep(settings, yaml)) {
                problems.add(file + ": nested too deep (expected: at most " + MAX_DEPTH + " levels)");
                return;
            }
            Optional<Node> root = new Compose(settings).composeString(yaml);
            if (root.isPresent() && !isNothing(root.get())) {
                readSections(root.get());
            }
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(Mark::getLine).orElse(0);
            String problem = String.valueOf(e.getProblem());
            problems.add(file + ":" + (line + 1) + ": not YAML: " + inOneLine(problem)
                    + " (expected: indented `name: value` lines)");
        } catch (YamlEngineException e) {
            problems.add(file + ": not YAML: " + inOneLine(String.valueOf(e.getMessage())));
        }
    }

    /** Composing is recursive, so depth is counted first. */
    private static boolean isTooDeep(LoadSettings settings, String yaml) {
        int depth = 0;
        for (Event event : new Parse(settings).parseString(yaml)) {
            if (event instanceof CollectionStartEvent && ++depth > MAX_DEPTH) {
                return true;
            }
            depth -= event instanceof CollectionEndEvent ? 1 : 0;
        }
        return false;
    }

    private void readSections(Node root) {
        if (!(root instanceof MappingNode mapping)) {
            wrong(root, "the file", describe(root), "sections such as `sensor:`");
            return;
        }
        Set<String> seen = new HashSet<>();
        for (NodeTuple tuple : mapping.getValue()) {
            String section = keyOf(tuple);
            if (!Keys.sections().containsKey(section)) {
                unknown(tuple.getKeyNode(), section, section, Keys.sections().keySet());
            } else if (!seen.add(section)) {
                twice(tuple.getKeyNode(), section);
            } else if (Keys.LISTS.contains(section)) {
                readList(tuple.getValueNode(), section);
            } else if (!isNothing(tuple.getValueNode())) {
                Map<Setting<?>, Integer> lines = new HashMap<>();
                readSettings(tuple.getValueNode(), section, section, values, lines);
                lines.forEach((setting, line) -> places.put(setting, file + ":" + line + ": " + setting.key()));
            }
        }
    }

    private void readList(Node node, String list) {
        if (isNothing(node)) {
            return;
        }
        if (!(node instanceof SequenceNode sequence)) {
            wrong(node, list, describe(node), "a list, each entry beginning with `- `");
            return;
        }
        for (Node entry : sequence.getValue()) {
            List<Entry> entries = lists.computeIfAbsent(list, section -> new ArrayList<>());
            String path = list + "[" + entries.size() + "]";
            Map<Setting<?>, Object> given = new HashMap<>();
            Map<Setting<?>, Integer> lines = new HashMap<>();
            int before = problems.size();
            readSettings(entry, list, path, given, lines);
            List<String> missing = Keys.of(list).values().stream()
                    .filter(setting -> setting.fallback() == null && !given.containsKey(setting))
                    .map(Setting::name)
                    .toList();
            if (problems.size() == before && !missing.isEmpty()) {
                wrong(entry, path, "incomplete", String.join(", ", missing));
            }
            entries.add(new Entry(new Entry.Place(file, line(entry), path), given, lines));
        }
    }

    private void readSettings(
            Node node, String section, String path, Map<Setting<?>, Object> into, Map<Setting<?>, Integer> lines) {
        Map<String, Setting<?>> known = Keys.of(section);
        if (!(node instanceof MappingNode mapping)) {
            wrong(node, path, describe(node), String.join(", ", known.keySet()));
            return;
        }
        Set<String> seen = new HashSet<>();
        for (NodeTuple tuple : mapping.getValue()) {
            String name = keyOf(tuple);
            Setting<?> setting = known.get(name);
            if (setting == null) {
                unknown(tuple.getKeyNode(), path + "." + name, name, known.keySet());
            } else if (!seen.add(name)) {
                twice(tuple.getKeyNode(), path + "." + name);
            } else {
                readValue(tuple.getValueNode(), setting, path + "." + name, into);
                lines.put(setting, line(tuple.getKeyNode()));
            }
        }
    }

    private void readValue(Node node, Setting<?> setting, String path, Map<Setting<?>, Object> into) {
        List<String> texts = textsOf(node, setting.type().isList());
        Object value = texts == null ? null : setting.type().parse().apply(texts);
        if (value == null) {
            String shown = setting.type().isHidden() ? "not shown" : describe(node);
            wrong(node, path, shown, setting.type().expected());
        } else {
            into.put(setting, value);
        }
    }

    /** What is written there, or null when it has not the form that is wanted. */
    private static @Nullable List<String> textsOf(Node node, boolean isList) {
        if (node instanceof ScalarNode scalar) {
            boolean isEmpty = scalar.isPlain() && scalar.getValue().isEmpty();
            return isEmpty ? null : List.of(scalar.getValue());
        }
        if (!isList || !(node instanceof SequenceNode sequence)) {
            return null;
        }
        List<String> texts = new ArrayList<>();
        for (Node element : sequence.getValue()) {
            if (!(element instanceof ScalarNode scalar)) {
                return null;
            }
            texts.add(scalar.getValue());
        }
        return texts;
    }

    /** Environment variables win over the file. */
    void override(Map<String, String> environment) {
        for (Setting<?> setting : Keys.all()) {
            String text = environment.get(setting.variable());
            if (text == null) {
                continue;
            }
            if (Keys.LISTS.contains(setting.section())) {
                problems.add("environment: " + setting.variable() + ": " + text + " (expected: " + setting.section()
                        + " in the file only)");
                continue;
            }
            Object value =
                    setting.type().parse().apply(split(text, setting.type().isList()));
            if (value == null) {
                problems.add("environment: " + setting.variable() + ": " + inOneLine(text) + " (expected: "
                        + setting.type().expected() + ")");
            } else {
                values.put(setting, value);
                places.put(setting, "environment: " + setting.variable());
            }
        }
        List<String> known = Keys.all().stream().map(Setting::variable).toList();
        for (String variable : environment.keySet()) {
            boolean ours = Keys.sections().keySet().stream()
                    .anyMatch(section -> variable.startsWith("AUSCULT_" + section.toUpperCase(Locale.ROOT) + "_"));
            if (ours && !known.contains(variable)) {
                String closest = Suggestion.closest(variable, known);
                problems.add("environment: " + variable + ": unknown"
                        + (closest == null ? "" : " (did you mean " + closest + "?)"));
            }
        }
    }

    private static List<String> split(String text, boolean isList) {
        if (!isList) {
            return List.of(text);
        }
        List<String> texts = new ArrayList<>();
        for (String part : text.split(",")) {
            if (!part.isBlank()) {
                texts.add(part.strip());
            }
        }
        return texts;
    }

    private void unknown(Node node, String path, String name, Collection<String> known) {
        String closest = Suggestion.closest(name, known);
        String elsewhere = Keys.names().stream()
                .filter(key -> key.endsWith("." + name) && !key.equals(path))
                .findFirst()
                .orElse(null);
        String hint = closest != null
                ? "did you mean " + closest + "?"
                : elsewhere != null ? "did you mean " + elsewhere + "?" : "expected: " + String.join(", ", known);
        problems.add(file + ":" + line(node) + ": " + path + ": unknown key (" + hint + ")");
    }

    private void twice(Node node, String path) {
        problems.add(file + ":" + line(node) + ": " + path + ": given twice (expected: once)");
    }

    private void wrong(Node node, String path, String value, String expected) {
        problems.add(file + ":" + line(node) + ": " + path + ": " + value + " (expected: " + expected + ")");
    }

    private static String keyOf(NodeTuple tuple) {
        return describe(tuple.getKeyNode()); // no key that is known is changed by it
    }

    private static boolean isNothing(Node node) {
        return node instanceof ScalarNode scalar
                && scalar.isPlain()
                && scalar.getValue().isEmpty();
    }

    private static int line(Node node) {
        return node.getStartMark().map(Mark::getLine).orElse(0) + 1;
    }

    /** A value as a person would recognise it, on one line. */
    private static String describe(Node node) {
        String text = switch (node) {
            case ScalarNode scalar -> scalar.getValue().isEmpty() ? "nothing" : scalar.getValue();
            case SequenceNode sequence ->
                sequence.getValue().stream()
                        .map(element -> element instanceof ScalarNode scalar ? scalar.getValue() : "...")
                        .toList()
                        .toString();
            default -> "a section";
        };
        String line = inOneLine(text);
        return line.length() <= 60 ? line : line.substring(0, 57) + "...";
    }

    private static String inOneLine(String text) {
        return text.replaceAll("\\p{Cc}", " ");
    }
}
