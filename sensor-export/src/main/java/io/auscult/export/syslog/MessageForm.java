package io.auscult.export.syslog;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.Incident;

/** How a message says what it tells; in one line, within the room that there is. Used by one thread. */
sealed interface MessageForm permits CefForm, LeefForm, JsonForm {
    void write(BoundedLine line, Alert alert);

    void write(BoundedLine line, Incident incident);
}
