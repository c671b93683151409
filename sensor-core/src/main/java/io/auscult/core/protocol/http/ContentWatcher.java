package io.auscult.core.protocol.http;

/** Looks at the content of a message as it passes, its coding undone, in the order of the stream. On the flow's lane. */
interface ContentWatcher {
    void content(byte[] bytes, int offset, int size);

    /** Bytes are missing. */
    default void gap() {}
}
