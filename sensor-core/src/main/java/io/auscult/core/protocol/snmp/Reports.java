package io.auscult.core.protocol.snmp;

import io.auscult.core.protocol.TextSlot;

/** Why an engine refuses a message of version 3: its counters of the user-based security model, RFC 3414 section 5. Stateless. */
final class Reports {
    private static final String COUNTERS = "1.3.6.1.6.3.15.1.1.";
    private static final String NOT_IN_TIME_WINDOWS = "usmStatsNotInTimeWindows";
    private static final String UNKNOWN_ENGINE_IDS = "usmStatsUnknownEngineIDs";

    private Reports() {}

    /** The counter's name; empty for another object. */
    static String reason(TextSlot oid) {
        if (!oid.startsWith(COUNTERS) || oid.length() != COUNTERS.length() + 3) {
            return "";
        }
        return switch (oid.bytes()[COUNTERS.length()]) {
            case '1' -> "usmStatsUnsupportedSecLevels";
            case '2' -> NOT_IN_TIME_WINDOWS;
            case '3' -> "usmStatsUnknownUserNames";
            case '4' -> UNKNOWN_ENGINE_IDS;
            case '5' -> "usmStatsWrongDigests";
            case '6' -> "usmStatsDecryptionErrors";
            default -> "";
        };
    }

    /** Two of them only tell a stranger what it has to know before it asks again. */
    static boolean isRefusal(String reason) {
        return !reason.isEmpty() && !reason.equals(NOT_IN_TIME_WINDOWS) && !reason.equals(UNKNOWN_ENGINE_IDS);
    }
}
