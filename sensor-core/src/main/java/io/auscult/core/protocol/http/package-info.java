/**
 * Does: reads HTTP/1 and pairs requests with replies; counts bodies without looking at them. In: both directions of a stream. Out: one
 * {@code http} event for each request with its reply. Thread: the flow's lane. Limits: {@link io.auscult.core.protocol.http.HttpPipeline#MAX_PENDING}
 * unanswered requests, {@link io.auscult.core.protocol.http.HttpSide#MAX_LINE} bytes a line; what is longer is passed over and reported.
 */
package io.auscult.core.protocol.http;
