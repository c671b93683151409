package io.auscult.export.syslog;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.Incident;
import java.util.Map;

/**
 * How a message says what it tells; in one line, within the room that there is. Used by one thread. {@code labels} say how freely it may be told: tlp
 * and pap, or nothing.
 */
sealed interface MessageForm permits CefForm, LeefForm, JsonForm {
    void write(BoundedLine line, Alert alert, Map<String, String> labels);

    void write(BoundedLine line, Incident incident, Map<String, String> labels);
}
