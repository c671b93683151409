package io.auscult.export.stix;

import io.auscult.core.alert.Alert;
import io.auscult.core.indicator.Sighting;
import java.util.ArrayList;
import java.util.List;

/** That indicators were met, for the source that they came from and nobody else: their ids tell whose circle one belongs to. Stateless. */
final class AlertSightings {
    private static final String INDICATOR = "indicator--";
    private static final long NS_A_MS = 1_000_000;

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
        long firstMs = Math.floorDiv(alert.firstSeenNs(), NS_A_MS);
        // the last time may stand still while the count grows
        long modifiedMs = Math.max(firstMs, Math.floorDiv(alert.lastSeenNs(), NS_A_MS)) + alert.update();
        return teller.sighting(
                id,
                StixTime.ofMillis(firstMs),
                StixTime.ofMillis(modifiedMs),
                of,
                List.of(),
                alert.count(),
                alert.firstSeenNs(),
                alert.lastSeenNs());
    }
}
