package io.auscult.app;

import io.auscult.core.alert.Rule;
import io.auscult.core.alert.Technique;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A rule as one line of JSON. */
final class RuleJson {
    private final StringBuilder out = new StringBuilder();

    private RuleJson() {}

    static String of(Rule rule) {
        RuleJson json = new RuleJson();
        json.field('{', "id", rule.id());
        json.out.append(",\"signature_id\":").append(rule.signatureId());
        json.out.append(",\"revision\":").append(rule.revision());
        json.field(',', "title", rule.title());
        json.field(',', "area", rule.area());
        json.field(',', "level", rule.level().name().toLowerCase(Locale.ROOT));
        json.field(',', "confidence", rule.confidence().name().toLowerCase(Locale.ROOT));
        json.out.append(",\"techniques\":[");
        List<Technique> techniques = rule.techniques();
        for (int i = 0; i < techniques.size(); i++) {
            json.out.append(i == 0 ? "" : ",");
            json.field('{', "id", techniques.get(i).id());
            json.field(',', "name", techniques.get(i).name());
            json.field(',', "tactic_id", techniques.get(i).tacticId());
            json.field(',', "tactic_name", techniques.get(i).tacticName());
            json.out.append('}');
        }
        json.out.append(']');
        json.field(',', "description", rule.description());
        json.out.append(",\"recommendation\":");
        char before = '{';
        for (Map.Entry<String, String> advice : new TreeMap<>(rule.recommendation()).entrySet()) {
            json.field(before, advice.getKey(), advice.getValue());
            before = ',';
        }
        return json.out.append("}}").toString();
    }

    private void field(char before, String name, String value) {
        out.append(before).append('"').append(name).append("\":\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"', '\\' -> out.append('\\').append(c);
                case '\n' -> out.append("\\n");
                default -> out.append(c < ' ' ? ' ' : c);
            }
        }
        out.append('"');
    }
}
