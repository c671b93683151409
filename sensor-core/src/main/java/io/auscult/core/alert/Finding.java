package io.auscult.core.alert;

import io.auscult.core.event.IpAddress;
import java.util.List;

/**
 * What the alerts of one rule say about one actor and one target (or many at once), taken together. Immutable.
 *
 * @param rule which detection
 * @param phase of the intrusion
 * @param actor who did it
 * @param target to whom; the first of several
 * @param level the highest told
 * @param confidence the highest told
 * @param outcome the gravest told
 * @param kinds what exactly, in words, distinct
 * @param count how many times
 * @param alerts how many alerts told of it
 * @param firstSeenNs ns since 1970
 * @param lastSeenNs ns since 1970
 * @param targets a sample
 * @param targetCount distinct ones
 * @param ports a sample of responder ports
 * @param portCount distinct ones
 * @param openPorts a sample of address:port that answered
 * @param users whose accounts it concerned, a sample
 * @param evidence where to look it up, the first and the last ones
 * @param latest its latest alert
 */
public record Finding(
        Rule rule,
        Phase phase,
        Party actor,
        Party target,
        Level level,
        Confidence confidence,
        Outcome outcome,
        List<String> kinds,
        long count,
        int alerts,
        long firstSeenNs,
        long lastSeenNs,
        List<IpAddress> targets,
        long targetCount,
        List<Integer> ports,
        long portCount,
        List<String> openPorts,
        List<String> users,
        List<EvidenceRef> evidence,
        Alert latest) {}
