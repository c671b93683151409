/**
 * Does: reads FTP's control connection, and the files in the data connections that it announces. In: both directions of streams. Out:
 * {@code ftp}, {@code identity} and {@code files} events. Thread: the flow's lane. Limits: {@link io.auscult.core.protocol.ftp.FtpPending#MAX}
 * unanswered commands, lines of {@link io.auscult.core.protocol.ftp.FtpParser#MAX_LINE} bytes.
 */
package io.auscult.core.protocol.ftp;
