package io.auscult.export.syslog;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.Incident;
import io.auscult.core.alert.Level;
import io.auscult.export.Origin;
import io.auscult.export.PlainText;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/**
 * A message as RFC 5424 has it: {@code <PRI>1 TIMESTAMP HOSTNAME APP-NAME PROCID MSGID [STRUCTURED-DATA] MSG}. TIMESTAMP is packet time in
 * UTC, MSGID is {@code alert} or {@code incident}, MSG is UTF-8 without a byte order mark, which CEF, LEEF and JSON readers do not expect. One thread.
 */
final class SyslogMessage {
    /** Number for examples (RFC 5612) until the project has one of its own. */
    static final String ELEMENT = "auscult@32473";

    private static final int MAX_ID = 64, MAX_RULE = 64; // UTF-16 units
    private static final int MAX_SEQUENCE = Integer.MAX_VALUE; // RFC 5424 section 7.3.1
    private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final SyslogSettings settings;
    private final Origin origin;
    private final MessageForm form;
    private final BoundedLine line = new BoundedLine();
    private final StringBuilder head = new StringBuilder();
    private int sequence;

    SyslogMessage(SyslogSettings settings, Origin origin) {
        this.settings = settings;
        this.origin = origin;
        this.form = switch (settings.form()) {
            case CEF -> new CefForm(origin, settings.language());
            case LEEF -> new LeefForm(origin, settings.language());
            case JSON -> new JsonForm(origin);
        };
    }

    /** @param labels how freely it may be told: tlp and pap, or nothing */
    byte[] of(Alert alert, Map<String, String> labels) {
        begin(alert.level(), alert.timeNs(), "alert");
        parameter("id", alert.id(), MAX_ID);
        parameter("incident", alert.incidentId(), MAX_ID);
        parameter("update", Integer.toString(alert.update()), MAX_ID);
        parameter("rule", alert.rule().id(), MAX_RULE);
        parameter("level", key(alert.level()), MAX_ID);
        parameter("outcome", key(alert.outcome()), MAX_ID);
        labels.forEach((name, label) -> parameter(name, label, MAX_ID));
        end();
        form.write(line, alert, labels);
        return line.copy();
    }

    byte[] of(Incident incident, Map<String, String> labels) {
        begin(incident.level(), incident.lastSeenNs(), "incident");
        parameter("incident", incident.id(), MAX_ID);
        parameter("alerts", Long.toString(incident.alerts()), MAX_ID);
        parameter("severity", Integer.toString(incident.severity()), MAX_ID);
        parameter("light", incident.light().key(), MAX_ID);
        parameter("level", key(incident.level()), MAX_ID);
        parameter("outcome", key(incident.outcome()), MAX_ID);
        labels.forEach((name, label) -> parameter(name, label, MAX_ID));
        end();
        form.write(line, incident, labels);
        return line.copy();
    }

    private void begin(Level level, long timeNs, String messageId) {
        line.limit(settings.maxBytes());
        head.setLength(0);
        head.append('<')
                .append(8 * settings.facility().number() + severity(level))
                .append(">1 ");
        TIMESTAMP.formatTo(
                Instant.ofEpochSecond(Math.floorDiv(timeNs, 1_000_000_000L), Math.floorMod(timeNs, 1_000_000_000L)),
                head);
        head.append(' ').append(origin.sensor()).append(" auscult - ").append(messageId);
        head.append(" [").append(ELEMENT);
    }

    private void end() {
        sequence = sequence == MAX_SEQUENCE ? 1 : sequence + 1;
        head.append("][origin software=\"Auscult\" swVersion=\"").append(origin.version());
        head.append("\"][meta sequenceId=\"").append(sequence).append("\"] ");
        line.append(head.toString());
    }

    /** RFC 5424 section 6.3.3: a quote, a backslash and a closing bracket are escaped. */
    private void parameter(String name, String value, int most) {
        head.append(' ').append(name).append("=\"");
        String text = PlainText.line(value, most);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\' || c == ']') {
                head.append('\\');
            }
            head.append(c);
        }
        head.append('"');
    }

    /** RFC 5424 section 6.2.1: 2 critical, 3 error, 4 warning, 5 notice, 6 informational. */
    static int severity(Level level) {
        return switch (level) {
            case CRITICAL -> 2;
            case HIGH -> 3;
            case MEDIUM -> 4;
            case LOW -> 5;
            case INFORMATIONAL -> 6;
        };
    }

    private static String key(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
