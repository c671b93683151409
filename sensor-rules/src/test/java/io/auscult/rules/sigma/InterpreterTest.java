package io.auscult.rules.sigma;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random rules over random events, compiled and, beside it, interpreted by something as plain as can be: every value of a field is a string, every literal a regular expression of
 * java.util.regex. Many rules at a time, so that anchors and the automaton decide who is asked.
 */
class InterpreterTest {
    private static final List<String> FIELDS =
            List.of("host", "uri", "user_agent", "proxied", "status_code", "trans_depth");
    private static final int RULES = 60;
    private static final int EVENTS = 150;

    /** A rule as text and as a plain question. */
    private record Sample(String yaml, Predicate<Map<String, List<String>>> meaning) {}

    private final Random random = new Random();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldMeanTheSame(long seed) {
        random.setSeed(seed);
        List<Sample> samples = new ArrayList<>();
        StringBuilder yaml = new StringBuilder();
        for (int i = 0; i < RULES; i++) {
            Sample sample = rule();
            samples.add(sample);
            yaml.append("---\n").append(sample.yaml).append("name: r").append(i).append('\n');
        }
        RuleScript script = new RuleScript(yaml.toString());
        assertThat(script.rules().problems())
                .filteredOn(problem -> problem.kind() == Problem.Kind.ERROR)
                .isEmpty();
        for (int e = 0; e < EVENTS; e++) {
            Map<String, List<String>> event = event();
            List<Object> fields = new ArrayList<>();
            event.forEach((name, values) -> {
                fields.add(name);
                fields.add(
                        name.equals("proxied")
                                ? values
                                : isNumber(name) ? (Object) Long.valueOf(values.getFirst()) : values.getFirst());
            });
            script.alerts.clear();
            script.from("10.0." + seed + "." + (e + 1)).event("http", fields.toArray());
            List<String> fired = script.alerts.stream()
                    .map(alert -> alert.rule().id())
                    .sorted()
                    .toList();
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < RULES; i++) {
                if (samples.get(i).meaning.test(event)) {
                    expected.add("command.r" + i);
                }
            }
            assertThat(fired)
                    .as("%s", event)
                    .isEqualTo(expected.stream().sorted().toList());
        }
    }

    private String word() {
        StringBuilder word = new StringBuilder();
        for (int length = 1 + random.nextInt(4); length > 0; length--) {
            word.append("abAB.é-".charAt(random.nextInt(7)));
        }
        return word.toString();
    }

    private Map<String, List<String>> event() {
        Map<String, List<String>> event = new LinkedHashMap<>();
        for (String field : FIELDS) {
            if (random.nextInt(5) > 0) {
                List<String> values = new ArrayList<>();
                for (int n = field.equals("proxied") ? random.nextInt(3) : 1; n > 0; n--) {
                    values.add(
                            isNumber(field)
                                    ? Integer.toString(random.nextInt(30))
                                    : word() + (random.nextBoolean() ? word() : ""));
                }
                event.put(field, values);
            }
        }
        return event;
    }

    private static boolean isNumber(String field) {
        return field.equals("status_code") || field.equals("trans_depth");
    }

    private Sample rule() {
        Map<String, Predicate<Map<String, List<String>>>> selections = new LinkedHashMap<>();
        StringBuilder detection = new StringBuilder();
        for (String name : List.of("s1", "s2", "f1")) {
            detection.append(name).append(":\n");
            Predicate<Map<String, List<String>>> all = event -> true;
            List<String> fields = new ArrayList<>(FIELDS);
            for (int n = 1 + random.nextInt(2); n > 0; n--) {
                Sample item = item(fields.remove(random.nextInt(fields.size())));
                detection.append("    ").append(item.yaml).append('\n');
                all = all.and(item.meaning);
            }
            selections.put(name, all);
        }
        Predicate<Map<String, List<String>>> s1 = selections.get("s1");
        Predicate<Map<String, List<String>>> s2 = selections.get("s2");
        Predicate<Map<String, List<String>>> f1 = selections.get("f1");
        Map<String, Predicate<Map<String, List<String>>>> conditions = new LinkedHashMap<>();
        conditions.put("s1 and s2 and not f1", s1.and(s2).and(f1.negate()));
        conditions.put("1 of s* and not f1", s1.or(s2).and(f1.negate()));
        conditions.put("s1 or s2 and f1", s1.or(s2.and(f1)));
        conditions.put("not (s1 or s2) and f1", s1.or(s2).negate().and(f1));
        conditions.put("all of them", s1.and(s2).and(f1));
        conditions.put("1 of them", s1.or(s2).or(f1));
        conditions.put(
                "(not s1 or not s2) and (f1)", s1.negate().or(s2.negate()).and(f1));
        String condition = new ArrayList<>(conditions.keySet()).get(random.nextInt(conditions.size()));
        return new Sample(RuleScript.rule("http", detection + "condition: " + condition), conditions.get(condition));
    }

    private Sample item(String field) {
        if (isNumber(field)) {
            int number = random.nextInt(30);
            return switch (random.nextInt(6)) {
                case 0 ->
                    new Sample(
                            field + ": " + number,
                            event -> numbers(event, field).anyMatch(n -> n == number));
                case 1 ->
                    new Sample(
                            field + "|gt: " + number,
                            event -> numbers(event, field).anyMatch(n -> n > number));
                case 2 ->
                    new Sample(
                            field + "|lte: " + number,
                            event -> numbers(event, field).anyMatch(n -> n <= number));
                case 3 ->
                    new Sample(
                            field + "|neq: " + number,
                            event -> numbers(event, field).noneMatch(n -> n == number));
                case 4 ->
                    new Sample(
                            field + "|startswith: '1'",
                            event -> event.getOrDefault(field, List.of()).stream()
                                    .anyMatch(v -> v.startsWith("1")));
                default -> new Sample(field + "|exists: false", event -> !event.containsKey(field));
            };
        }
        if (random.nextInt(12) == 0) {
            return new Sample(field + ": null", event -> !event.containsKey(field));
        }
        boolean isCased = random.nextInt(4) == 0;
        String shape = List.of("", "|contains", "|startswith", "|endswith", "|re", "|neq")
                .get(random.nextInt(6));
        boolean isAll = shape.equals("|contains") && random.nextBoolean();
        List<String> literals = new ArrayList<>();
        List<Pattern> patterns = new ArrayList<>();
        for (int n = isAll ? 2 : 1 + random.nextInt(3); n > 0; n--) {
            String literal = word();
            if (shape.equals("|re")) {
                literal = List.of(
                                "^" + word().replace(".", "\\.") + ".*",
                                "[ab]+" + word(),
                                "(a|" + word() + ")b?",
                                word() + "{1,2}$")
                        .get(random.nextInt(4));
                patterns.add(Pattern.compile(literal));
            } else {
                literal = switch (random.nextInt(4)) {
                    case 0 -> literal.charAt(0) + "*" + literal.substring(1);
                    case 1 -> literal.substring(1) + "?";
                    default -> literal;
                };
                patterns.add(pattern(literal, shape, isCased));
            }
            literals.add("'" + literal + "'");
        }
        String modifiers = shape + (isAll ? "|all" : "") + (isCased && !shape.equals("|re") ? "|cased" : "");
        String text = field + modifiers + ": [" + String.join(", ", literals) + "]";
        return new Sample(text, event -> {
            List<String> values = event.getOrDefault(field, List.of());
            Predicate<Pattern> found = pattern ->
                    values.stream().anyMatch(value -> pattern.matcher(value).find());
            boolean holds = isAll
                    ? patterns.stream().allMatch(found)
                    : patterns.stream().anyMatch(found);
            return holds != shape.equals("|neq");
        });
    }

    private static LongStream numbers(Map<String, List<String>> event, String field) {
        return event.getOrDefault(field, List.of()).stream().mapToLong(Long::parseLong);
    }

    private static Pattern pattern(String literal, String shape, boolean isCased) {
        StringBuilder expression = new StringBuilder();
        for (char c : literal.toCharArray()) {
            expression.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
        }
        boolean isOpen = shape.equals("|contains") || shape.equals("|endswith");
        boolean isClosing = shape.equals("|contains") || shape.equals("|startswith");
        int flags = isCased ? 0 : Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;
        return Pattern.compile((isOpen ? "" : "^") + expression + (isClosing ? "" : "$"), flags | Pattern.DOTALL);
    }
}
