/**
 * Does: knows which hosts were declared as scanner, monitoring, update server and so on, and which alerts that explains. In: declarations from the
 * configuration, alerts. Out: whether an alert is held back, and a list of what was. Thread: the detect thread; the list of suppressions may be read after the run.
 * Limits: {@link io.auscult.rules.role.Suppressions#MOST} lines of suppressions; beyond that they are only counted.
 */
package io.auscult.rules.role;
