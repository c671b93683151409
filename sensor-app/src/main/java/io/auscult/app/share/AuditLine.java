package io.auscult.app.share;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A line of the log of what left, for a person. Stateless. */
public final class AuditLine {
    /** By this machine's clock. */
    public static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());

    private static final int SHORT = 8; // characters of an id
    private static final ObjectMapper JSON = new ObjectMapper();

    private AuditLine() {}

    /** Such as {@code 2026-11-22 16:01:10  left  3f9a02c1 to region as 77c1..., TLP:AMBER: 12 alerts, 1 snapshot, approved by Ann}. The line itself when it cannot be read. */
    public static String told(String line) {
        JsonNode json;
        Instant at;
        try {
            json = JSON.readTree(line);
            at = Instant.parse(json.path("time").asText());
        } catch (JsonProcessingException | DateTimeException e) {
            return line;
        }
        StringBuilder text = new StringBuilder(TIME.format(at))
                .append("  ")
                .append("%-9s".formatted(json.path("action").asText()));
        text.append(' ')
                .append(cut(json.path("incident").asText(json.path("pseudonym").asText())));
        add(text, " to ", json.path("to").asText());
        add(text, " as ", json.path("shared_as").asText());
        add(text, ", ", json.path("tlp").asText().toUpperCase(Locale.ROOT));
        List<String> more = new ArrayList<>();
        count(more, json.path("alerts").asLong(), "alert");
        count(more, json.path("snapshots").asLong(), "snapshot");
        String by = json.path("approved_by").asText();
        String who = json.path("by").asText();
        if (!by.isEmpty()) {
            more.add("approved by " + by);
        }
        if (!who.isEmpty()) {
            more.add("by " + who);
        }
        String reason = json.path("reason").asText();
        if (!reason.isEmpty()) {
            more.add(reason);
        }
        add(text, ": ", String.join(", ", more));
        return text.toString();
    }

    private static String cut(String id) {
        return id.matches("[0-9a-f]{32}") ? id.substring(0, SHORT) : id;
    }

    private static void add(StringBuilder text, String before, String value) {
        if (!value.isEmpty()) {
            text.append(before).append(value);
        }
    }

    private static void count(List<String> more, long number, String what) {
        if (number > 0) {
            more.add(number + " " + what + (number == 1 ? "" : "s"));
        }
    }
}
