package io.auscult.core.alert;

import io.auscult.core.event.IpAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was noticed: who did what to whom, how often, with what outcome, and what to do now. Immutable. The same incident may
 * raise several alerts as it grows; they share {@link #incidentId} and each tells the whole of it so far.
 *
 * @param id stable hash: the same packets give the same id, so that a re-delivery is recognised
 * @param timeNs packet time when raised, ns since 1970
 * @param rule which detection
 * @param level how much this one matters
 * @param confidence how sure
 * @param kind what exactly, in words ("SYN scan of ports")
 * @param actor who did it
 * @param target to whom, where there is one; else the first of several
 * @param targets a sample of the targets' addresses
 * @param targetCount distinct targets so far
 * @param ports a sample of responder ports tried
 * @param portCount distinct ports so far
 * @param openPorts a sample of address:port that answered
 * @param answered how many answered
 * @param outcome what became of it
 * @param count how many times (probes, tries)
 * @param firstSeenNs ns since 1970
 * @param lastSeenNs ns since 1970
 * @param evidence name and value, what convinced the detector
 * @param connection the connection that tipped the balance
 * @param incidentId stable hash of the incident it belongs to
 * @param update 1 for the first alert of an incident, then 2, 3 ...
 * @param recommendation what a person should do now, by language (en, nl, fr)
 * @param severity of the incident when this was raised, 0 to 10
 * @param phases what the incident consisted of by then, in the order of an intrusion
 */
public record Alert(
        String id,
        long timeNs,
        Rule rule,
        Level level,
        Confidence confidence,
        String kind,
        Party actor,
        Party target,
        List<IpAddress> targets,
        long targetCount,
        List<Integer> ports,
        long portCount,
        List<String> openPorts,
        long answered,
        Outcome outcome,
        long count,
        long firstSeenNs,
        long lastSeenNs,
        Map<String, String> evidence,
        ConnectionRef connection,
        String incidentId,
        int update,
        Map<String, String> recommendation,
        int severity,
        List<String> phases)
        implements JournalEntry {
    /** Most entries in a sample list. */
    public static final int MAX_SAMPLE = 16;

    /** Of an incident of which nothing is told yet. */
    public Alert(
            String id,
            long timeNs,
            Rule rule,
            Level level,
            Confidence confidence,
            String kind,
            Party actor,
            Party target,
            List<IpAddress> targets,
            long targetCount,
            List<Integer> ports,
            long portCount,
            List<String> openPorts,
            long answered,
            Outcome outcome,
            long count,
            long firstSeenNs,
            long lastSeenNs,
            Map<String, String> evidence,
            ConnectionRef connection,
            String incidentId,
            int update,
            Map<String, String> recommendation) {
        this(
                id,
                timeNs,
                rule,
                level,
                confidence,
                kind,
                actor,
                target,
                targets,
                targetCount,
                ports,
                portCount,
                openPorts,
                answered,
                outcome,
                count,
                firstSeenNs,
                lastSeenNs,
                evidence,
                connection,
                incidentId,
                update,
                recommendation,
                0,
                List.of());
    }

    /** The same between parties of whom more is known. */
    public Alert between(Party knownActor, Party knownTarget) {
        return new Alert(
                id,
                timeNs,
                rule,
                level,
                confidence,
                kind,
                knownActor,
                knownTarget,
                targets,
                targetCount,
                ports,
                portCount,
                openPorts,
                answered,
                outcome,
                count,
                firstSeenNs,
                lastSeenNs,
                evidence,
                connection,
                incidentId,
                update,
                recommendation,
                severity,
                phases);
    }

    /** The same with one more piece of evidence. */
    public Alert with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(evidence);
        more.put(name, value);
        return new Alert(
                id,
                timeNs,
                rule,
                level,
                confidence,
                kind,
                actor,
                target,
                targets,
                targetCount,
                ports,
                portCount,
                openPorts,
                answered,
                outcome,
                count,
                firstSeenNs,
                lastSeenNs,
                more,
                connection,
                incidentId,
                update,
                recommendation,
                severity,
                phases);
    }
}
