/**
 * Does: reads the greeting of a SOCKS proxy, version 4 and 5 (RFC 1928), up to where the tunnelled protocol begins, which is then recognised by itself. In: TCP. Out: the
 * names in {@code conn.service}. Thread: the flow's lane. Limits: an address of 255 bytes; nothing is kept.
 */
package io.auscult.core.protocol.socks;
