/**
 * Does: shows statements of SQL without the passwords that some of them set. In: the text of a statement. Out: text. Thread: the
 * caller's. Limits: the length of the slot it writes to; a literal that is hidden too much is preferred to one too few.
 */
package io.auscult.core.protocol.sql;
