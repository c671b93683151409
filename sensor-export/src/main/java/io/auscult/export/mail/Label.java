package io.auscult.export.mail;

import io.auscult.core.indicator.Tlp;
import io.auscult.export.page.Plain;
import io.auscult.export.page.Voice;
import io.auscult.export.share.Marking;
import io.auscult.export.share.Pap;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How freely a mail may be told: in its subject and before anything else in it, as TLP 2.0 wants it. State is nowhere. */
final class Label {
    private Label() {}

    /** The subject with its label; as it is for null. */
    static String before(@Nullable Marking marking, String subject) {
        return marking == null ? subject : marking.tlpLabel() + " " + subject;
    }

    /** A text that begins with the label and what it means; an empty one for null. */
    static Plain plain(@Nullable Marking marking, Voice voice) {
        Plain text = new Plain();
        return marking == null
                ? text
                : text.paragraph(marking.tlpLabel() + " - " + meaning(marking.tlp(), voice))
                        .paragraph(marking.papLabel() + " - " + meaning(marking.pap(), voice))
                        .blank();
    }

    static String meaning(Tlp tlp, Voice voice) {
        return voice.get("tlp." + tlp.name().toLowerCase(Locale.ROOT));
    }

    static String meaning(Pap pap, Voice voice) {
        return voice.get("pap." + pap.key());
    }
}
