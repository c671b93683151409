package io.auscult.core.alert;

import java.util.Locale;

/** The traffic light, the worst last. */
public enum Light {
    /** Nothing was noticed. */
    GREEN,
    /** Attempts that got nowhere as far as was seen, or something for information. */
    BLUE,
    /** A person has to act: severity 6 or more, or something beyond looking around succeeded that is at least of level medium. */
    RED;

    public Light worse(Light other) {
        return other.compareTo(this) > 0 ? other : this;
    }

    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
