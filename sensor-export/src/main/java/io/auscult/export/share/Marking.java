package io.auscult.export.share;

import io.auscult.core.indicator.Tlp;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * How freely something may be passed on and acted upon. Immutable.
 *
 * @param tlp who may know
 * @param pap what may be done with it
 */
public record Marking(Tlp tlp, Pap pap) {
    /** The stricter of each. */
    public Marking raisedTo(Marking other) {
        return new Marking(
                other.tlp.compareTo(tlp) > 0 ? other.tlp : tlp, other.pap.compareTo(pap) > 0 ? other.pap : pap);
    }

    /** Whether one of both is stricter than there. */
    public boolean isAbove(Marking other) {
        return tlp.compareTo(other.tlp) > 0 || pap.compareTo(other.pap) > 0;
    }

    /** Such as TLP:AMBER+STRICT. */
    public String tlpLabel() {
        return tlp.tag().toUpperCase(Locale.ROOT);
    }

    /** Such as PAP:GREEN. */
    public String papLabel() {
        return "PAP:" + pap.name();
    }

    /** Both, by the names that programs know them by. */
    public Map<String, String> labels() {
        Map<String, String> labels = new LinkedHashMap<>(); // in this order
        labels.put("tlp", tlpLabel());
        labels.put("pap", papLabel());
        return labels;
    }

    @Override
    public String toString() {
        return tlpLabel() + " " + papLabel();
    }
}
