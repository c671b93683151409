/**
 * Does: reads DICOM's upper layer and the commands in it: associations, who asked whom for what, how it ended and how much was sent. In: both
 * directions of a stream. Out: one {@code dicom} event an operation, one {@code dicom_association} an association. Thread: the flow's lane.
 * Limits: one item of an association (64 KiB) or one command set ({@link io.auscult.core.protocol.dicom.DicomParser#MAX_COMMAND}) is kept of
 * each side; data sets are counted and never looked at, so no field of a patient is ever read.
 */
package io.auscult.core.protocol.dicom;
