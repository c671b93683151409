package io.auscult.core.alert;

import io.auscult.core.event.Uid;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;

/**
 * Where in the traffic an alert can be looked up. Immutable.
 *
 * @param timeNs packet time, ns since 1970
 * @param ruleId which rule it convinced
 * @param connection with uid and packet number; {@link ConnectionRef#NONE} where there was none
 */
public record EvidenceRef(long timeNs, String ruleId, ConnectionRef connection) {
    public static final Comparator<EvidenceRef> ORDER = Comparator.comparingLong(EvidenceRef::timeNs)
            .thenComparingLong(evidence -> evidence.connection().packetNumber())
            .thenComparing(EvidenceRef::ruleId)
            .thenComparingLong(evidence -> evidence.connection().uid());

    public static EvidenceRef of(Alert alert) {
        return new EvidenceRef(alert.timeNs(), alert.rule().id(), alert.connection());
    }

    /** As logs show the connection; empty where there was none. */
    public String uid() {
        if (connection.uid() == 0) {
            return "";
        }
        byte[] text = new byte[Uid.LENGTH];
        return new String(text, 0, Uid.write(text, 0, connection.uid()), StandardCharsets.US_ASCII);
    }
}
