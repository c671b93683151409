package io.auscult.rules.sigma;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** The modifiers that turn a string into others: dashes of Windows, Base64, UTF-16. Stateless. */
final class Encodings {
    private static final int MOST = 1_000; // variants of one value
    private static final String DASHES = "-/\u2013\u2014\u2015";
    private static final int[] FIRST = {0, 2, 3}; // characters of Base64 that the bytes before change
    private static final int[] LAST = {0, 3, 2}; // and those that the bytes behind change, by the length modulo 3

    private Encodings() {}

    /** @throws IllegalArgumentException when that cannot be done to this value */
    static List<Literal> apply(String modifier, List<Literal> values) {
        List<Literal> all = new ArrayList<>();
        for (Literal value : values) {
            switch (modifier) {
                case "windash" -> all.addAll(dashes(value));
                case "base64" -> all.add(Literal.of(Base64.getEncoder().encode(plain(value, modifier))));
                case "base64offset" -> all.addAll(offsets(plain(value, modifier)));
                case "wide", "utf16le" -> all.add(encoded(value, StandardCharsets.UTF_16LE));
                case "utf16be" -> all.add(encoded(value, StandardCharsets.UTF_16BE));
                default -> all.add(withMark(encoded(value, StandardCharsets.UTF_16LE)));
            }
            if (all.size() > MOST) {
                throw new IllegalArgumentException(modifier + ": over " + MOST + " variants of one value");
            }
        }
        return all;
    }

    private static byte[] plain(Literal value, String modifier) {
        if (!value.isPlain()) {
            throw new IllegalArgumentException(
                    "'" + value + "': " + modifier + " of a wildcard (expected: a plain text)");
        }
        return value.bytes();
    }

    /** What of its Base64 stays the same wherever in a longer text it stands. */
    private static List<Literal> offsets(byte[] value) {
        List<Literal> variants = new ArrayList<>();
        for (int before = 0; before < 3; before++) {
            byte[] shifted = new byte[before + value.length];
            System.arraycopy(value, 0, shifted, before, value.length);
            byte[] encoded = Base64.getEncoder().encode(shifted);
            int end = encoded.length - LAST[shifted.length % 3];
            if (end <= FIRST[before]) {
                throw new IllegalArgumentException(
                        "base64offset of so short a text (expected: three characters or more)");
            }
            variants.add(Literal.of(Arrays.copyOfRange(encoded, FIRST[before], end)));
        }
        return variants;
    }

    private static Literal withMark(Literal value) {
        int[] tokens = new int[value.length() + 2];
        tokens[0] = 0xFF;
        tokens[1] = 0xFE;
        for (int i = 0; i < value.length(); i++) {
            tokens[i + 2] = value.token(i);
        }
        return new Literal(tokens);
    }

    private static Literal encoded(Literal value, Charset charset) {
        List<Integer> tokens = new ArrayList<>();
        byte[] run = new byte[value.length()];
        int length = 0;
        for (int i = 0; i <= value.length(); i++) {
            if (i < value.length() && value.token(i) < Literal.ONE) {
                run[length++] = (byte) value.token(i);
                continue;
            }
            for (byte b : new String(run, 0, length, StandardCharsets.UTF_8).getBytes(charset)) {
                tokens.add(b & 0xFF);
            }
            length = 0;
            if (i < value.length()) {
                tokens.add(value.token(i));
            }
        }
        return new Literal(tokens.stream().mapToInt(Integer::intValue).toArray());
    }

    /** Each dash or slash that begins a word, in all its forms. */
    private static List<Literal> dashes(Literal value) {
        String text = value.toString();
        List<StringBuilder> variants = new ArrayList<>(List.of(new StringBuilder()));
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean beginsWord = DASHES.indexOf(c) >= 0
                    && (i == 0 || !isWord(text.charAt(i - 1)))
                    && i + 1 < text.length()
                    && isWord(text.charAt(i + 1));
            if (!beginsWord) {
                variants.forEach(variant -> variant.append(c));
                continue;
            }
            List<StringBuilder> more = new ArrayList<>();
            for (StringBuilder variant : variants) {
                for (int d = 0; d < DASHES.length(); d++) {
                    more.add(new StringBuilder(variant).append(DASHES.charAt(d)));
                }
            }
            if (more.size() > MOST) {
                throw new IllegalArgumentException("windash: over " + MOST + " variants of one value");
            }
            variants = more;
        }
        return variants.stream()
                .map(variant -> Literal.parse(variant.toString()))
                .toList();
    }

    private static boolean isWord(char c) {
        return Character.isLetterOrDigit(c) || c == '_';
    }
}
