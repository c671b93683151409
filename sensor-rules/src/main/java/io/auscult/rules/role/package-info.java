/**
 * Does: knows which hosts were declared as scanner, monitoring, update server and so on, and which alerts that explains. In: declarations from the
 * configuration. Out: whether a host has a role, and which alerts it explains. Thread: the detect thread. Limits: a handful of declarations.
 */
package io.auscult.rules.role;
