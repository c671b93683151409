package io.auscult.export.misp;

import io.auscult.core.indicator.Tlp;
import io.auscult.export.Secret;
import io.auscult.export.TlsSettings;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * A MISP server that indicators come from. Immutable.
 *
 * @param name of the source
 * @param url of the server
 * @param key the automation key of a user who may see the events; reading is enough
 * @param tls how the server is recognised
 * @param publishedOnly whether only events count that somebody has published
 * @param warninglists whether MISP leaves out what stands on its lists of things that only look bad
 * @param tags only attributes with one of these tags, or none of those with ! before; empty for all
 * @param notOf organisation whose own attributes are left out, such as one's own; empty for none
 * @param tlp of attributes that say nothing of it
 * @param expiry after how long, since it was last changed or seen, an attribute counts for nothing; zero for never
 * @param every how often it is asked
 * @param page attributes an answer
 * @param timeout of one request
 */
public record MispFeedSettings(
        String name,
        URI url,
        Secret key,
        TlsSettings tls,
        boolean publishedOnly,
        boolean warninglists,
        List<String> tags,
        String notOf,
        Tlp tlp,
        Duration expiry,
        Duration every,
        int page,
        Duration timeout) {
    private static final int MOST_PAGE = 50_000;

    public MispFeedSettings {
        url = MispSettings.checked(url, tls);
        tags = List.copyOf(tags);
        MispSettings.checked(timeout);
        if (expiry.isNegative()) {
            throw new IllegalArgumentException("expiry: " + expiry + " (expected: zero for never, or more)");
        }
        if (every.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("every: " + every + " (expected: 1 s or more)");
        }
        if (page < 1 || page > MOST_PAGE) {
            throw new IllegalArgumentException("page: " + page + " (expected: 1 to " + MOST_PAGE + ")");
        }
    }

    /** Published events, without what is on warning lists, for 90 days, asked every 5 minutes. */
    public static MispFeedSettings of(String name, URI url, Secret key) {
        return new MispFeedSettings(
                name,
                url,
                key,
                TlsSettings.DEFAULT,
                true,
                true,
                List.of(),
                "",
                Tlp.AMBER,
                Duration.ofDays(90),
                Duration.ofMinutes(5),
                5_000,
                Duration.ofMinutes(2));
    }
}
