package io.auscult.rules.sigma;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** A map of YAML while it is read: values by key, with what is wrong about them said where they stand. Used by one thread, once. */
final class Section {
    private final String file;
    private final int line;
    private final List<Problem> problems;
    private final Map<String, Node> values = new LinkedHashMap<>();
    private final Map<String, Integer> lines = new LinkedHashMap<>();

    private Section(String file, int line, List<Problem> problems) {
        this.file = file;
        this.line = line;
        this.problems = problems;
    }

    /** Empty, with a problem, when the node is no map. */
    static Section of(String file, Node node, String what, List<Problem> problems) {
        Section section = new Section(file, Yaml.line(node), problems);
        if (!(node instanceof MappingNode mapping)) {
            section.wrong(node, what + ": " + text(node) + " (expected: `name: value` lines)");
            return section;
        }
        for (NodeTuple tuple : mapping.getValue()) {
            Node key = tuple.getKeyNode();
            String name = text(key);
            if (section.values.put(name, tuple.getValueNode()) != null) {
                section.wrong(key, name + ": given twice (expected: once)");
            }
            section.lines.put(name, Yaml.line(key));
        }
        return section;
    }

    String file() {
        return file;
    }

    int line() {
        return line;
    }

    int line(String key) {
        return lines.getOrDefault(key, line);
    }

    List<Problem> problems() {
        return problems;
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    Map<String, Node> values() {
        return values;
    }

    @Nullable
    Node node(String key) {
        return values.get(key);
    }

    /** The map below a key; empty when there is none. */
    Section section(String key) {
        Node node = values.get(key);
        return node == null ? new Section(file, line, problems) : of(file, node, key, problems);
    }

    /** The text of a scalar; null when absent or no scalar, which is said. */
    @Nullable
    String text(String key, int most) {
        Node node = values.get(key);
        if (node == null) {
            return null;
        }
        if (!(node instanceof ScalarNode scalar)) {
            wrong(node, key + ": " + text(node) + " (expected: a text)");
            return null;
        }
        if (scalar.getValue().length() > most) {
            wrong(node, key + ": " + scalar.getValue().length() + " characters (expected: at most " + most + ")");
            return null;
        }
        return isNull(node) ? null : scalar.getValue().strip();
    }

    /** The text of a scalar without a word about anything else; null for that. */
    @Nullable
    String plain(String key) {
        return values.get(key) instanceof ScalarNode scalar ? scalar.getValue().strip() : null;
    }

    /** The texts below a path of keys, without a word about anything else; empty for that. */
    static List<String> plainTexts(@Nullable Node node) {
        List<String> texts = new ArrayList<>();
        if (node instanceof ScalarNode scalar) {
            texts.add(scalar.getValue().strip());
        } else if (node instanceof SequenceNode sequence) {
            for (Node element : sequence.getValue()) {
                if (element instanceof ScalarNode scalar) {
                    texts.add(scalar.getValue().strip());
                }
            }
        }
        return texts;
    }

    String required(String key, int most) {
        if (!values.containsKey(key)) {
            error(line, key + ": absent (expected: a text)");
        }
        String text = text(key, most);
        return text == null ? "" : text;
    }

    /** A list of texts, or one alone; empty when absent. */
    List<String> texts(String key) {
        Node node = values.get(key);
        List<String> texts = new ArrayList<>();
        if (node instanceof SequenceNode sequence) {
            for (Node element : sequence.getValue()) {
                if (element instanceof ScalarNode scalar) {
                    texts.add(scalar.getValue().strip());
                } else {
                    wrong(element, key + ": " + text(element) + " (expected: a text)");
                }
            }
        } else if (node instanceof ScalarNode scalar && !isNull(node)) {
            texts.add(scalar.getValue().strip());
        } else if (node != null && !isNull(node)) {
            wrong(node, key + ": " + text(node) + " (expected: a list of texts)");
        }
        return texts;
    }

    boolean flag(String key) {
        String text = text(key, 10);
        if (text != null && !text.equals("true") && !text.equals("false")) {
            error(line(key), key + ": " + text + " (expected: true or false)");
        }
        return "true".equals(text);
    }

    void wrong(Node node, String text) {
        error(Yaml.line(node), text);
    }

    void error(int at, String text) {
        problems.add(new Problem(file, at, Problem.Kind.ERROR, Yaml.oneLine(text)));
    }

    void never(int at, String text) {
        problems.add(new Problem(file, at, Problem.Kind.NEVER, Yaml.oneLine(text)));
    }

    static boolean isNull(Node node) {
        return node instanceof ScalarNode scalar
                && scalar.isPlain()
                && (node.getTag().equals(Tag.NULL) || scalar.getValue().equals("~"));
    }

    /** The same for the same content, wherever it stands and whatever its comments. */
    static String content(Node node) {
        StringBuilder content = new StringBuilder();
        append(content, node);
        return content.toString();
    }

    private static void append(StringBuilder content, Node node) {
        switch (node) {
            case ScalarNode scalar ->
                content.append('\'').append(scalar.getValue()).append('\'');
            case SequenceNode sequence -> {
                content.append('[');
                sequence.getValue().forEach(element -> append(content, element));
                content.append(']');
            }
            case MappingNode mapping -> {
                content.append('{');
                for (NodeTuple tuple : mapping.getValue()) {
                    append(content, tuple.getKeyNode());
                    append(content, tuple.getValueNode());
                }
                content.append('}');
            }
            default -> content.append('?');
        }
    }

    /** A node as a person would recognise it. */
    static String text(Node node) {
        return switch (node) {
            case ScalarNode scalar -> scalar.getValue();
            case SequenceNode sequence -> "a list";
            default -> "a map";
        };
    }
}
