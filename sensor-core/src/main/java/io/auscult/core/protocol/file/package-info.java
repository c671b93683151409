/**
 * Does: follows files through connections, types them by content, hashes them. In: content that a parser has taken out of its protocol, in
 * order. Out: one {@code files} event a file. Thread: the flow's lane. Limits: {@link io.auscult.core.protocol.file.FileRoom#MAX_OPEN} files hashed
 * at the same time in a shard, {@link io.auscult.core.protocol.file.FileRoom#MAX_HASHED} bytes of a file; beyond, only counted.
 */
package io.auscult.core.protocol.file;
