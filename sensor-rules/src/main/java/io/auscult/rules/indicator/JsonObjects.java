package io.auscult.rules.indicator;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON one object at a time as maps, lists, texts, numbers (as text) and flags. At most {@link #MOST_VALUES} values an object, {@link #MOST_DEPTH} levels, texts of 1 MiB: what has more ends the reading with an
 * exception that says so. Stateless.
 */
final class JsonObjects {
    static final int MOST_VALUES = 100_000;
    private static final int MOST_DEPTH = 64;

    static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MOST_DEPTH)
                    .maxStringLength(1 << 20)
                    .maxNameLength(4_096)
                    .maxNumberLength(64)
                    .build())
            .build();

    private JsonObjects() {}

    /** The parser stands on what begins the value. */
    static @Nullable Object value(JsonParser json) throws IOException {
        return value(json, new int[] {MOST_VALUES});
    }

    private static @Nullable Object value(JsonParser json, int[] left) throws IOException {
        if (--left[0] < 0) {
            throw new IOException("an object of more than " + MOST_VALUES + " values");
        }
        JsonToken token = json.currentToken();
        if (token == JsonToken.START_OBJECT) {
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                map.put(name, value(json, left));
            }
            return map;
        }
        if (token == JsonToken.START_ARRAY) {
            List<@Nullable Object> list = new ArrayList<>();
            while (json.nextToken() != JsonToken.END_ARRAY) {
                list.add(value(json, left));
            }
            return list;
        }
        if (token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE) {
            return json.getBooleanValue();
        }
        return token == null || token == JsonToken.VALUE_NULL ? null : json.getText();
    }

    static String text(@Nullable Object object, String name) {
        return object instanceof Map<?, ?> map && map.get(name) instanceof String text ? text : "";
    }

    static boolean flag(@Nullable Object object, String name) {
        Object value = object instanceof Map<?, ?> map ? map.get(name) : null;
        return Boolean.TRUE.equals(value) || "true".equals(value) || "1".equals(value);
    }

    static List<?> list(@Nullable Object object, String name) {
        return object instanceof Map<?, ?> map && map.get(name) instanceof List<?> list ? list : List.of();
    }
}
