/**
 * Does: the login of TDS, the protocol of Microsoft SQL Server: who, from which host and program, to which database, and whether it was let
 * in. In: stream bytes. Out: {@code tds}, {@code identity} and {@code host_name} events, those of NTLM and Kerberos. Thread: the flow's
 * lane. Limits: one event a login, messages of 64 KiB; queries are not read, a login inside TLS is told by its outcome alone.
 */
package io.auscult.core.protocol.tds;
