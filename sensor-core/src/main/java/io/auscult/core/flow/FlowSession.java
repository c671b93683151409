package io.auscult.core.flow;

/** What the stream stage hangs on a flow. The flow stage only carries it. */
public interface FlowSession {
    /** Brings what its end needs into the cache. @return anything */
    long touch();
}
