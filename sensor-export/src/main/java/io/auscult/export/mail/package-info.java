/**
 * Does: tells people by e-mail of incidents, one thread an incident, first what to do; not more mails an hour than set, the rest in a digest; and sends the scheduled report.
 * In: incidents of the journal, reports. Out: SMTP with STARTTLS or TLS; a small file with what was told.
 * Thread: the exporter's runner. Limits: {@code MailState} says how many incidents are remembered and how many wait for a digest.
 */
@NullMarked
package io.auscult.export.mail;

import org.jspecify.annotations.NullMarked;
