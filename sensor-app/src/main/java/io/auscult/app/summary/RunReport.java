package io.auscult.app.summary;

import io.auscult.app.metric.Counts;
import io.auscult.core.alert.Incident;
import io.auscult.rules.attempt.AttemptSummary;
import io.auscult.rules.exception.HeldBack;
import io.auscult.rules.incident.IncidentCounts;
import java.util.List;
import java.util.Map;

/**
 * All that the summary tells. Immutable.
 *
 * @param incidents the gravest, worst first
 * @param incidentCounts of all there were
 * @param suppressed what declared roles and exceptions explained
 * @param attempts what was tried below any alarm
 * @param counts sums over all threads, final
 * @param sources paths or interfaces
 * @param firstNs packet time of the first packet, 0 without any
 * @param lastNs and of the last
 * @param connections how many by service, most first
 * @param linkTypes packets of link types that are not understood, by their name
 * @param endings how inputs ended that did not end well, in words
 * @param outputs what was written where, in words
 */
public record RunReport(
        List<Incident> incidents,
        IncidentCounts incidentCounts,
        List<HeldBack> suppressed,
        AttemptSummary attempts,
        Counts counts,
        List<String> sources,
        long firstNs,
        long lastNs,
        Map<String, Long> connections,
        Map<String, Long> linkTypes,
        List<String> endings,
        List<String> outputs) {}
