package io.auscult.export.stix;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** JSON with bounds: what nests too deep, names a member twice or holds too long a text is refused. Any thread. */
public final class StixJson {
    public static final int MOST_DEPTH = 32;
    public static final int MOST_TEXT = 1 << 20; // characters
    private static final int MOST_NAME = 256; // characters
    private static final int MOST_NUMBER = 40; // digits

    private static final ObjectMapper MAPPER = new ObjectMapper(factory());

    private StixJson() {}

    /** Reads and writes by token. */
    public static JsonFactory factory() {
        return JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MOST_DEPTH)
                        .maxStringLength(MOST_TEXT)
                        .maxNameLength(MOST_NAME)
                        .maxNumberLength(MOST_NUMBER)
                        .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .build();
    }

    /** Has {@link #factory}'s bounds. */
    public static ObjectMapper mapper() {
        return MAPPER;
    }

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    public static byte[] bytes(JsonNode node) {
        try {
            return MAPPER.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can be written", e); // texts went through clean
        }
    }

    /**
     * What can be written and read everywhere: no half characters and no controls but line feed and tab, at most so many characters.
     */
    public static String clean(String text, int most) {
        int end = Math.min(text.length(), most);
        StringBuilder clean = null;
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            boolean pairs = Character.isHighSurrogate(c) && i + 1 < end && Character.isLowSurrogate(text.charAt(i + 1));
            boolean bad = c < ' ' && c != '\n' && c != '\t' || c == 0x7F || Character.isSurrogate(c) && !pairs;
            if (bad && clean == null) {
                clean = new StringBuilder(end).append(text, 0, i);
            }
            if (clean != null) {
                clean.append(bad ? '\uFFFD' : c);
            }
            if (pairs) {
                i++;
                if (clean != null) {
                    clean.append(text.charAt(i));
                }
            }
        }
        String whole = clean == null ? text.substring(0, end) : clean.toString();
        return end < text.length() ? whole + "..." : whole;
    }

    /** A text as RFC 8785 writes it, quotes included. */
    static String canonical(String text) {
        StringBuilder out = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\t' -> out.append("\\t");
                case '\n' -> out.append("\\n");
                case '\f' -> out.append("\\f");
                case '\r' -> out.append("\\r");
                default -> {
                    if (c < ' ') {
                        out.append(String.format("\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        return out.append('"').toString();
    }
}
