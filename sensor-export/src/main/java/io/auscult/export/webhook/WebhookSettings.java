package io.auscult.export.webhook;

import io.auscult.core.alert.Level;

/**
 * What a program is told. Immutable.
 *
 * @param access with {@link WebhookAccess.Template#JSON}
 * @param minimum level from which on something is told
 * @param alerts whether alerts are
 * @param incidents whether incidents are
 * @param batch most entries of one post, 1 to {@link #MAX_BATCH}
 */
public record WebhookSettings(WebhookAccess access, Level minimum, boolean alerts, boolean incidents, int batch) {
    public static final int MAX_BATCH = 256;
    /** Enough for thousands a second, and far from what servers refuse for its size. */
    public static final int BATCH = 100;

    public WebhookSettings {
        if (!alerts && !incidents) {
            throw new IllegalArgumentException("incidents: false (expected: alerts, incidents or both)");
        }
        if (batch < 1 || batch > MAX_BATCH) {
            throw new IllegalArgumentException("batch: " + batch + " (expected: 1 to " + MAX_BATCH + ")");
        }
    }
}
