/**
 * JMH per stage and for the whole replay. Run some with {@code benchmarks/run NAME}.
 */
package io.auscult.benchmarks;
