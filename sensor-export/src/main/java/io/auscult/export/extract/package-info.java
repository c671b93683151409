/**
 * Does: writes the content of files seen in traffic into a folder, when asked to. In: {@code file_content} and {@code files} events. Out: one file each,
 * named by us alone; {@code extracted} and its like in the {@code files} event. Thread: limits on the detect thread, the disk on a thread of its own.
 * Limits: {@link io.auscult.export.extract.ExtractSettings}, {@link io.auscult.export.extract.Extraction#MAX_OPEN} files at the same time.
 */
package io.auscult.export.extract;
