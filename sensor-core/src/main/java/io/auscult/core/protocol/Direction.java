package io.auscult.core.protocol;

/** Which way bytes travel: from the originator of the connection, or from its responder (Zeek's words). */
public enum Direction {
    ORIG,
    RESP;

    public Direction other() {
        return this == ORIG ? RESP : ORIG;
    }
}
