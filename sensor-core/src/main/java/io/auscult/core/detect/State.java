package io.auscult.core.detect;

/** What a {@link StateTable} keeps for one key. Made once, used for many keys in turn. */
public interface State {
    /** Forgets everything; arrays may be kept for the next use. */
    void clear();
}
