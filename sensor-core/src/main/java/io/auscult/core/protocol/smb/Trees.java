package io.auscult.core.protocol.smb;

import org.jspecify.annotations.Nullable;

/** Shares of one connection, at most {@link #MAX}; the one not used for the longest time makes room. */
final class Trees {
    static final int MAX = 32;

    private final @Nullable Tree[] trees = new Tree[MAX];
    private long uses;

    /** A tree that is not open yet. */
    Tree begin(long sessionId, long startNs) {
        int at = 0;
        for (int i = 0; i < MAX; i++) {
            Tree tree = trees[i];
            if (tree == null || !tree.isUsed) {
                at = i;
                break;
            }
            if (tree.lastUse < trees[at].lastUse) {
                at = i;
            }
        }
        Tree tree = trees[at];
        if (tree == null) {
            tree = new Tree();
            trees[at] = tree;
        }
        tree.clear();
        tree.isUsed = true;
        tree.sessionId = sessionId;
        tree.startNs = startNs;
        tree.lastUse = ++uses;
        return tree;
    }

    /** The server calls the tree so from now on. */
    void open(Tree tree, long scope, long id) {
        Tree old = find(scope, id);
        if (old != null && old != tree) {
            old.clear();
        }
        tree.scope = scope;
        tree.id = id;
        tree.isOpen = true;
    }

    @Nullable
    Tree find(long scope, long id) {
        for (Tree tree : trees) {
            if (tree == null) {
                return null;
            }
            if (tree.isOpen && tree.id == id && tree.scope == scope) {
                tree.lastUse = ++uses;
                return tree;
            }
        }
        return null;
    }

    /** The tree, made with unknown path where its beginning was not seen. */
    Tree of(long scope, long id, long sessionId, long nowNs) {
        Tree tree = find(scope, id);
        if (tree == null) {
            tree = begin(sessionId, nowNs);
            open(tree, scope, id);
        }
        return tree;
    }

    void reset() {
        for (Tree tree : trees) {
            if (tree == null) {
                return;
            }
            tree.clear();
        }
    }
}
