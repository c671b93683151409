package io.auscult.core.protocol.smb;

import org.jspecify.annotations.Nullable;

/** How far one direction has come in its frame, its message and the content in it. Two per parser, reused. */
final class Side {
    /** What comes next. */
    enum Next {
        FRAME,
        MESSAGE,
        CONTENT,
        REST,
        /** Somewhere in a message whose beginning was not seen. */
        LOST
    }

    Next next = Next.FRAME;
    /** Bytes of the frame not eaten yet. */
    int frameLeft;
    /** Bytes of the message not eaten yet, content included. */
    int messageLeft;
    /** Bytes of content not eaten yet. */
    int contentLeft;
    /** Whether the content is being written, and not read. */
    boolean isWrite;
    /** Where in the file the next content belongs. */
    long offset;
    /** Bytes that were left at the last call. */
    int uneaten;

    /** Of compounded requests: what the one before was about. */
    long chainSession;

    long chainTree;
    private @Nullable OpenFile chainFile;
    private int chainGeneration;

    private @Nullable OpenFile file;
    private int generation;

    /** Whose content it is, unless that was given up meanwhile. */
    @Nullable
    OpenFile file() {
        return file != null && file.generation == generation ? file : null;
    }

    void content(@Nullable OpenFile of, long offset, int length, boolean write) {
        file = of;
        generation = of == null ? 0 : of.generation;
        this.offset = offset;
        isWrite = write;
        contentLeft = length;
    }

    @Nullable
    OpenFile chainFile() {
        return chainFile != null && chainFile.generation == chainGeneration ? chainFile : null;
    }

    void chainFile(@Nullable OpenFile of) {
        chainFile = of;
        chainGeneration = of == null ? 0 : of.generation;
    }

    void reset() {
        next = Next.FRAME;
        frameLeft = 0;
        messageLeft = 0;
        uneaten = 0;
        chainSession = 0;
        chainTree = 0;
        chainFile = null;
        content(null, 0, 0, false);
    }
}
