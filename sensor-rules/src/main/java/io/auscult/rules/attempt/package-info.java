/**
 * Does: keeps a ledger of what was tried and is below any alarm: contacts, logons, shares and remote calls that failed, and findings below medium. In: events, alerts. Out: the log
 * {@code attempts}, and a summary by technique. Thread: the detect thread; counts by technique are read by any. Limits:
 * {@link io.auscult.rules.attempt.AttemptTable#MOST} rows; when full, the longest idle half is put together: by network of the target, by source, by network of the source, by kind. Nothing is forgotten.
 */
package io.auscult.rules.attempt;
