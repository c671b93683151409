package io.auscult.core.alert;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What an intrusion consists of, in the order it usually goes: ATT&CK's tactics, with guessing and logging on told apart. */
public enum Phase {
    /** No attack of this actor: a weakness of its own, such as a password that can be read. */
    EXPOSURE(Set.of()),
    DISCOVERY(Set.of("TA0043", "TA0007")),
    GUESSING(Set.of()),
    LOGON(Set.of("TA0001")),
    CREDENTIAL_THEFT(Set.of("TA0006")),
    EXECUTION(Set.of("TA0002")),
    LATERAL_MOVEMENT(Set.of("TA0008")),
    PERSISTENCE(Set.of("TA0003", "TA0004", "TA0042")),
    EVASION(Set.of("TA0005", "TA0112")),
    COLLECTION(Set.of("TA0009")),
    COMMAND_AND_CONTROL(Set.of("TA0011")),
    EXFILTRATION(Set.of("TA0010")),
    IMPACT(Set.of("TA0040"));

    @SuppressWarnings("ImmutableEnumChecker") // made by Set.of
    private final Set<String> tactics;

    private final String key;

    Phase(Set<String> tactics) {
        this.tactics = tactics;
        this.key = name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What the rule says itself, else by its first technique; without any, discovery. */
    public static Phase of(Rule rule) {
        Phase own = of(rule.telling().phase());
        return own != null
                ? own
                : rule.techniques().isEmpty() ? DISCOVERY : of(rule.techniques().getFirst());
    }

    private static Phase of(Technique technique) {
        String id = technique.id();
        if (id.startsWith("T1110")) {
            return GUESSING;
        }
        if (id.startsWith("T1078")
                || id.startsWith("T1550")
                || id.startsWith("T1558.001")
                || id.startsWith("T1558.002")) {
            return LOGON;
        }
        if (id.startsWith("T1040")) {
            return EXPOSURE;
        }
        for (Phase phase : values()) {
            if (phase.tactics.contains(technique.tacticId())) {
                return phase;
            }
        }
        return DISCOVERY;
    }

    /** As rules and outputs call it: lower case with hyphens. Null for any other text. */
    public static @Nullable Phase of(String key) {
        for (Phase phase : values()) {
            if (phase.key().equals(key)) {
                return phase;
            }
        }
        return null;
    }

    public String key() {
        return key;
    }

    /** Whether it goes beyond looking around. */
    public boolean isIntrusive() {
        return compareTo(DISCOVERY) > 0;
    }

    public static String keys() {
        return Arrays.stream(values()).map(Phase::key).collect(Collectors.joining(", "));
    }
}
