package io.auscult.rules.sigma;

import io.auscult.core.event.Event;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** All anchors of one column: texts in an {@link Automaton}, numbers and addresses in tables. Detect thread, makes no garbage. */
final class ColumnAnchors extends TextTest implements Automaton.Finder {
    private final Column column;
    private final Automaton automaton; // with no states when there are no texts
    private final int[][] rulesOfText;
    private final LongTable numbers;
    private final ServiceRules service;

    private ColumnAnchors(
            ServiceRules service, Column column, Automaton automaton, int[][] rulesOfText, LongTable numbers) {
        this.service = service;
        this.column = column;
        this.automaton = automaton;
        this.rulesOfText = rulesOfText;
        this.numbers = numbers;
    }

    void find(Event event) {
        if (rulesOfText.length > 0) {
            column.any(event, this);
        }
        if (numbers.size() > 0) {
            int count = column.count(event);
            for (int i = 0; i < count; i++) {
                int[] rules = column.isAddress()
                        ? numbers.get(column.high(event, i), column.low(event, i))
                        : numbers.get(0, column.number(event, i));
                if (rules != null) {
                    service.notice(rules);
                }
            }
        }
    }

    /** Walks a text through the automaton; never content, so that all elements of a list are walked. */
    @Override
    boolean passes(byte[] bytes, int at, int length) {
        automaton.walk(bytes, at, length, this);
        return false;
    }

    @Override
    public void found(int word) {
        service.notice(rulesOfText[word]);
    }

    /** Collects the anchors of a column. */
    static final class Builder {
        private final Column column;
        private final Map<String, List<Integer>> texts = new HashMap<>();
        private final LongTable.Builder numbers = new LongTable.Builder();

        Builder(Column column) {
            this.column = column;
        }

        void add(Anchors.Anchor anchor, int rule) {
            switch (anchor) {
                case Anchors.TextAnchor text ->
                    texts.computeIfAbsent(
                                    new String(text.text(), StandardCharsets.ISO_8859_1), word -> new ArrayList<>())
                            .add(rule);
                case Anchors.NumberAnchor number -> numbers.add(0, number.value(), rule);
                case Anchors.AddressAnchor address -> numbers.add(address.high(), address.low(), rule);
            }
        }

        ColumnAnchors build(ServiceRules service) {
            List<String> words = new ArrayList<>(new TreeSet<>(texts.keySet()));
            int[][] rules = new int[words.size()][];
            for (int i = 0; i < rules.length; i++) {
                rules[i] = texts.getOrDefault(words.get(i), List.of()).stream()
                        .distinct()
                        .mapToInt(Integer::intValue)
                        .toArray();
            }
            return new ColumnAnchors(service, column, new Automaton(words), rules, numbers.build());
        }
    }
}
