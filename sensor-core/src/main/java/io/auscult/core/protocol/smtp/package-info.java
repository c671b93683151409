/**
 * Does: reads SMTP: mail transactions with their envelope and headers, attachments as files, tries to log in. In: both directions of a stream.
 * Out: {@code smtp}, {@code files} and {@code identity} events. Thread: the flow's lane. Limits: {@link io.auscult.core.protocol.smtp.SmtpReplies#MAX_RUNS}
 * runs of unanswered commands, lists of addresses of {@link io.auscult.core.protocol.smtp.SmtpMail#MAX_LIST} bytes. Bodies are never written.
 */
package io.auscult.core.protocol.smtp;
