package io.auscult.export.report;

import io.auscult.core.alert.Incident;
import io.auscult.core.alert.Light;
import io.auscult.core.alert.Outcome;
import java.util.List;

/**
 * What a report says, in no language yet. Immutable.
 *
 * @param incidents in which something happened in the period, the worst first
 * @param open incidents that somebody has to act on and nobody has closed, whenever they were, the worst first
 * @param slots hours of the day or days of the week, in order
 * @param techniques what was tried, most first
 * @param segments where, most first
 * @param identities who used accounts unusually, most first
 * @param losses what was not seen
 */
public record ReportData(
        ReportPeriod period,
        List<Line> incidents,
        List<Line> open,
        List<Slot> slots,
        List<Tally> techniques,
        List<Tally> segments,
        List<Identity> identities,
        Losses losses) {
    /** @param isNew whether it began in the period @param isOpen whether nobody has closed it */
    public record Line(Incident incident, boolean isNew, boolean isOpen) {}

    /**
     * An hour or a day.
     *
     * @param attempts below any alarm
     * @param red incidents of this light that began in it
     * @param isWatched whether the sensor ran, or told of something
     */
    public record Slot(long fromNs, long attempts, int red, int blue, boolean isWatched) {}

    /** @param inIncidents attempts that incidents tell of @param below attempts below any alarm */
    public record Tally(String name, long inIncidents, long below) {
        public long all() {
            return inIncidents + below;
        }
    }

    /**
     * An account, as far as the period goes.
     *
     * @param what titles of rules, in English
     * @param by whose machines used it
     * @param at which machines
     */
    public record Identity(
            String user,
            List<String> what,
            List<String> by,
            List<String> at,
            long count,
            Outcome outcome,
            Light light) {}

    /**
     * @param received packets
     * @param dropped packets that the sensor could not take in
     * @param cut packets of which only a part was captured
     * @param missingBytes of conversations
     * @param unread conversations given up for lack of room
     * @param lost alerts, events and lines of logs without room
     * @param defects failures of the sensor
     * @param leftOut incidents of the journal, the oldest, that were too many for this report
     * @param watchedMs how long it ran
     * @param ofMs how long the period was
     */
    public record Losses(
            long received,
            long dropped,
            long cut,
            long missingBytes,
            long unread,
            long lost,
            long defects,
            long leftOut,
            long watchedMs,
            long ofMs) {}

    /** Whether nothing is known of that time, not even that the sensor ran. */
    public boolean isBlank() {
        return losses.watchedMs() == 0 && incidents.isEmpty() && open.isEmpty() && techniques.isEmpty();
    }

    /** Of the worst that is open or happened. */
    public Light light() {
        Light worst = Light.GREEN;
        for (Line line : incidents) {
            worst = worst.worse(line.incident().light());
        }
        return open.isEmpty() ? worst : worst.worse(Light.RED);
    }

    public long count(Light light) {
        return incidents.stream()
                .filter(line -> line.incident().light() == light)
                .count();
    }

    public long attempts() {
        return techniques.stream().mapToLong(Tally::all).sum();
    }
}
