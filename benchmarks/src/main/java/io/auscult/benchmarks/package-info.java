/**
 * JMH per stage and for the whole replay. Run one with {@code java -jar benchmarks/target/benchmarks.jar NAME}.
 */
package io.auscult.benchmarks;
