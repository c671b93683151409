package io.auscult.core.capture;

import java.io.Closeable;
import java.io.IOException;

/** The bytes of a capture file, decompressed. Used by the capture thread alone. Bytes that cannot be decompressed end it, they do not throw. */
interface ByteInput extends Closeable {
    /** As {@link java.io.InputStream#read(byte[], int, int)}: some bytes, or -1 at the end. {@code length} is over 0. */
    int read(byte[] bytes, int offset, int length) throws IOException;

    /** Whether {@link #read} would answer at once. */
    boolean isReady() throws IOException;

    /** Bytes of the file itself read so far. */
    long position();

    /** Bytes of the file itself; -1 where unknown. */
    long size();

    /** After -1: {@link SourceEnd#COMPLETE}, or how the compressed bytes broke off. */
    SourceEnd end();

    /** In words for a person, what broke off; empty when complete. */
    String endDetail();
}
