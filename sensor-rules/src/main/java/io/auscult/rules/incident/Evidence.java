package io.auscult.rules.incident;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.ConnectionRef;
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
public record Evidence(long timeNs, String ruleId, ConnectionRef connection) {
    static final Comparator<Evidence> ORDER = Comparator.comparingLong(Evidence::timeNs)
            .thenComparingLong(evidence -> evidence.connection().packetNumber())
            .thenComparing(Evidence::ruleId)
            .thenComparingLong(evidence -> evidence.connection().uid());

    static Evidence of(Alert alert) {
        return new Evidence(alert.timeNs(), alert.rule().id(), alert.connection());
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
