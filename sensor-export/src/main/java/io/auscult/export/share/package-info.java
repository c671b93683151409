/**
 * Does: decides what may leave the hospital and in which form: a policy for each receiver, pseudonyms, approval by a person, a log of what left. In: alerts and incidents on their way
 * to an exporter. Out: the same built anew from what may leave, and nothing else. Thread: the exporter's; keys and log are shared between them and locked. Limits: see {@link
 * io.auscult.export.share.ShareKeys}, {@link io.auscult.export.share.Approvals}; a text that is not on a list of what may leave is left out.
 */
package io.auscult.export.share;
