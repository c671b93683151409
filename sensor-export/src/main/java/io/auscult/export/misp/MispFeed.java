package io.auscult.export.misp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.auscult.core.indicator.IndicatorFeed;
import io.auscult.core.indicator.IndicatorSink;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * Reads the attributes for detection of a MISP server, page by page: all of them at first and once a day, otherwise those whose event was published (or which were changed) since, with those that are no longer
 * for detection or were deleted. Used by one thread. Holds one page.
 */
public final class MispFeed implements IndicatorFeed {
    private static final Duration WHOLE = Duration.ofDays(1);
    private static final Duration SKEW = Duration.ofMinutes(10); // of clocks, and of what MISP does later than it says
    private static final int MOST_PAGES = 100_000;

    private final MispFeedSettings settings;
    private final InstantSource clock;

    public MispFeed(MispFeedSettings settings) {
        this(settings, InstantSource.system());
    }

    MispFeed(MispFeedSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public String source() {
        return settings.name();
    }

    @Override
    public String settings() {
        return settings.toString();
    }

    @Override
    public Duration every() {
        return settings.every();
    }

    @Override
    public Pull pull(String position, IndicatorSink sink) throws IOException {
        Instant now = clock.instant();
        Position last = Position.parse(position);
        boolean whole = last == null || !now.isBefore(last.whole().plus(WHOLE));
        try (MispClient client =
                new MispClient(settings.name(), settings.url(), settings.key(), settings.tls(), settings.timeout())) {
            if (last == null || whole) {
                put(pages(client, request().put("to_ids", true)), sink);
                return new Pull(new Position(now, now).text(), true);
            }
            String since = Long.toString(Math.max(1, last.asked().minus(SKEW).getEpochSecond()));
            String by = settings.publishedOnly() ? "publish_timestamp" : "timestamp";
            put(pages(client, request().put(by, since)), sink);
            put(pages(client, request().put(by, since).put("deleted", true)), sink);
            return new Pull(new Position(now, last.whole()).text(), false);
        }
    }

    private void put(Pages pages, IndicatorSink sink) throws IOException {
        while (pages.hasNext()) {
            MispIndicator attribute = pages.next();
            if (!MispSighting.isUuid(attribute.uuid())) {
                sink.refused(MispText.line(attribute.type(), MispText.MOST_NAME), "no uuid");
            } else if (!attribute.toIds() || attribute.deleted()) {
                sink.put(attribute.uuid(), List.of());
            } else {
                attribute.put(settings, sink);
            }
        }
    }

    private ObjectNode request() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("returnFormat", "json");
        body.put("limit", settings.page());
        body.put("includeEventTags", true);
        body.put("enforceWarninglist", settings.warninglists());
        if (settings.publishedOnly()) {
            body.put("published", true);
        }
        if (!settings.notOf().isEmpty()) {
            body.put("org", "!" + settings.notOf());
        }
        if (!settings.tags().isEmpty()) {
            ArrayNode tags = body.putArray("tags");
            settings.tags().forEach(tags::add);
        }
        return body;
    }

    private Pages pages(MispClient client, ObjectNode request) {
        return new Pages(settings, client, request);
    }

    /** When it was asked last, and when for everything. */
    private record Position(Instant asked, Instant whole) {
        String text() {
            return "misp1 " + asked.getEpochSecond() + " " + whole.getEpochSecond();
        }

        /** Null for anything else: then everything is read. */
        static @org.jspecify.annotations.Nullable Position parse(String text) {
            if (!text.matches("misp1 [0-9]{1,11} [0-9]{1,11}")) {
                return null;
            }
            String[] words = text.split(" ");
            return new Position(
                    Instant.ofEpochSecond(Long.parseLong(words[1])), Instant.ofEpochSecond(Long.parseLong(words[2])));
        }
    }

    /** What a search finds, asked page by page. One thread. */
    private static final class Pages {
        private final MispFeedSettings settings;
        private final MispClient client;
        private final ObjectNode request;
        private Iterator<JsonNode> page = List.<JsonNode>of().iterator();
        private int asked;
        private boolean isLast;

        Pages(MispFeedSettings settings, MispClient client, ObjectNode request) {
            this.settings = settings;
            this.client = client;
            this.request = request;
        }

        boolean hasNext() throws IOException {
            while (!page.hasNext() && !isLast) {
                ask();
            }
            return page.hasNext();
        }

        MispIndicator next() {
            if (!page.hasNext()) {
                throw new NoSuchElementException("asked hasNext first?");
            }
            return MispIndicator.of(page.next());
        }

        private void ask() throws IOException {
            request.put("page", ++asked);
            MispClient.Answer answer = client.send("POST", "/attributes/restSearch", request);
            JsonNode found = answer.json().path("response").path("Attribute");
            if (!answer.isOk() || !found.isArray()) {
                throw new IOException(settings.name() + ": MISP answered " + answer.status() + " " + answer.said()
                        + " (key: may its user search?)");
            }
            page = found.iterator();
            isLast = found.size() < settings.page() || asked == MOST_PAGES;
        }
    }
}
