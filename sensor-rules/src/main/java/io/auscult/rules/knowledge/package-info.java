/**
 * Does: learns what is usual here: who serves what to whom, who administers whom, who works where, and from that which role each host plays. In: {@code conn},
 * {@code identity} and {@code kerberos} events, alerts. Out: first-seen tables, learned roles with their evidence, a file that survives restarts. Thread: the detect thread; a thread of the
 * keeper writes the file. Limits: {@link io.auscult.rules.knowledge.Knowledge} names the capacity of each table; the longest idle entry leaves, which is counted.
 */
package io.auscult.rules.knowledge;
