/**
 * Does: cuts the streams of text protocols (FTP, SMTP, POP3, IMAP) into lines, reads words and undoes Base64 in them. In: one direction of a stream. Out:
 * lines in place. Thread: the flow's lane. Limits: a line over its reader's limit is shown cut, and its rest is passed over.
 */
package io.auscult.core.protocol.line;
