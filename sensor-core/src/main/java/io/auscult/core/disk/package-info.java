/**
 * Does: what the writers of evidence and of extracted files ask of their disk, and files that are replaced as a whole. In: folders and files. Out: files that nobody else can read, and whether there is
 * still room. Thread: the writer's; whether there is room may be asked on any. Limits: keeps no bytes; looks at the disk every few megabytes.
 */
package io.auscult.core.disk;
