/**
 * Does: recognises services that are not read any further, so that {@code conn.service} names them. In: the first bytes of a connection. Out: nothing but the
 * name. Thread: the flow's lane. Limits: nothing is kept; each is done after the first sound message (of both sides, where one side alone would not be proof).
 */
package io.auscult.core.protocol.service;
