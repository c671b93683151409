/**
 * Does: MySQL and MariaDB: logins, commands and whether they worked. In: stream bytes. Out: {@code mysql} and {@code identity} events.
 * Thread: the flow's lane. Limits: one command at a time, statements of 16 KiB; results are counted through, never kept, and passwords in
 * statements are hidden.
 */
package io.auscult.core.protocol.mysql;
