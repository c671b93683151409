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

    /** Of those that wait for no answer. */
    @Nullable
    Request next;

    private @Nullable Tree tree;
    private int treeGeneration;
    private @Nullable OpenFile file;
    private int generation;

    /** Tree connect: the tree to be, unless that was given up meanwhile. */
    @Nullable
    Tree tree() {
        return tree != null && tree.generation == treeGeneration ? tree : null;
    }

    void tree(Tree wanted) {
        tree = wanted;
        treeGeneration = wanted.generation;
    }

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
        tree = null;
        file = null;
        offset = 0;
        function = 0;
    }
}
