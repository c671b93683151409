package io.auscult.export.webhook;

import io.auscult.core.alert.Level;
import io.auscult.export.Secret;
import io.auscult.export.TlsSettings;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One receiver of posts. Immutable.
 *
 * @param name of the receiver in the configuration
 * @param url where to post; null when it is secret
 * @param secretUrl the same where whoever knows it may post; null when it is not secret
 * @param tls how the receiver is recognised
 * @param template what a post looks like
 * @param signingKey key of the signature; null for none
 * @param token sent as {@code Authorization: Bearer}; null for none
 * @param proxy host:port of an HTTP proxy on the way; empty for none
 * @param minimum level from which on something is told
 * @param alerts whether alerts are
 * @param incidents whether incidents are
 * @param batch most entries of one post, 1 to {@link #MAX_BATCH}; more than one only with {@link Template#JSON}
 * @param repeat how long an incident that merely grows is held back; zero for not at all
 * @param timeout for connecting, and for an answer
 */
public record WebhookSettings(
        String name,
        @Nullable URI url,
        @Nullable Secret secretUrl,
        TlsSettings tls,
        Template template,
        @Nullable Secret signingKey,
        @Nullable Secret token,
        String proxy,
        Level minimum,
        boolean alerts,
        boolean incidents,
        int batch,
        Duration repeat,
        Duration timeout) {
    /** What a post looks like. */
    public enum Template {
        /** All that is known, for a program. */
        JSON,
        /** An adaptive card for a channel of Microsoft Teams. */
        TEAMS,
        SLACK,
        MATTERMOST
    }

    public static final int MAX_BATCH = 256;

    public WebhookSettings {
        if (!name.matches("[a-z0-9-]{1,32}")) {
            throw wrong("name", name, "1 to 32 of a-z, 0-9 and -");
        }
        if ((url == null) == (secretUrl == null)) {
            throw wrong("url", url == null ? "none" : "twice", "either url or url_secret");
        }
        if (url != null) {
            check(url, tls.insecure());
        }
        if (!proxy.isEmpty() && !proxy.matches("[A-Za-z0-9._-]{1,255}:[0-9]{1,5}")) {
            throw wrong("proxy", "wrong", "host:port");
        }
        if (!alerts && !incidents) {
            throw wrong("incidents", "false", "alerts, incidents or both");
        }
        if (batch < 1 || batch > (template == Template.JSON ? MAX_BATCH : 1)) {
            throw wrong("batch", batch, "1 to " + MAX_BATCH + " with template json, else 1");
        }
        if (timeout.compareTo(Duration.ofMillis(100)) < 0 || timeout.compareTo(Duration.ofMinutes(5)) > 0) {
            throw wrong("timeout", timeout, "0.1 s to 5 min");
        }
    }

    /** @throws IllegalArgumentException when nothing can be posted there; never repeats the address, which may be a secret */
    static void check(URI url, boolean insecure) {
        boolean isHttps = "https".equalsIgnoreCase(url.getScheme());
        if (!isHttps && !("http".equalsIgnoreCase(url.getScheme()) && insecure)) {
            throw wrong("url", "scheme " + url.getScheme(), "https, or http with insecure: true");
        }
        if (url.getHost() == null || url.getUserInfo() != null || url.getFragment() != null) {
            throw wrong("url", "not shown", "https://host/path without user and fragment");
        }
    }

    private static IllegalArgumentException wrong(String name, Object value, String expected) {
        return new IllegalArgumentException(name + ": " + value + " (expected: " + expected + ")");
    }
}
