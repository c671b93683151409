package io.auscult.export.share;

import io.auscult.core.indicator.Tlp;
import java.util.Locale;

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

    @Override
    public String toString() {
        return tlp.tag().toUpperCase(Locale.ROOT) + " PAP:" + pap.key().toUpperCase(Locale.ROOT);
    }
}
