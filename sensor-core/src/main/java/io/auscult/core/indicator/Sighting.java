package io.auscult.core.indicator;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.Rule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An indicator was met in traffic: what its source may be told. Travels as evidence of the alert, so that it is delivered as surely as that; several sources of the same value
 * give several. Immutable.
 *
 * @param source configured name of the source
 * @param sourceId the indicator's id there
 * @param type what it is
 * @param value in normal form; empty where it was left out on the way
 * @param tlp how far the indicator may be told
 * @param firstSeen packet time
 * @param lastSeen packet time
 * @param count how often
 * @param past whether it was found in what was recorded, before the indicator was known
 */
public record Sighting(
        String source,
        String sourceId,
        IndicatorType type,
        String value,
        Tlp tlp,
        Instant firstSeen,
        Instant lastSeen,
        long count,
        boolean past) {
    /** Most sources that one alert names. */
    public static final int MOST = 8;

    /** The area of rules whose alerts carry sightings. */
    public static final String AREA = "indicator";

    /** Evidence: the value; its type; and of each source, ".2" and so on behind the second: name, id, TLP. */
    public static final String VALUE = "indicator";

    public static final String TYPE = "indicator_type";
    public static final String SOURCE = "source";
    public static final String SOURCE_ID = "source_id";
    public static final String MARKING = "tlp";
    /** Evidence "past": when it happened, ISO 8601, where that was before the indicator was known. */
    public static final String PAST = "seen_in_the_past";

    /** What an alert keeps as evidence of these indicators, which have one type and value. */
    public static Map<String, String> evidence(List<Indicator> matched) {
        Map<String, String> evidence = new LinkedHashMap<>();
        for (int i = 0; i < Math.min(matched.size(), MOST); i++) {
            Indicator indicator = matched.get(i);
            if (i == 0) {
                evidence.put(VALUE, indicator.value());
                evidence.put(TYPE, indicator.type().word());
            }
            evidence.put(nth(SOURCE, i), indicator.source());
            evidence.put(nth(SOURCE_ID, i), indicator.sourceId());
            evidence.put(nth(MARKING, i), indicator.tlp().tag());
        }
        return evidence;
    }

    /** Whether this receiver may be told of the indicator itself: it has it from the same source, or the marking lets the community know. */
    public boolean isFor(String receiver) {
        return source.equals(receiver) || tlp.compareTo(Tlp.GREEN) <= 0;
    }

    /** Whether an alert was raised because of an indicator that this receiver must not learn from us. */
    public static boolean isKeptFrom(String receiver, Alert alert) {
        return alert.rule().area().equals(AREA) && of(alert).stream().noneMatch(one -> one.isFor(receiver));
    }

    /** The sightings of an alert; none for an alert of another kind. */
    public static List<Sighting> of(Alert alert) {
        List<Sighting> all = new ArrayList<>();
        Rule rule = alert.rule();
        Map<String, String> evidence = alert.evidence();
        @Nullable IndicatorType type = IndicatorType.of(evidence.getOrDefault(TYPE, ""));
        if (!rule.area().equals(AREA) || type == null) {
            return all;
        }
        for (int i = 0; i < MOST && evidence.containsKey(nth(SOURCE, i)); i++) {
            all.add(new Sighting(
                    evidence.getOrDefault(nth(SOURCE, i), ""),
                    evidence.getOrDefault(nth(SOURCE_ID, i), ""),
                    type,
                    evidence.getOrDefault(VALUE, ""),
                    Tlp.parse(evidence.getOrDefault(nth(MARKING, i), ""), Tlp.RED),
                    ofNs(alert.firstSeenNs()),
                    ofNs(alert.lastSeenNs()),
                    Math.max(1, alert.count()),
                    isPast(alert)));
        }
        return all;
    }

    /** Whether an alert tells of what was found in what was recorded. */
    public static boolean isPast(Alert alert) {
        return alert.evidence().containsKey(PAST);
    }

    private static String nth(String name, int i) {
        return i == 0 ? name : name + "." + (i + 1);
    }

    private static Instant ofNs(long ns) {
        return Instant.ofEpochSecond(Math.floorDiv(ns, 1_000_000_000L), Math.floorMod(ns, 1_000_000_000L));
    }
}
