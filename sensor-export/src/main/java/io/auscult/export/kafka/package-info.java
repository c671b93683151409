/**
 * Does: sends alerts, incidents and, by option, events to Kafka. In: the journal, through the runner; events on the detect thread. Out: one topic
 * each. Thread: the runner's; events go over a thread of their own. Limits: 16 MiB of records wait in a producer; 16 MiB of events wait for theirs,
 * what comes beyond is left out and counted. Knows Kafka's client library, and nobody else does.
 */
package io.auscult.export.kafka;
