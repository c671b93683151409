package io.auscult.export.share;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.Incident;
import java.util.Map;

/** Writes stories and advice anew from what is left of an alert or incident, as they were written from the original. One thread. */
public interface Retelling {
    /** Says nothing. */
    Retelling NONE = new Retelling() {
        @Override
        public Map<String, String> advice(Alert alert) {
            return Map.of();
        }

        @Override
        public Incident tell(Incident incident) {
            return incident;
        }
    };

    /** What to do, by language. @param alert with the templates of its rule as recommendation */
    Map<String, String> advice(Alert alert);

    /** The same with headline, story, outcomes and recommendations, which it has not. */
    Incident tell(Incident incident);
}
