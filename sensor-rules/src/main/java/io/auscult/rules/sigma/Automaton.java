package io.auscult.rules.sigma;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds many words in a text in one pass, case of ASCII letters aside (Aho and Corasick, CACM 1975), as one table of next states. Bytes that no word has share a column of it.
 * Immutable; any thread. At most {@link #MAX_CELLS} cells; beyond, the words are not built and it throws when rules are loaded.
 */
final class Automaton {
    static final int MAX_CELLS = 1 << 26;

    private static final int MOST_WINDOW = 4; // bytes
    private static final int GATE_SHARE =
            128; // bits of the gate for each word, so that under one in a hundred bytes passes by chance
    private static final int LEAST_GATE = 9; // binary logarithm of bits
    private static final int MOST_GATE = 20;

    private final byte[] classOf = new byte[256];
    private final int window; // bytes that the gate looks at: no word is shorter
    private final int gateShift;
    private final long[] gate; // hashes of what words begin with
    private final int rows; // of states that are shorter than the window, where the gate takes over
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
        int[] suffixes = new int[states];
        int[] order = link(table, states, suffixes);
        word = found.stream().mapToInt(entry -> entry[0]).toArray();
        more = found.stream().mapToInt(entry -> entry[1]).toArray();
        appendSuffixes(order, suffixes, firsts);
        window = Math.min(
                MOST_WINDOW, words.stream().mapToInt(String::length).min().orElse(1));
        int bits = 32 - Integer.numberOfLeadingZeros(Math.max(1, words.size()) * GATE_SHARE - 1);
        int gateBits = Math.clamp(bits, LEAST_GATE, MOST_GATE);
        gateShift = 32 - gateBits;
        gate = new long[1 << gateBits - 6];
        open(words);
        // Numbered as they lie from the start outwards, so that the rows of most texts are close together.
        int[] number = new int[states];
        for (int i = 0; i < states; i++) {
            number[order[i]] = i;
        }
        next = new int[states * classes];
        first = new int[states];
        for (int state = 0; state < states; state++) {
            first[number[state]] = firsts[state];
            for (int c = 0; c < classes; c++) {
                int target = table[state * classes + c];
                int row = number[target] * classes;
                next[number[state] * classes + c] = firsts[target] < 0 ? row : ~row;
            }
        }
        rows = shorter(words) * classes;
    }

    /** How many states are shorter than the window: as many as there are beginnings of words so short. */
    private int shorter(List<String> words) {
        Set<String> beginnings = new HashSet<>();
        for (String each : words) {
            for (int length = 0; length < window; length++) {
                beginnings.add(each.substring(0, length));
            }
        }
        return Math.max(1, beginnings.size());
    }

    /** Breadth first: fills the table where a word does not go on, and tells the longest suffix of each state that is one. @return the states in that order */
    private int[] link(int[] table, int states, int[] suffixes) {
        int[] queue = new int[states]; // the first state is 0
        int end = 1;
        for (int at = 0; at < end; at++) {
            int state = queue[at];
            for (int c = 0; c < classes; c++) {
                int cell = state * classes + c;
                int otherwise = state == 0 ? 0 : table[suffixes[state] * classes + c];
                if (table[cell] == 0) {
                    table[cell] = otherwise;
                } else {
                    suffixes[table[cell]] = otherwise;
                    queue[end++] = table[cell];
                }
            }
        }
        return queue;
    }

    /** A state that ends a word goes on in the list of the longest of its suffixes that ends one; suffixes are shorter, so theirs are whole before. */
    private void appendSuffixes(int[] order, int[] suffixes, int[] firsts) {
        for (int i = 1; i < order.length; i++) {
            int state = order[i];
            int link = firsts[suffixes[state]];
            if (firsts[state] < 0) {
                firsts[state] = link;
            } else {
                more[firsts[state]] = link;
            }
        }
    }

    /** Told what is found. */
    interface Finder {
        void found(int word);
    }

    /**
     * Tells every word in the text, each place of it. Most texts never come to the table: only where a few bytes look like the beginning of a word does the walk begin, and it ends where
     * nothing longer than that is left.
     */
    void walk(byte[] bytes, int at, int length, Finder finder) {
        int end = at + length;
        int full = at + window - 1;
        int mask = -1 >>> 32 - 8 * window;
        int recent = 0;
        int state = -1;
        for (int i = at; i < end; i++) {
            int c = classOf[bytes[i] & 0xFF] & 0xFF;
            recent = recent << 8 | c;
            if (state >= 0) {
                state = next[state + c];
            } else if (i >= full && isBeginning(recent & mask)) {
                state = 0;
                for (int shift = 8 * window - 8; shift >= 0; shift -= 8) {
                    state = next[state + (recent >>> shift & 0xFF)];
                }
            } else {
                continue;
            }
            if (state < 0) {
                state = ~state;
                for (int entry = first[state / classes]; entry >= 0; entry = more[entry]) {
                    finder.found(word[entry]);
                }
            }
            if (state < rows) {
                state = -1;
            }
        }
    }

    private boolean isBeginning(int classed) {
        int hash = classed * 0x9E37_79B1 >>> gateShift;
        return (gate[hash >>> 6] >>> hash & 1) != 0;
    }

    /** Lets through what words begin with. */
    private void open(List<String> words) {
        for (String each : words) {
            int classed = 0;
            for (int i = 0; i < window; i++) {
                classed = classed << 8 | classOf[each.charAt(i) & 0xFF] & 0xFF;
            }
            int hash = classed * 0x9E37_79B1 >>> gateShift;
            gate[hash >>> 6] |= 1L << hash;
        }
    }
}
