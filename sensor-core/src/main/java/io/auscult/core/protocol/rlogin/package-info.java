/**
 * Does: reads the remote services of BSD as far as who logs in: rlogin (RFC 1282), rsh and rexec. In: TCP streams. Out: {@code rlogin} for a login, {@code rsh} for a
 * command, {@code identity} for each. Thread: the flow's lane. Limits: names are cut at 64 bytes, terminals at 64, commands at 1,024; passwords are not kept.
 */
package io.auscult.core.protocol.rlogin;
