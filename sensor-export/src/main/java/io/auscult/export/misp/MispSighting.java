package io.auscult.export.misp;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.auscult.core.indicator.Sighting;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * That an attribute's value was met, as MISP is told: once an hour and attribute, whatever the number of alerts. Immutable.
 *
 * @param uuid made from attribute and hour: MISP takes no second one
 * @param attribute uuid of the attribute
 * @param seconds when, since 1970
 * @param source who says so
 */
record MispSighting(UUID uuid, String attribute, long seconds, String source) {
    private static final Pattern UUID_FORM = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    private static final long HOUR = 3_600;
    private static final String SEEN = "0"; // 1 is a false positive, 2 an expiry

    /** Null when the indicator was no attribute of a MISP event. */
    static @Nullable MispSighting of(Sighting sighting, String receiver) {
        String attribute = sighting.sourceId();
        if (!UUID_FORM.matcher(attribute).matches()) {
            return null;
        }
        long seconds = sighting.lastSeen().getEpochSecond();
        String hour = Long.toString(Math.floorDiv(seconds, HOUR));
        UUID uuid = MispIds.of(UUID.fromString(attribute), "sighting", receiver, hour);
        return new MispSighting(uuid, attribute, seconds, "Auscult");
    }

    ObjectNode json() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("uuid", uuid.toString())
                .put("type", SEEN)
                .put("source", source)
                .put("timestamp", Long.toString(seconds));
    }
}
