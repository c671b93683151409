package io.auscult.export.misp;

import io.auscult.core.alert.Confidence;
import io.auscult.core.event.LocalNets;
import io.auscult.core.indicator.Tlp;
import io.auscult.export.Secret;
import io.auscult.export.TlsSettings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A MISP server that takes incidents. Immutable.
 *
 * @param name of the receiver
 * @param url of the server, such as https://misp.example.org
 * @param key the automation key of a user whose role may add, tag and, where wanted, publish
 * @param tls how the server is recognised
 * @param distribution who sees the event
 * @param sharingGroup id of the group when {@code distribution} is {@link Distribution#SHARING_GROUP}; null otherwise
 * @param tlp marking of every event
 * @param pap how far others may act on it; empty for no such tag: RED, AMBER, GREEN or CLEAR
 * @param tags further tags of every event
 * @param severityFrom incidents below are not sent, 0 to 10
 * @param publish when an event is published
 * @param publishFrom severity from which on it is, for {@link Publish#SEVERITY}
 * @param toIds whether addresses, names and hashes from outside are marked for detection
 * @param toIdsFrom findings that are less sure mark nothing
 * @param localNets addresses in there are never marked for detection, and never stand alone
 * @param language of what people read: en, nl, fr
 * @param sightingsOf configured name of the source of indicators to which sightings are reported here; null for none
 * @param sightingsAs who says so
 * @param timeout of one request, connecting included
 */
public record MispSettings(
        String name,
        URI url,
        Secret key,
        TlsSettings tls,
        Distribution distribution,
        @Nullable String sharingGroup,
        Tlp tlp,
        String pap,
        List<String> tags,
        int severityFrom,
        Publish publish,
        int publishFrom,
        boolean toIds,
        Confidence toIdsFrom,
        LocalNets localNets,
        String language,
        @Nullable String sightingsOf,
        String sightingsAs,
        Duration timeout) {
    /** Who sees an event; in MISP's order, the number is what it calls it. */
    public enum Distribution {
        ORGANISATION,
        COMMUNITY,
        CONNECTED,
        ALL,
        SHARING_GROUP
    }

    public enum Publish {
        NEVER,
        SEVERITY,
        ALWAYS
    }

    private static final int MOST_TAG = 255; // characters, as MISP's column
    private static final int MOST_TAGS = 32;
    private static final int MOST_SEVERITY = 10;
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final List<String> PAP = List.of("", "RED", "AMBER", "GREEN", "CLEAR");

    public MispSettings {
        url = checked(url, tls);
        tags = List.copyOf(tags);
        if ((distribution == Distribution.SHARING_GROUP) != (sharingGroup != null)) {
            throw new IllegalArgumentException("sharing_group: " + (sharingGroup == null ? "none" : sharingGroup)
                    + " (expected: a group's number with distribution sharing-group, and none otherwise)");
        }
        if (sharingGroup != null && !sharingGroup.matches("[0-9]{1,10}")) {
            throw new IllegalArgumentException("sharing_group: " + sharingGroup + " (expected: a group's number)");
        }
        pap = pap.toUpperCase(Locale.ROOT);
        if (!PAP.contains(pap)) {
            throw new IllegalArgumentException("pap: " + pap + " (expected: red, amber, green, clear or nothing)");
        }
        if (tags.size() > MOST_TAGS || tags.stream().anyMatch(tag -> tag.isBlank() || tag.length() > MOST_TAG)) {
            throw new IllegalArgumentException(
                    "tags: " + tags + " (expected: at most " + MOST_TAGS + " of 1 to " + MOST_TAG + " characters)");
        }
        severity("severity", severityFrom);
        severity("publish_severity", publishFrom);
        checked(timeout);
    }

    /** What most will want: own organisation, amber, from severity 4, unpublished. */
    public static MispSettings of(String name, URI url, Secret key) {
        return new MispSettings(
                name,
                url,
                key,
                TlsSettings.DEFAULT,
                Distribution.ORGANISATION,
                null,
                Tlp.AMBER,
                "AMBER",
                List.of(),
                4,
                Publish.NEVER,
                6,
                true,
                Confidence.MEDIUM,
                LocalNets.DEFAULT,
                "en",
                null,
                "Auscult",
                Duration.ofSeconds(30));
    }

    /**
     * Without the / at its end.
     *
     * @throws IllegalArgumentException when nothing can be asked there, or anybody on the way could read the key
     */
    static URI checked(URI url, TlsSettings tls) {
        String text = url.toString();
        String host = url.getHost();
        boolean isPlain =
                "http".equals(url.getScheme()) && host != null && (TlsSettings.isThisMachine(host) || tls.insecure());
        if (!isPlain && !"https".equals(url.getScheme())
                || host == null
                || url.getQuery() != null
                || url.getUserInfo() != null) {
            throw new IllegalArgumentException("url: " + (url.getUserInfo() == null ? text : "not shown")
                    + " (expected: https://host, without a key in it; http on this machine or with insecure: true)");
        }
        return text.endsWith("/") ? URI.create(text.replaceFirst("/+\\z", "")) : url;
    }

    static Duration checked(Duration timeout) {
        if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("timeout: " + timeout + " (expected: up to " + LONGEST + ")");
        }
        return timeout;
    }

    private static void severity(String setting, int value) {
        if (value < 0 || value > MOST_SEVERITY) {
            throw new IllegalArgumentException(setting + ": " + value + " (expected: 0 to " + MOST_SEVERITY + ")");
        }
    }

    /** The same with another marking of events. */
    MispSettings marked(Tlp tlp, String pap) {
        return new MispSettings(
                name,
                url,
                key,
                tls,
                distribution,
                sharingGroup,
                tlp,
                pap,
                tags,
                severityFrom,
                publish,
                publishFrom,
                toIds,
                toIdsFrom,
                localNets,
                language,
                sightingsOf,
                sightingsAs,
                timeout);
    }

    /** Whether an incident of this severity is to be published. */
    boolean publishes(int severity) {
        return publish == Publish.ALWAYS || publish == Publish.SEVERITY && severity >= publishFrom;
    }
}
