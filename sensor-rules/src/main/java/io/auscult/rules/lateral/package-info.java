/**
 * Does: notices what moves from host to host: so far, files that pass themselves on. In: {@code files} events. Out: drafted alerts. Thread: the detect thread.
 * Limits: {@link io.auscult.rules.lateral.FileSpreadDetector#CAPACITY} copies, the longest idle forgotten.
 */
package io.auscult.rules.lateral;
