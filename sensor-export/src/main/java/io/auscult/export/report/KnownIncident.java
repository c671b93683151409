package io.auscult.export.report;

import io.auscult.core.alert.Incident;
import java.util.List;

/**
 * An incident as a journal tells it. Immutable.
 *
 * @param latest snapshot
 * @param before what was known of it, and of what became part of it, before a time that was asked for; empty when nothing was
 * @param noticedNs when the first snapshot told of it, by packet time
 * @param redNs when it was told as red first, 0 for never
 */
public record KnownIncident(Incident latest, List<Incident> before, long noticedNs, long redNs) {}
