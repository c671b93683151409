package io.auscult.export.misp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.auscult.core.indicator.Sighting;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * That an attribute's value was met, as MISP is told: once an hour and attribute, whatever the number of alerts. Immutable.
 *
 * @param uuid of the attribute
 * @param seconds when, since 1970
 * @param source who says so
 */
record MispSighting(String uuid, long seconds, String source) {
    private static final Pattern UUID_FORM = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    private static final long HOUR = 3_600;
    private static final String SEEN = "0"; // 1 is a false positive, 2 an expiry

    /** Null when the indicator was no attribute of a MISP event. */
    static @Nullable MispSighting of(Sighting sighting, String source) {
        return isUuid(sighting.sourceId())
                ? new MispSighting(
                        sighting.sourceId().toLowerCase(Locale.ROOT),
                        sighting.lastSeen().getEpochSecond(),
                        source)
                : null;
    }

    /** The same for all that count as one. */
    String key() {
        return uuid + " " + Math.floorDiv(seconds, HOUR);
    }

    /** Whether MISP has one that counts as the same; it takes no ids of ours. @param there all of an event */
    boolean isAmong(JsonNode there, String attributeId) {
        for (JsonNode each : there) {
            if (each.path("attribute_id").asText().equals(attributeId)
                    && each.path("source").asText().equals(source)
                    && Math.floorDiv(each.path("date_sighting").asLong(), HOUR) == Math.floorDiv(seconds, HOUR)) {
                return true;
            }
        }
        return false;
    }

    static boolean isUuid(String text) {
        return UUID_FORM.matcher(text).matches();
    }

    ObjectNode json() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", SEEN)
                .put("source", source)
                .put("timestamp", Long.toString(seconds));
    }
}
