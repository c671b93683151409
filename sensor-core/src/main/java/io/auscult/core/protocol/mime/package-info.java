/**
 * Does: takes MIME messages and multipart bodies apart (RFC 2045, 2046, 2183) and makes a file of every part. In: content of a carrying protocol, in
 * order. Out: {@code files} events. Thread: the flow's lane. Limits: {@link io.auscult.core.protocol.mime.MimeReader#MAX_DEPTH} levels,
 * {@link io.auscult.core.protocol.mime.MimeReader#MAX_PARTS} parts, {@link io.auscult.core.protocol.mime.MimeReader#MAX_LINE} bytes of a header.
 */
package io.auscult.core.protocol.mime;
