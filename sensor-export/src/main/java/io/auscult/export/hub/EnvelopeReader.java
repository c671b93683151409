package io.auscult.export.hub;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.auscult.export.stix.StixCheck;
import io.auscult.export.stix.StixJson;
import io.auscult.export.stix.StixTime;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the envelope of a post, TAXII 2.1 section 3.7, object by object, so that only one at a time is a tree in memory. Any thread.
 */
final class EnvelopeReader {
    private static final int MOST_ID = 300; // characters, in answers

    /** The whole request is refused. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1;

        private final int status;

        Unreadable(int status, String reason) {
            super(reason);
            this.status = status;
        }

        int status() {
            return status;
        }
    }

    private final HubSettings.Limits limits;

    EnvelopeReader(HubSettings.Limits limits) {
        this.limits = limits;
    }

    List<Posted> read(byte[] body) throws Unreadable {
        List<Posted> all = new ArrayList<>();
        try (JsonParser parser = StixJson.mapper().getFactory().createParser(body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new Unreadable(400, "not an envelope");
            }
            boolean hasObjects = false;
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean isObjects = parser.currentName().equals("objects");
                JsonToken value = parser.nextToken();
                if (isObjects && value == JsonToken.START_ARRAY) {
                    hasObjects = true;
                    objects(parser, body, all);
                } else {
                    parser.skipChildren();
                }
            }
            if (parser.nextToken() != null) {
                throw new Unreadable(400, "something behind the envelope");
            }
            if (!hasObjects || all.isEmpty()) {
                throw new Unreadable(422, "an envelope without objects");
            }
            return all;
        } catch (IOException e) { // of JSON: the body is in memory; its text is not repeated
            throw new Unreadable(400, "not JSON, or nested too deep, or a text too long");
        }
    }

    private void objects(JsonParser parser, byte[] body, List<Posted> all) throws IOException, Unreadable {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (all.size() == limits.objects()) {
                throw new Unreadable(413, "more than " + limits.objects() + " objects");
            }
            long from = parser.currentTokenLocation().getByteOffset();
            if (parser.currentToken() == JsonToken.START_OBJECT) {
                JsonNode node = parser.readValueAsTree();
                long to = parser.currentLocation().getByteOffset();
                all.add(posted(node, body, (int) from, (int) to));
            } else {
                parser.skipChildren();
                all.add(Posted.refused("", "not a JSON object"));
            }
        }
    }

    private Posted posted(JsonNode node, byte[] body, int from, int to) {
        String id = node.path("id").asText("");
        String shown = StixJson.clean(id, MOST_ID);
        if (to - from > limits.objectBytes()) {
            return Posted.refused(shown, "longer than " + limits.objectBytes() + " bytes");
        }
        String wrong = StixCheck.check(node);
        if (wrong != null || !(node instanceof ObjectNode object)) {
            return Posted.refused(shown, wrong == null ? "not a JSON object" : wrong);
        }
        String type = object.path("type").asText();
        return new Posted(id, version(object, type), type, Arrays.copyOfRange(body, from, to), null);
    }

    private static long version(ObjectNode object, String type) {
        if (StixCheck.isObservable(type)) {
            return 0;
        }
        Instant modified = time(object, "modified");
        Instant time = modified != null ? modified : time(object, "created");
        return time == null ? 0 : StixTime.micros(time);
    }

    private static @Nullable Instant time(ObjectNode object, String name) {
        return StixTime.parse(object.path(name).textValue());
    }
}
