/**
 * Does: writes events as Zeek's logs, JSON lines that tools and Sigma rules for Zeek read unchanged. In: events on the detect
 * thread. Out: {@code <log>.log} files or standard output. Thread: detect. Limits: 256 KiB of lines wait for each file; a list in a line
 * is cut after 1 MiB; a full disk ends a replay, and costs counted lines live.
 */
package io.auscult.export.zeek;
