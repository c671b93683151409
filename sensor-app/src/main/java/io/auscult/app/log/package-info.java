/**
 * Does: keeps libraries quiet and the sensor's own warnings to one line on standard error. In: SLF4J and java.util.logging. Out:
 * standard error. Thread: any. Limits: nothing below a warning is written; no stack trace unless {@code auscult.debug} is set.
 */
@org.jspecify.annotations.NullMarked
package io.auscult.app.log;
