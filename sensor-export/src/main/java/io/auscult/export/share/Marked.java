package io.auscult.export.share;

/** An exporter that labels what it sends. On its own thread. */
public interface Marked {
    /** How freely the next entries may be told. */
    void mark(Marking marking);
}
