package io.auscult.core.protocol.smb;

import io.auscult.core.protocol.TextSlot;

/** A file, folder or pipe that is being opened or is open. Owned by {@link OpenFiles}, reused. */
final class OpenFile {
    private static final int MAX_NAME = 1024; // bytes
    private static final int MAX_SHARE = 512; // bytes

    final TextSlot name = new TextSlot(MAX_NAME);
    final TextSlot previousName = new TextSlot(MAX_NAME);
    final TextSlot share = new TextSlot(MAX_SHARE);

    /** Goes up whenever the place is given to another file. */
    int generation;

    boolean isUsed;
    /** A server has given it an id. */
    boolean isOpen;

    long idHigh;
    long idLow;
    long sessionId;
    int shareType;
    /** Options of the request that opened it. */
    int options;

    long startNs;
    long lastUse;
    long size;
    boolean hasTimes;
    long modifiedNs;
    long accessedNs;
    long createdNs;
    long changedNs;

    /** Zeek's {@code path}: in SMB1 it is known only after the file was opened. */
    boolean showsPath;

    long readBytes;
    long writtenBytes;
    boolean isWritten;
    int writeStatus;
    int readStatus;

    boolean isPipe() {
        return shareType == Tree.PIPE;
    }

    void clear() {
        generation++;
        name.clear();
        previousName.clear();
        share.clear();
        isUsed = false;
        isOpen = false;
        idHigh = 0;
        idLow = 0;
        sessionId = 0;
        shareType = Tree.UNKNOWN;
        options = 0;
        size = 0;
        hasTimes = false;
        showsPath = false;
        readBytes = 0;
        writtenBytes = 0;
        isWritten = false;
        writeStatus = 0;
        readStatus = 0;
    }
}
