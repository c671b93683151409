package io.auscult.core.protocol.smb;

import io.auscult.core.protocol.TextSlot;

/** A share that is being or was connected to. Owned by {@link Trees}, reused. */
final class Tree {
    private static final int MAX_PATH = 512; // bytes
    private static final int MAX_SERVICE = 32; // bytes

    static final int UNKNOWN = 0;
    static final int DISK = 1;
    static final int PIPE = 2;
    static final int PRINT = 3;

    final TextSlot path = new TextSlot(MAX_PATH);
    /** SMB1 only: what the client expects, later what the server says it is. */
    final TextSlot service = new TextSlot(MAX_SERVICE);

    /** Goes up whenever the place is given to another tree. */
    int generation;

    long sessionId;
    /** Within what its id is unique: a session in SMB2, 0 in SMB1. */
    long scope;

    long id;
    int type;
    long startNs;
    long lastUse;
    boolean isUsed;
    /** A server has given it an id. */
    boolean isOpen;

    boolean isPipe() {
        return type == PIPE;
    }

    void clear() {
        generation++;
        path.clear();
        service.clear();
        sessionId = 0;
        scope = 0;
        id = 0;
        type = UNKNOWN;
        startNs = 0;
        isUsed = false;
        isOpen = false;
    }
}
