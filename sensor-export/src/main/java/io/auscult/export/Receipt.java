package io.auscult.export;

/**
 * What a receiver acknowledged, in its own terms. Immutable.
 *
 * @param receiver who it was, so that a receipt of another is not taken for its own; one line
 * @param position how far, such as bytes in a file; 0 where there is no such thing
 */
public record Receipt(String receiver, long position) {}
