package io.auscult.rules.incident;

import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Texts with {@code {name}} to fill in and {@code {?condition}...{/}} that is said where the condition holds; not nested. Stateless. */
final class Template {
    private static final String IF = "{?";
    private static final String END = "{/}";

    private Template() {}

    static String fill(String template, Predicate<String> holds, UnaryOperator<String> value) {
        String chosen = chosen(template, holds);
        StringBuilder text = new StringBuilder(chosen.length() + 64);
        int at = 0;
        while (at < chosen.length()) {
            int open = chosen.indexOf('{', at);
            int close = open < 0 ? -1 : chosen.indexOf('}', open);
            if (close < 0) {
                break;
            }
            text.append(chosen, at, open).append(value.apply(chosen.substring(open + 1, close)));
            at = close + 1;
        }
        return text.append(chosen, at, chosen.length()).toString();
    }

    /** Without the parts whose condition does not hold. */
    private static String chosen(String template, Predicate<String> holds) {
        StringBuilder text = new StringBuilder(template.length());
        int at = 0;
        for (int open = template.indexOf(IF); open >= 0; open = template.indexOf(IF, at)) {
            int begin = template.indexOf('}', open) + 1;
            int end = template.indexOf(END, begin);
            text.append(template, at, open);
            if (holds.test(template.substring(open + IF.length(), begin - 1))) {
                text.append(template, begin, end);
            }
            at = end + END.length();
        }
        return text.append(template, at, template.length()).toString();
    }
}
