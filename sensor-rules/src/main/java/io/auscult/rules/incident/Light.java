package io.auscult.rules.incident;

import io.auscult.core.alert.Level;
import io.auscult.core.alert.Outcome;
import java.util.Collection;
import java.util.Locale;

/** The traffic light, the worst last. */
public enum Light {
    /** Nothing was noticed. */
    GREEN,
    /** Attempts that got nowhere as far as was seen, or something for information. */
    BLUE,
    /** A person has to act: severity 6 or more, or something beyond looking around succeeded that is at least of level medium. */
    RED;

    static Light of(int severity, Collection<Deed> deeds) {
        boolean succeeded = deeds.stream()
                .anyMatch(deed -> deed.level().atLeast(Level.MEDIUM)
                        && deed.phase().isIntrusive()
                        && deed.outcome() == Outcome.SUCCEEDED);
        return severity >= Severity.ACT || succeeded ? RED : BLUE;
    }

    public Light worse(Light other) {
        return other.compareTo(this) > 0 ? other : this;
    }

    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
