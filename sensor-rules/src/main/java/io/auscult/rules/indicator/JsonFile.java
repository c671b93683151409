package io.auscult.rules.indicator;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.auscult.core.indicator.Indicator;
import io.auscult.core.indicator.IndicatorSink;
import io.auscult.core.indicator.MispAttribute;
import io.auscult.core.indicator.MispTags;
import io.auscult.core.indicator.StixPattern;
import io.auscult.core.indicator.StixPattern.Term;
import io.auscult.core.indicator.Tlp;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads a bundle of STIX 2.1 (its indicators) or an export of MISP (attributes that are meant for detection, those of objects included), one object at a time: the file may be as long as it likes.
 * Stateless.
 */
final class JsonFile {
    /** Markings of TLP 1 and 2 by their ids in STIX. */
    private static final Map<String, Tlp> MARKINGS = Map.of(
            "marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9", Tlp.CLEAR,
            "marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da", Tlp.GREEN,
            "marking-definition--f88d31f6-486f-44da-b317-01333bde0b82", Tlp.AMBER,
            "marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed", Tlp.RED,
            "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487", Tlp.CLEAR,
            "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb", Tlp.GREEN,
            "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421", Tlp.AMBER,
            "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003", Tlp.AMBER_STRICT,
            "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1", Tlp.RED);

    static final int MOST_EVENTS = 100_000;
    private static final int MOST_TAGS = 64; // of an event

    private final String source;
    private final IndicatorSink sink;
    private final List<List<String>> tags = new ArrayList<>(); // of events of MISP, as they begin
    private final Deque<int[]> open = new ArrayDeque<>(); // events: level and number
    private boolean isFirst = true;
    private long count;

    private JsonFile(String source, IndicatorSink sink) {
        this.source = source;
        this.sink = sink;
    }

    /** Opens the file. */
    @FunctionalInterface
    interface Opening {
        InputStream open() throws IOException;
    }

    /** Reads it twice, for MISP tells the tags of an event behind its attributes. @return how many objects were indicators, good or not */
    static long read(Opening file, String source, IndicatorSink sink) throws IOException {
        JsonFile reading = new JsonFile(source, sink);
        try (InputStream in = file.open()) {
            reading.walk(in);
        }
        reading.isFirst = false;
        try (InputStream in = file.open()) {
            reading.walk(in);
        }
        return reading.count;
    }

