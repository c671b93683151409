package io.auscult.core.alert;

import java.util.List;

/**
 * A host to which something was done in an incident. Immutable.
 *
 * @param host who
 * @param roles what it does, as declared or learned: domain-controller ...
 * @param isIntruded whether more than looking around was tried on it
 * @param outcome the gravest of what was tried on it
 */
public record AffectedHost(Party host, List<String> roles, boolean isIntruded, Outcome outcome) {}
