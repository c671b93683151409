/**
 * Does: names what can be set about those who are told of alerts and incidents, and opens their exporters. In: entries of the configuration. Out:
 * exporters. Thread: the main one. Limits: {@link io.auscult.app.config.receiver.Receivers#MOST} receivers.
 */
@org.jspecify.annotations.NullMarked
package io.auscult.app.config.receiver;
