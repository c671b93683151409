/**
 * Does: wires the policy of each receiver, and the commands by which a person looks at, approves and audits what leaves. In: the configuration, the journal, the folder of the state. Out: decisions as
 * files. Thread: main; what it makes is used by the exporters' threads. Limits: none of its own.
 */
package io.auscult.app.share;
