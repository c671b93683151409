package io.auscult.rules.sigma;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * YAML 1.2 to nodes that know their line, within bounds: nothing is built before size, depth, number of nodes and absence of aliases are sure. Stateless.
 */
final class Yaml {
    static final int MAX_LENGTH = 1 << 20; // characters of a file
    static final int MAX_DEPTH = 16;
    static final int MAX_NODES = 50_000;
    static final int MAX_DOCUMENTS = 1_000;

    private Yaml() {}

    /** The documents of a file that have content; none when it is not YAML within bounds, and then there is a problem. */
    static List<Node> documents(String file, String text, List<Problem> problems) {
        if (text.length() > MAX_LENGTH) {
            return refuse(file, 1, "too long (expected: at most " + MAX_LENGTH + " characters)", problems);
        }
        LoadSettings settings = LoadSettings.builder()
                .setLabel(file)
                .setCodePointLimit(MAX_LENGTH)
                .build();
        try {
            Problem excess = excess(settings, file, text);
            if (excess != null) {
                problems.add(excess);
                return List.of();
            }
            List<Node> documents = new ArrayList<>();
            for (Node node : new Compose(settings).composeAllFromString(text)) {
                documents.add(node);
            }
            return documents;
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(Mark::getLine).orElse(0) + 1;
            return refuse(file, line, "not YAML: " + oneLine(String.valueOf(e.getProblem())), problems);
        } catch (YamlEngineException e) {
            return refuse(file, 1, "not YAML: " + oneLine(String.valueOf(e.getMessage())), problems);
        }
    }

    private static List<Node> refuse(String file, int line, String text, List<Problem> problems) {
        problems.add(new Problem(file, line, Problem.Kind.ERROR, text));
        return List.of();
    }

    /** Composing is recursive and keeps all, so it is counted first. */
    private static @Nullable Problem excess(LoadSettings settings, String file, String text) {
        int depth = 0;
        int nodes = 0;
        int documents = 0;
        for (Event event : new Parse(settings).parseString(text)) {
            nodes++;
            if (event instanceof CollectionStartEvent) {
                depth++;
            } else if (event instanceof CollectionEndEvent) {
                depth--;
            } else if (event instanceof DocumentStartEvent) {
                documents++;
            }
            String wrong = event instanceof AliasEvent
                    ? "an alias of YAML (expected: the value itself)"
                    : depth > MAX_DEPTH
                            ? "nested too deep (expected: at most " + MAX_DEPTH + " levels)"
                            : nodes > MAX_NODES
                                    ? "too much in one file (expected: at most " + MAX_NODES + " values)"
                                    : documents > MAX_DOCUMENTS
                                            ? "too many documents (expected: at most " + MAX_DOCUMENTS + ")"
                                            : null;
            if (wrong != null) {
                int line = event.getStartMark().map(Mark::getLine).orElse(0) + 1;
                return new Problem(file, line, Problem.Kind.ERROR, wrong);
            }
        }
        return null;
    }

    static int line(Node node) {
        return node.getStartMark().map(Mark::getLine).orElse(0) + 1;
    }

    static String oneLine(String text) {
        String line = text.replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}]+", " ");
        return line.length() <= 120 ? line : line.substring(0, 117) + "...";
    }
}
