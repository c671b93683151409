package io.auscult.rules.sigma;

/**
 * What is wrong with a rule, and where. Immutable.
 *
 * @param file as the operator named it
 * @param line from 1
 * @param kind whether the rule is used in spite of it
 * @param text one line: what is there, and what was expected
 */
public record Problem(String file, int line, Kind kind, String text) {
    /** What becomes of the rule. */
    public enum Kind {
        /** It is not used. */
        ERROR,
        /** A part of it can never match; it is used when others can. */
        NEVER
    }

    @Override
    public String toString() {
        return file + ":" + line + ": " + (kind == Kind.NEVER ? "can never match: " : "") + text;
    }
}
