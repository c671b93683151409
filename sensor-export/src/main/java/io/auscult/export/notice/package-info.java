/**
 * Does: keeps what people were told of incidents and what waits to be told, for the ways out that write to people. In: what was told, what is held back. Out: small files that outlive a
 * restart. Thread: the exporter's runner. Limits: so many incidents are remembered, so many wait with their words, more are counted.
 */
@NullMarked
package io.auscult.export.notice;

import org.jspecify.annotations.NullMarked;
