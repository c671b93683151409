package io.auscult.export.taxii;

import com.fasterxml.jackson.databind.JsonNode;
import io.auscult.core.indicator.IndicatorFeed;
import io.auscult.core.indicator.IndicatorSink;
import io.auscult.export.stix.StixId;
import io.auscult.export.stix.StixTime;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The indicators of a collection of a TAXII 2.1 server: all at first, then what was added since, page by page. The position is the server's time of the last object; the
 * next pull begins {@link #OVERLAP} before it, because servers count time more or less finely. One thread.
 */
public final class TaxiiFeed implements IndicatorFeed {
    static final Duration OVERLAP = Duration.ofSeconds(1);
    private static final int PAGE = 1_000; // objects asked for; a server may give fewer
    private static final int MOST_PAGES = 100_000;
    private static final int MOST_NEXT = 1_024; // characters

    private final TaxiiAccess access;
    private final Duration every;
    private final String organisation;
    private final StixIndicators indicators;
    private final Clock clock;

    /**
     * @param every pause between two pulls
     * @param organisation as one tells one's own incidents: what comes back of them is left out; empty for none
     */
    public TaxiiFeed(TaxiiAccess access, Duration every, String organisation) {
        this(access, every, organisation, Clock.systemUTC());
    }

    TaxiiFeed(TaxiiAccess access, Duration every, String organisation, Clock clock) {
        this.access = access;
        this.every = every;
        this.clock = clock;
        this.organisation = organisation;
        this.indicators = new StixIndicators(
                access.name(), organisation.isEmpty() ? "none" : StixId.of("identity", organisation));
    }

    @Override
    public String source() {
        return access.name();
    }

    @Override
    public String settings() {
        return access + " but " + organisation;
    }

    @Override
    public Duration every() {
        return every;
    }

    @Override
    public Pull pull(String position, IndicatorSink sink) throws IOException {
        try (TaxiiClient client = new TaxiiClient(access, clock)) {
            Instant begin = StixTime.parse(position);
            String last = begin == null ? "" : position;
            String after = begin == null ? "" : StixTime.exact(StixTime.micros(begin.minus(OVERLAP)));
            String next = "";
            for (int page = 0; page < MOST_PAGES; page++) {
                TaxiiClient.Answer answer = client.get(query(client, after, next));
                for (JsonNode object : answer.json().path("objects")) {
                    indicators.read(object, sink);
                }
                last = later(last, answer.addedLast());
                if (!answer.json().path("more").asBoolean(false)) {
                    return new Pull(last, false);
                }
                String where = answer.json().path("next").asText("");
                if (where.isEmpty() && !last.equals(after)) {
                    after = last; // section 3.5: without next, the time goes on
                } else if (where.isEmpty() || where.equals(next) || where.length() > MOST_NEXT) {
                    throw new IOException(access.name() + ": the server says that there is more, but not where");
                }
                next = where;
            }
            throw new IOException(access.name() + ": more than " + MOST_PAGES + " pages");
        }
    }

    private static URI query(TaxiiClient client, String after, String next) {
        StringBuilder query = new StringBuilder("objects/?match%5Btype%5D=indicator&limit=" + PAGE);
        if (!after.isEmpty()) {
            query.append("&added_after=").append(URLEncoder.encode(after, StandardCharsets.UTF_8));
        }
        if (!next.isEmpty()) {
            query.append("&next=").append(URLEncoder.encode(next, StandardCharsets.UTF_8));
        }
        return client.collection(query.toString());
    }

    private static String later(String one, @Nullable String other) {
        Instant first = StixTime.parse(one);
        Instant second = StixTime.parse(other);
        if (second == null || other == null) {
            return one;
        }
        return first == null || second.isAfter(first) ? other : one;
    }
}