    private void walk(InputStream in) throws IOException {
        open.clear();
        int level = 0;
        int events = 0;
        boolean isKnown = false;
        boolean isEvent = false;
        try (JsonParser json = JsonObjects.FACTORY.createParser(in)) {
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token == JsonToken.FIELD_NAME) {
                    String name = json.currentName();
                    isEvent = name.equals("Event");
                    boolean isList = name.equals("objects") || name.equals("Attribute");
                    isKnown |= isList || isEvent;
                    boolean isTag = name.equals("Tag") && !open.isEmpty() && open.getFirst()[0] == level;
                    if (isList || isTag) {
                        list(json, name);
                    }
                } else if (token.isStructStart()) {
                    level++;
                    if (isEvent && token == JsonToken.START_OBJECT) {
                        event(level, events++);
                    }
                    isEvent = false;
                } else if (token.isStructEnd()) {
                    level--;
                    if (!open.isEmpty() && open.getFirst()[0] > level) {
                        open.removeFirst();
                    }
                } else {
                    isEvent = false;
                }
            }
        }
        if (!isKnown) {
            throw new IOException("JSON, and neither a bundle of STIX nor an export of MISP");
        }
    }

    private void event(int level, int number) throws IOException {
        if (number == MOST_EVENTS) {
            throw new IOException("more than " + MOST_EVENTS + " events");
        }
        open.addFirst(new int[] {level, number});
        if (isFirst) {
            tags.add(List.of());
        }
    }

    private void list(JsonParser json, String name) throws IOException {
        if (json.nextToken() != JsonToken.START_ARRAY) {
            json.skipChildren();
        } else if (name.equals("Tag")) {
            Object all = JsonObjects.value(json);
            if (isFirst && all instanceof List<?> list) {
                tags.set(open.getFirst()[1], names(list));
            }
        } else if (isFirst) {
            json.skipChildren();
            if (json.currentToken() != JsonToken.END_ARRAY) {
                throw new IOException("ends in the middle");
            }
        } else {
            each(json, name.equals("objects"));
        }
    }

    private static List<String> names(List<?> tags) {
        return tags.stream()
                .limit(MOST_TAGS)
                .map(tag -> JsonObjects.text(tag, "name"))
                .filter(name -> !name.isEmpty() && name.length() <= Indicator.MOST_LABEL)
                .toList();
    }

    private void each(JsonParser json, boolean isStix) throws IOException {
        for (JsonToken token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
            if (token == null) {
                throw new IOException("ends in the middle");
            }
            Object object = JsonObjects.value(json);
            if (isStix) {
                stix(object);
            } else {
                misp(object);
            }
        }
    }

    private void stix(@Nullable Object object) {
        if (!JsonObjects.text(object, "type").equals("indicator")) {
            return;
        }
        count++;
        String id = JsonObjects.text(object, "id");
        if (JsonObjects.flag(object, "revoked")) {
            return;
        }
        String language = JsonObjects.text(object, "pattern_type");
        if (!language.isEmpty() && !language.equals("stix")) {
            sink.refused(id, "its pattern is written in " + language);
            return;
        }
        StixPattern pattern = StixPattern.read(JsonObjects.text(object, "pattern"));
        if (pattern.refusal() != null) {
            sink.refused(id, pattern.refusal());
            return;
        }
        int confidence = number(JsonObjects.text(object, "confidence"));
        Tlp tlp = JsonObjects.list(object, "object_marking_refs").stream()
                .map(marking -> MARKINGS.get(String.valueOf(marking)))
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder()) // the strictest
                .orElse(Tlp.AMBER);
        List<String> labels = new ArrayList<>();
        JsonObjects.list(object, "labels").forEach(label -> labels.add(String.valueOf(label)));
        JsonObjects.list(object, "indicator_types").forEach(label -> labels.add(String.valueOf(label)));
        put(
                id,
                pattern.terms(),
                pattern.confidence(confidence),
                tlp,
                time(JsonObjects.text(object, "valid_from")),
                time(JsonObjects.text(object, "valid_until")),
                labels);
    }

    private void misp(@Nullable Object object) {
        count++;
        String id = JsonObjects.text(object, "uuid");
        if (!JsonObjects.flag(object, "to_ids") || JsonObjects.flag(object, "deleted")) {
            return;
        }
        List<Term> terms = MispAttribute.read(JsonObjects.text(object, "type"), JsonObjects.text(object, "value"));
        if (terms.isEmpty()) {
            sink.refused(id, "nothing that traffic shows: " + JsonObjects.text(object, "type"));
            return;
        }
        List<String> all = new ArrayList<>(names(JsonObjects.list(object, "Tag")));
        all.addAll(open.isEmpty() ? List.of() : tags.get(open.getFirst()[1]));
        List<String> labels =
                all.stream().filter(tag -> !MispTags.isTlp(tag)).distinct().toList();
        put(id, terms, MispTags.confidence(all), MispTags.tlp(all, Tlp.AMBER), null, null, labels);
    }

    private void put(
            String id,
            List<Term> terms,
            int confidence,
            Tlp tlp,
            @Nullable Instant from,
            @Nullable Instant until,
            List<String> labels) {
        try {
            List<Indicator> all = new ArrayList<>();
            for (Term term : terms) {
                String sourceId = id.isBlank() ? ListFile.sourceId(term.type(), term.value()) : id;
                all.add(new Indicator(
                        term.type(), term.value(), source, sourceId, confidence, tlp, from, until, labels));
            }
            sink.put(all.getFirst().sourceId(), all);
        } catch (IllegalArgumentException e) {
            sink.refused(id, String.valueOf(e.getMessage()));
        }
    }

    private static int number(String text) {
        try {
            return text.isEmpty() ? Indicator.UNKNOWN : Math.clamp(Long.parseLong(text), 0, 100);
        } catch (NumberFormatException e) {
            return Indicator.UNKNOWN;
        }
    }

    private static @Nullable Instant time(String text) {
        try {
            return text.isEmpty() ? null : Instant.parse(text);
        } catch (DateTimeException e) {
            return null;
        }
    }
}
