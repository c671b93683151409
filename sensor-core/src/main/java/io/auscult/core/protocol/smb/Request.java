package io.auscult.core.protocol.smb;

import org.jspecify.annotations.Nullable;

/** A request that waits for its answer. Owned by {@link Requests}, reused. */
final class Request {
    long id;
    int command;
    /** Of a transaction. */
    int function;

    long sessionId;
    long treeId;
    long startNs;
    /** Of a read: where in the file. */
    long offset;

    boolean isUsed;

    /** Tree connect: the tree to be. */
    @Nullable
    Tree tree;

    private @Nullable OpenFile file;
    private int generation;

    /** The file that it is about, unless that was given up meanwhile. */
    @Nullable
    OpenFile file() {
        return file != null && file.generation == generation ? file : null;
    }

    void file(@Nullable OpenFile about) {
        file = about;
        generation = about == null ? 0 : about.generation;
    }

    void clear() {
        isUsed = false;
        tree = null;
        file = null;
        offset = 0;
        function = 0;
    }
}
