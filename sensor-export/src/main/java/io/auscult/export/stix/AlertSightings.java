package io.auscult.export.stix;

import io.auscult.core.alert.Alert;
import io.auscult.core.indicator.Sighting;
import java.util.ArrayList;
import java.util.List;

/** That indicators were met, for the source that they came from and nobody else: their ids tell whose circle one belongs to. Stateless. */
final class AlertSightings {
    private static final String INDICATOR = "indicator--";

    private AlertSightings() {}

    /** One for each indicator and pair of ends, a new version of it as the count grows. */
    static List<StixObject> of(Alert alert, Teller teller) {
        List<StixObject> all = new ArrayList<>(1);
        for (Sighting seen : Sighting.of(alert)) {
            String of = seen.sourceId();
            if (seen.source().equals(teller.settings().receiver()) && of.startsWith(INDICATOR) && StixCheck.isId(of)) {
                all.add(sighting(alert, of, teller));
            }
        }
        return all;
    }

    private static StixObject sighting(Alert alert, String of, Teller teller) {
        String id = StixId.of(
                "sighting",
                teller.id(),
                of,
                alert.actor().key(),
                alert.target().key(),
                Long.toString(alert.firstSeenNs()));
        return teller.sighting(
                id,
                StixTime.ofNs(alert.firstSeenNs()),
                Teller.modified(alert.firstSeenNs(), alert.lastSeenNs(), alert.update()),
                of,
                List.of(),
                alert.count(),
                alert.firstSeenNs(),
                alert.lastSeenNs());
    }
}
