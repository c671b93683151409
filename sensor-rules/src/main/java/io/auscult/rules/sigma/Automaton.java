package io.auscult.rules.sigma;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds many words in a text in one pass, case of ASCII letters aside (Aho and Corasick, CACM 1975), as one table of next states. Bytes that no word has share a column of it.
 * Immutable; any thread. At most {@link #MAX_CELLS} cells; beyond, the words are not built and it throws when rules are loaded.
 */
final class Automaton {
    static final int MAX_CELLS = 1 << 26;

    private final byte[] classOf = new byte[256];
    private final int classes;
    private final int[]
            next; // states x classes: the target already multiplied by classes, inverted when words end there
    private final int[] first; // of a state: where its list of words begins, or -1
    private final int[] word;
    private final int[] more;

    /** @param words distinct, in lower case, one character a byte */
    Automaton(List<String> words) {
        int count = 1;
        for (String each : words) {
            for (int i = 0; i < each.length(); i++) {
                int c = each.charAt(i) & 0xFF;
                if (classOf[c] == 0) {
                    classOf[c] = (byte) count++;
                }
            }
        }
        for (int c = 'A'; c <= 'Z'; c++) {
            classOf[c] = classOf[c + 'a' - 'A'];
        }
        classes = count;
        long cells = words.stream().mapToLong(String::length).sum() * classes + classes;
        if (cells > MAX_CELLS) {
            throw new IllegalArgumentException(
                    "texts of rules about one field: " + cells + " cells (expected: at most " + MAX_CELLS + ")");
        }
        int[] table = new int[(int) cells];
        int[] firsts = new int[(int) (cells / classes)];
        Arrays.fill(firsts, -1);
        List<int[]> found = new ArrayList<>(); // word, next in the list
        int states = 1;
        for (int w = 0; w < words.size(); w++) {
            int state = 0;
            for (int i = 0; i < words.get(w).length(); i++) {
                int cell = state * classes + (classOf[words.get(w).charAt(i) & 0xFF] & 0xFF);
                if (table[cell] == 0) {
                    table[cell] = states++;
                }
                state = table[cell];
            }
            found.add(new int[] {w, firsts[state]});
            firsts[state] = found.size() - 1;
        }
        next = Arrays.copyOf(table, states * classes);
        first = Arrays.copyOf(firsts, states);
        link(states);
        word = found.stream().mapToInt(entry -> entry[0]).toArray();
        more = found.stream().mapToInt(entry -> entry[1]).toArray();
        // A state that ends a word goes on in the list of the longest suffix that ends one.
        appendSuffixes(states);
        for (int i = 0; i < next.length; i++) {
            int target = next[i];
            next[i] = first[target] < 0 ? target * classes : ~(target * classes);
        }
    }

    private int[] suffix = new int[0]; // while building: the longest suffix that is a state

    /** Breadth first: fills the table where a word does not go on. */
    private void link(int states) {
        suffix = new int[states];
        ArrayDeque<Integer> queue = new ArrayDeque<>();
        for (int c = 0; c < classes; c++) {
            if (next[c] != 0) {
                queue.add(next[c]);
            }
        }
        while (!queue.isEmpty()) {
            int state = queue.remove();
            for (int c = 0; c < classes; c++) {
                int cell = state * classes + c;
                int otherwise = next[suffix[state] * classes + c];
                if (next[cell] == 0) {
                    next[cell] = otherwise;
                } else {
                    suffix[next[cell]] = otherwise;
                    queue.add(next[cell]);
                }
            }
        }
    }

    private void appendSuffixes(int states) {
        // Longer words first would need an order; a state's suffix is always shorter, so each chain is followed once
        // per state.
        int[] own = first.clone();
        for (int state = 1; state < states; state++) {
            int longest = suffix[state];
            while (longest != 0 && own[longest] < 0) {
                longest = suffix[longest];
            }
            int link = longest == 0 ? -1 : own[longest];
            if (own[state] < 0) {
                first[state] = link;
            } else {
                more[own[state]] = link;
            }
        }
        suffix = new int[0];
    }

    /** The state behind this byte, inverted when words end there; the first state is 0. */
    int next(int state, byte b) {
        return next[state + (classOf[b & 0xFF] & 0xFF)];
    }

    /** The first of the words that end here, or -1. */
    int first(int state) {
        return first[state / classes];
    }

    /** The next of them, or -1. */
    int more(int found) {
        return more[found];
    }

    /** Which word it is. */
    int word(int found) {
        return word[found];
    }
}
