package io.auscult.export.taxii;

import com.fasterxml.jackson.databind.JsonNode;
import io.auscult.core.indicator.Indicator;
import io.auscult.core.indicator.IndicatorSink;
import io.auscult.core.indicator.StixPattern;
import io.auscult.core.indicator.Tlp;
import io.auscult.export.PlainText;
import io.auscult.export.stix.Marking;
import io.auscult.export.stix.StixCheck;
import io.auscult.export.stix.StixTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the indicator objects of STIX 2.1. What they say goes to a sink; what cannot be used is named there. One thread. */
final class StixIndicators {
    private static final Tlp UNMARKED = Tlp.AMBER;
    private static final int MOST_REASON = 300; // characters

    private final String source;
    private final String own;

    /** @param own id of the identity whose indicators are left out: they are one's own */
    StixIndicators(String source, String own) {
        this.source = source;
        this.own = own;
    }

    void read(JsonNode object, IndicatorSink sink) {
        String id = object.path("id").asText("");
        if (!object.path("type").asText("").equals("indicator")
                || object.path("created_by_ref").asText("").equals(own)) {
            return;
        }
        String wrong = StixCheck.check(object);
        if (wrong != null) {
            sink.refused(id.matches(StixCheck.ID) ? id : "an indicator", wrong);
            return;
        }
        if (object.path("revoked").asBoolean(false)) {
            sink.put(id, List.of());
            return;
        }
        String type = object.path("pattern_type").asText("");
        if (!type.equals("stix")) {
            sink.put(id, List.of());
            sink.refused(id, "pattern_type: not stix");
            return;
        }
        StixPattern pattern = StixPattern.read(object.path("pattern").asText(""));
        if (pattern.refusal() != null) {
            sink.put(id, List.of());
            sink.refused(id, PlainText.line(pattern.refusal(), MOST_REASON));
            return;
        }
        sink.put(id, indicators(object, id, pattern));
    }

    private List<Indicator> indicators(JsonNode object, String id, StixPattern pattern) {
        int confidence = object.path("confidence").asInt(Indicator.UNKNOWN);
        confidence = confidence < 0 || confidence > 100 ? Indicator.UNKNOWN : confidence;
        confidence = pattern.confidence(confidence);
        Tlp tlp = tlp(object.path("object_marking_refs"));
        Instant from = time(object, "valid_from");
        Instant until = time(object, "valid_until");
        List<String> labels = new ArrayList<>();
        object.path("labels").forEach(label -> labels.add(label.asText("")));
        object.path("indicator_types").forEach(label -> labels.add(label.asText("")));
        List<Indicator> all = new ArrayList<>();
        for (StixPattern.Term term : pattern.terms()) {
            all.add(new Indicator(term.type(), term.value(), source, id, confidence, tlp, from, until, labels));
        }
        return all;
    }

    private static @Nullable Instant time(JsonNode object, String name) {
        return StixTime.parse(object.path(name).textValue());
    }

    /** The strictest. */
    private static Tlp tlp(JsonNode markings) {
        Tlp strictest = null;
        for (JsonNode marking : markings) {
            Tlp tlp = Marking.of(marking.asText(""));
            if (tlp != null && (strictest == null || tlp.compareTo(strictest) > 0)) {
                strictest = tlp;
            }
        }
        return strictest == null ? UNMARKED : strictest;
    }
}
