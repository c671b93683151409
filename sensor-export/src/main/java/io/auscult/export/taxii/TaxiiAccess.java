package io.auscult.export.taxii;

import io.auscult.export.Secret;
import io.auscult.export.TlsSettings;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where a collection is and who asks. Immutable.
 *
 * @param name of the receiver or source, for messages
 * @param apiRoot URL of the API root; ends with a slash
 * @param collection its id or alias
 * @param user with {@code secret} as password; null: {@code secret} is a token
 * @param secret null: nothing is shown
 * @param tls how the server is recognised
 * @param timeout of one request, its answer included
 */
public record TaxiiAccess(
        String name,
        URI apiRoot,
        String collection,
        @Nullable String user,
        @Nullable Secret secret,
        TlsSettings tls,
        Duration timeout) {
    public static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final String EXPECTED = " (expected: the API root, such as https://hub.example:8469/auscult/)";

    public TaxiiAccess {
        if (!name.matches("[a-z0-9-]{1,32}")) {
            throw new IllegalArgumentException(
                    "name: " + name + " (expected: lower case letters, digits and hyphens; at most 32)");
        }
        String host = apiRoot.getHost();
        String scheme = apiRoot.getScheme();
        if (host == null
                || apiRoot.getRawUserInfo() != null
                || apiRoot.getRawQuery() != null
                || apiRoot.getRawFragment() != null) {
            throw new IllegalArgumentException("url: not shown" + EXPECTED);
        }
        if (!"https".equals(scheme) && !("http".equals(scheme) && TlsSettings.isThisMachine(host))) {
            throw new IllegalArgumentException("url: " + apiRoot + EXPECTED);
        }
        if (!apiRoot.getPath().endsWith("/")) {
            apiRoot = slashed(apiRoot);
        }
        if (!collection.matches("[A-Za-z0-9._~-]{1,128}")) {
            throw new IllegalArgumentException("collection: " + collection + " (expected: its id or alias)");
        }
        if (user != null && (secret == null || user.isBlank() || user.indexOf(':') >= 0)) {
            throw new IllegalArgumentException("user: " + user + " (expected: a name without colon, and a secret)");
        }
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("timeout: " + timeout + " (expected: longer than nothing)");
        }
    }

    /** Reads the URL. */
    public static URI uri(String text) {
        try {
            return new URI(text.strip());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("url: not a URL" + EXPECTED, e);
        }
    }

    private static URI slashed(URI uri) {
        try {
            return new URI(uri.getScheme(), null, uri.getHost(), uri.getPort(), uri.getPath() + "/", null, null);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("url: " + uri + EXPECTED, e);
        }
    }
}
