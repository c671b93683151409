package io.auscult.core.protocol.smb;

import io.auscult.core.protocol.TextSlot;
import io.auscult.core.protocol.dcerpc.RpcStream;
import io.auscult.core.protocol.file.FileStream;
import org.jspecify.annotations.Nullable;

/** A file, folder or pipe that is being opened or is open. Owned by {@link OpenFiles}, reused. */
final class OpenFile {
    private static final int MAX_NAME = 1024; // bytes
    private static final int MAX_FUID = 32; // bytes
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

    boolean isDirectory;

    /** Identifier of its content in the log of files. */
    final TextSlot fuid = new TextSlot(MAX_FUID);

    /** What reads the content now. */
    @Nullable
    FileStream stream;

    boolean isStreamWritten;
    private boolean readSeen;
    private boolean writeSeen;

    /** What reads the calls through a pipe. */
    @Nullable
    RpcStream pipe;

    /** Whether its content was followed to the end already, in this direction. */
    boolean isSeen(boolean isWrite) {
        return isWrite ? writeSeen : readSeen;
    }

    void seen(boolean isWrite) {
        writeSeen |= isWrite;
        readSeen |= !isWrite;
    }

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
        isDirectory = false;
        fuid.clear();
        isStreamWritten = false;
        readSeen = false;
        writeSeen = false;
    }
}
