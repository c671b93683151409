package io.auscult.rules.sigma;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AutomatonTest {
    /** Against a search for each word by itself. */
    @ParameterizedTest
    @CsvSource({"1, 1, 5", "2, 2, 40", "3, 3, 200", "4, 4, 500", "5, 6, 500", "6, 1, 300", "7, 4, 1", "8, 3, 0"})
    void shouldFindEveryWordAtEveryPlace(long seed, int shortest, int count) {
        Random random = new Random(seed);
        TreeSet<String> distinct = new TreeSet<>();
        for (int i = 0; i < count; i++) {
            distinct.add(text(random, shortest + random.nextInt(5)).toLowerCase(Locale.ROOT));
        }
        List<String> words = new ArrayList<>(distinct);
        Automaton automaton = new Automaton(words);
        for (int i = 0; i < 300; i++) {
            String text = text(random, random.nextInt(40));
            List<String> expected = new ArrayList<>();
            for (String word : words) {
                int at = -1;
                while ((at = text.toLowerCase(Locale.ROOT).indexOf(word, at + 1)) >= 0) {
                    expected.add(word);
                }
            }
            List<String> found = new ArrayList<>();
            byte[] bytes = ("xx" + text + "abc").getBytes(StandardCharsets.ISO_8859_1);
            automaton.walk(bytes, 2, text.length(), word -> found.add(words.get(word)));
            assertThat(found).as(text).containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    private static String text(Random random, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append("abcAB.-".charAt(random.nextInt(7)));
        }
        return text.toString();
    }
}
