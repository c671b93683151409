package io.auscult.app.metric;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The health of the sensor and why it is so. Immutable.
 *
 * @param facts what is good to know and no reason for anything, by name
 */
public record Report(List<Reason> reasons, Map<String, String> facts) {
    /**
     * One thing that is not well.
     *
     * @param what it is about: packets, capture, output, disk, roles, exceptions, memory
     * @param text for a person
     */
    public record Reason(Status status, String what, String text) {}

    public Report {
        reasons = List.copyOf(reasons);
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    }

    public Report(List<Reason> reasons) {
        this(reasons, Map.of());
    }

    /** The worst of the reasons. */
    public Status status() {
        Status worst = Status.GREEN;
        for (Reason reason : reasons) {
            worst = reason.status().compareTo(worst) > 0 ? reason.status() : worst;
        }
        return worst;
    }

    public String toJson() {
        return toJson("");
    }

    /** @param more further members, each after a comma */
    String toJson(String more) {
        StringBuilder out =
                new StringBuilder("{\"status\":\"").append(name(status())).append("\",\"reasons\":[");
        for (int i = 0; i < reasons.size(); i++) {
            Reason reason = reasons.get(i);
            out.append(i == 0 ? "" : ",").append("{\"status\":\"").append(name(reason.status()));
            quote(out.append("\",\"what\":"), reason.what());
            quote(out.append(",\"text\":"), reason.text());
            out.append('}');
        }
        out.append(']');
        facts.forEach((name, text) -> {
            quote(out.append(','), name);
            quote(out.append(':'), text);
        });
        return out.append("}\n").toString();
    }

    private static String name(Status status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    static void quote(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ') {
                out.append(' ');
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
