package io.auscult.core.indicator;

import java.util.Locale;

/** How far something may be told, Traffic Light Protocol 2.0; from least to most secret. */
public enum Tlp {
    CLEAR,
    GREEN,
    AMBER,
    AMBER_STRICT,
    RED;

    /** "tlp:amber+strict" and so on, as MISP and STIX write it. */
    public String tag() {
        return "tlp:" + name().toLowerCase(Locale.ROOT).replace('_', '+');
    }

    /** From a tag or its last word, in either version (white is clear); {@code otherwise} for anything else. */
    public static Tlp parse(String text, Tlp otherwise) {
        String word = text.strip().toLowerCase(Locale.ROOT);
        word = word.startsWith("tlp:") ? word.substring(4) : word;
        return switch (word) {
            case "clear", "white" -> CLEAR;
            case "green" -> GREEN;
            case "amber" -> AMBER;
            case "amber+strict", "amber_strict", "amber-strict" -> AMBER_STRICT;
            case "red" -> RED;
            default -> otherwise;
        };
    }
}
