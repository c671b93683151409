/**
 * Does: reads HL7 version 2 messages in MLLP frames: who sends what kind of message to whom, and how it is acknowledged. In: both directions of
 * a stream. Out: one {@code hl7} event a message, one {@code hl7_connection} a connection. Thread: the flow's lane. Limits:
 * {@link io.auscult.core.protocol.hl7.Hl7Parser#MAX_PENDING} unacknowledged messages; of a message only MSH, MSA and the code in ERR are read,
 * every other segment is passed over byte by byte, so no field of a patient is ever kept.
 */
package io.auscult.core.protocol.hl7;
