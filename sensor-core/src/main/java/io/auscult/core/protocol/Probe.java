package io.auscult.core.protocol;

/** Tells a protocol by the first bytes of one direction, without state. Any thread. */
@FunctionalInterface
public interface Probe {
    /** Most bytes kept while probes are unsure. */
    int MAX_BYTES = 2048;

    Verdict probe(StreamView first);

    /** What a probe may answer; unsure means: show me more. */
    enum Verdict {
        YES,
        NO,
        UNSURE
    }
}
