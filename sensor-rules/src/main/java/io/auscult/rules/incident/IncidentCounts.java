package io.auscult.rules.incident;

import io.auscult.core.alert.Incident;
import io.auscult.core.alert.Light;
import java.util.List;

/**
 * How many incidents there are, told or not. Immutable.
 *
 * @param red those that a person has to act on
 * @param areRepelled whether all that was tried failed, as far as was seen
 */
public record IncidentCounts(int all, int red, boolean areRepelled) {
    public static IncidentCounts of(List<Incident> incidents) {
        int red = 0;
        boolean areRepelled = true;
        for (Incident incident : incidents) {
            red += incident.light() == Light.RED ? 1 : 0;
            areRepelled &= LightReason.isRepelled(incident.outcome());
        }
        return new IncidentCounts(incidents.size(), red, areRepelled);
    }
}
