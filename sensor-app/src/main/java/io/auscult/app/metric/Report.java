package io.auscult.app.metric;

import java.util.List;
import java.util.Locale;

/** The health of the sensor and why it is so. Immutable. */
public record Report(List<Reason> reasons) {
    /**
     * One thing that is not well.
     *
     * @param what it is about: packets, capture, output, disk, roles, exceptions, memory
     * @param text for a person
     */
    public record Reason(Status status, String what, String text) {}

    public Report {
        reasons = List.copyOf(reasons);
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
        StringBuilder out =
                new StringBuilder("{\"status\":\"").append(name(status())).append("\",\"reasons\":[");
        for (int i = 0; i < reasons.size(); i++) {
            Reason reason = reasons.get(i);
            out.append(i == 0 ? "" : ",").append("{\"status\":\"").append(name(reason.status()));
            quote(out.append("\",\"what\":"), reason.what());
            quote(out.append(",\"text\":"), reason.text());
            out.append('}');
        }
        return out.append("]}\n").toString();
    }

    private static String name(Status status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    private static void quote(StringBuilder out, String text) {
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
