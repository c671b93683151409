/**
 * Does: notices a command shell on a bare TCP connection, as exploits and backdoors leave behind: no Telnet, no login, a prompt and commands in clear. In: TCP streams of no other
 * protocol. Out: {@code oddity} events. Thread: the flow's lane. Limits: one event a flow, the first 4 KB of each direction; of a command only its first word is told.
 */
package io.auscult.core.protocol.shell;
