/**
 * Does: tells an incident to people, with words of their language, as escaped HTML, Markdown and plain text.
 * In: incidents. Out: texts. Thread: any, everything is immutable or used by one thread for one page.
 * Limits: a text from the network is cut after 400 characters, lists after as many lines as a person reads.
 */
@NullMarked
package io.auscult.export.page;

import org.jspecify.annotations.NullMarked;
