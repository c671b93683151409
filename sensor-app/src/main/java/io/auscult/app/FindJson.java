package io.auscult.app;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.auscult.core.indicator.Indicator;
import io.auscult.rules.indicator.Find;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Locale;

/** A find of a hunt as one line of JSON. Stateless. */
final class FindJson {
    private static final JsonFactory FACTORY = new JsonFactory();

    private FindJson() {}

    static String of(Find find) {
        StringWriter out = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("ts", find.time().toString());
            json.writeStringField("uid", find.uid());
            json.writeStringField("orig_h", String.valueOf(find.orig()));
            json.writeStringField("resp_h", String.valueOf(find.resp()));
            json.writeNumberField("resp_p", find.respPort());
            json.writeStringField("field", find.field());
            json.writeStringField("met", find.met());
            json.writeStringField("outcome", find.outcome().name().toLowerCase(Locale.ROOT));
            json.writeBooleanField("leaked_account", find.matched().isEmpty());
            json.writeArrayFieldStart("indicators");
            for (Indicator each : find.matched()) {
                json.writeStartObject();
                json.writeStringField("type", each.type().word());
                json.writeStringField("value", each.value());
                json.writeStringField("source", each.source());
                json.writeStringField("source_id", each.sourceId());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a text in memory
        }
        return out.toString();
    }
}
