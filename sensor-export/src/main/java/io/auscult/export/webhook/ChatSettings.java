package io.auscult.export.webhook;

import io.auscult.core.alert.Level;
import java.time.Duration;

/**
 * What people in a chat are told. Immutable.
 *
 * @param access with the template of the chat
 * @param minimum level from which on an incident is told
 * @param mostPerHour messages about one incident each; what is more comes in a summary
 * @param digestEvery least time between summaries
 */
public record ChatSettings(WebhookAccess access, Level minimum, int mostPerHour, Duration digestEvery) {
    public ChatSettings {
        if (access.template() == WebhookAccess.Template.JSON) {
            throw new IllegalArgumentException("template: json (expected: one of a chat)");
        }
    }
}
