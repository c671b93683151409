package io.auscult.core.indicator;

import java.util.List;

/** Takes what one source says. Called by the feed's thread during {@link IndicatorFeed#pull}. */
public interface IndicatorSink {
    /**
     * What one object of the source (a STIX indicator, a MISP attribute, a line) says now, in place of all it said before; an empty list when it was withdrawn, is no
     * longer for detection, or ran out.
     *
     * @param sourceId the source's own id of the object, as sightings name it; at most {@link Indicator#MOST_ID} bytes
     */
    void put(String sourceId, List<Indicator> now);

    /** Something that could not be used: counted, and a few are kept to be shown. @param what its id or line @param reason in words */
    void refused(String what, String reason);
}
