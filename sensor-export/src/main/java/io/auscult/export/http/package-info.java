/**
 * Does: asks web servers, for the receivers that are some. In: requests. Out: answers, or in our words why there is none. Thread: the caller's, and virtual ones of the
 * client. Limits: every wait ends, of an answer so many bytes are read, nobody is followed elsewhere.
 */
package io.auscult.export.http;
