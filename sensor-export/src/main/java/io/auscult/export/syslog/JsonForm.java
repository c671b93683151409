package io.auscult.export.syslog;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.auscult.core.alert.Alert;
import io.auscult.core.alert.Incident;
import io.auscult.export.IncidentJson;
import io.auscult.export.JsonLine;
import io.auscult.export.Origin;
import io.auscult.export.PlainText;
import io.auscult.export.eve.EveRecord;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * JSON: an alert is a line of EVE, an incident an object of the same manner. One that is longer than the room for it is still an
 * object: it loses whole members, those that matter least first, then long texts and lists are cut; {@code truncated} says so.
 */
final class JsonForm implements MessageForm {
    /** What is left out one after the other, as JSON pointers. */
    private static final List<String> DISPENSABLE = List.of(
            "/alert/context/recommendation",
            "/findings",
            "/alert/context/evidence",
            "/outcomes",
            "/recommendations",
            "/alert/context/targets",
            "/alert/context/ports",
            "/alert/context/open_ports",
            "/techniques",
            "/users",
            "/hosts",
            "/happened",
            "/actors",
            "/former_ids");
    /** And then, of texts that were made to be long. */
    private static final List<String> LAST =
            List.of("/alert/metadata", "/headline", "/alert/context/target", "/alert/context/actor", "/actor");

    private static final int LONG = 256, SHORT = 64, TINY = 16; // UTF-16 units
    private static final int MAX_ELEMENTS = 4;

    private final ObjectMapper json = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNameLength(Integer.MAX_VALUE)
                            .maxStringLength(Integer.MAX_VALUE)
                            .build())
                    .build())
            .build();
    private final JsonLine line = new JsonLine(1 << 13);
    private final EveRecord eve;

    JsonForm(Origin origin) {
        this.eve = new EveRecord(origin.interfaces());
    }

    @Override
    public void write(BoundedLine to, Alert alert, Map<String, String> labels) {
        line.length(0);
        eve.write(line, alert, labels);
        line.length(line.length() - 1); // its line end
        fit(to);
    }

    @Override
    public void write(BoundedLine to, Incident incident, Map<String, String> labels) {
        line.length(0);
        IncidentJson.write(line, incident, labels);
        fit(to);
    }

    private void fit(BoundedLine to) {
        if (to.append(line.bytes(), line.length())) {
            return;
        }
        try {
            ObjectNode root = (ObjectNode) json.readTree(line.bytes(), 0, line.length());
            shorten(root, to.room());
            byte[] shortened = json.writeValueAsBytes(root);
            to.append(shortened, shortened.length);
        } catch (IOException e) {
            throw new IllegalStateException("what was just written cannot be read", e);
        }
    }

    private void shorten(ObjectNode root, int room) throws JsonProcessingException {
        mark(root);
        cut(root, LONG, Integer.MAX_VALUE);
        leaveOut(DISPENSABLE, root, room);
        if (!fits(root, room)) {
            cut(root, SHORT, MAX_ELEMENTS);
        }
        leaveOut(LAST, root, room);
        if (!fits(root, room)) {
            cut(root, TINY, 1);
        }
    }

    private void leaveOut(List<String> pointers, ObjectNode root, int room) throws JsonProcessingException {
        for (String pointer : pointers) {
            if (fits(root, room)) {
                return;
            }
            int name = pointer.lastIndexOf('/');
            if (root.at(pointer.substring(0, name)) instanceof ObjectNode parent) {
                parent.remove(pointer.substring(name + 1));
            }
        }
    }

    /** Where EVE's schema has room for it. */
    private static void mark(ObjectNode root) {
        if (root.at("/alert/context") instanceof ObjectNode context) {
            context.put("truncated", true);
        } else {
            root.put("truncated", true);
        }
    }

    private boolean fits(ObjectNode root, int room) throws JsonProcessingException {
        return json.writeValueAsBytes(root).length <= room;
    }

    private static void cut(JsonNode node, int most, int elements) {
        if (node instanceof ObjectNode object) {
            object.properties().forEach(member -> {
                if (member.getValue() instanceof TextNode text
                        && text.textValue().length() > most) {
                    member.setValue(TextNode.valueOf(PlainText.line(text.textValue(), most)));
                } else {
                    cut(member.getValue(), most, elements);
                }
            });
        } else if (node instanceof ArrayNode array) {
            while (array.size() > elements) {
                array.remove(array.size() - 1);
            }
            for (int i = 0; i < array.size(); i++) {
                if (array.get(i) instanceof TextNode text && text.textValue().length() > most) {
                    array.set(i, TextNode.valueOf(PlainText.line(text.textValue(), most)));
                } else {
                    cut(array.get(i), most, elements);
                }
            }
        }
    }
}
