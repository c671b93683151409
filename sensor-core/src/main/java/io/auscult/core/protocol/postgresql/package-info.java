/**
 * Does: PostgreSQL's protocol 3: the switch to TLS, logins, queries and whether they worked. In: stream bytes. Out: {@code postgresql} and
 * {@code identity} events, those of NTLM and Kerberos. Thread: the flow's lane. Limits: one query at a time, statements of 16 KiB, errors of
 * 2 KiB; rows are counted, never kept, and passwords in statements are hidden.
 */
package io.auscult.core.protocol.postgresql;
