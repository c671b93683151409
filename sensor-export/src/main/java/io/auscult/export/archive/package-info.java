/**
 * Does: takes files of lines that have their size or their time, names them by when they were written, compresses them and deletes the oldest. In:
 * whole files of log writers. Out: dated folders beside them. Thread: the writer's for the renaming, one of its own an output for the rest. Limits:
 * {@link io.auscult.export.archive.RotationSettings}; what cannot be compressed stays as it is and is tried again.
 */
package io.auscult.export.archive;
