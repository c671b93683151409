package io.auscult.export.webhook;

import io.auscult.export.Secret;
import io.auscult.export.TlsSettings;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where is posted, and who says so. Immutable.
 *
 * @param name of the receiver in the configuration
 * @param url where to post; null when it is secret
 * @param secretUrl the same where whoever knows it may post; null when it is not secret
 * @param tls how the receiver is recognised
 * @param template what a post looks like
 * @param signingKey key of the signature; null for none
 * @param token sent as {@code Authorization: Bearer}; null for none
 * @param proxy host:port of an HTTP proxy on the way; empty for none
 * @param timeout of a post and its answer, connecting included
 */
public record WebhookAccess(
        String name,
        @Nullable URI url,
        @Nullable Secret secretUrl,
        TlsSettings tls,
        Template template,
        @Nullable Secret signingKey,
        @Nullable Secret token,
        String proxy,
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

    public WebhookAccess {
        if ((url == null) == (secretUrl == null)) {
            throw wrong("url", url == null ? "none" : "twice", "either url or url_secret");
        }
        if (url != null) {
            check(url, tls.insecure());
        }
        if (!proxy.isEmpty() && !proxy.matches("[A-Za-z0-9._-]{1,255}:[0-9]{1,5}")) {
            throw wrong("proxy", "wrong", "host:port");
        }
    }

    /** Where it is, as far as anybody may know. */
    String place() {
        return url == null ? String.valueOf(secretUrl) : url.getHost();
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

    private static IllegalArgumentException wrong(String name, String value, String expected) {
        return new IllegalArgumentException(name + ": " + value + " (expected: " + expected + ")");
    }
}
