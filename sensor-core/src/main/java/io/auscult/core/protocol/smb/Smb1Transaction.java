package io.auscult.core.protocol.smb;

import org.jspecify.annotations.Nullable;

/**
 * Transactions of SMB 1: calls through pipes (Trans), what is done to files by path or handle (Trans2), opening with attributes (NT_Trans). [MS-CIFS]
 * 2.2.4.33, 2.2.4.46, 2.2.4.62. Part of its {@link Smb1Reader}.
 */
final class Smb1Transaction {
    private static final int PEEK_PIPE = 0x23; // Trans
    private static final int TRANSACT_PIPE = 0x26;
    private static final int READ_PIPE = 0x36;
    private static final int WRITE_PIPE = 0x37;

    private static final int SET_PATH_INFORMATION = 6; // Trans2
    private static final int SET_FILE_INFORMATION = 8;
    private static final int SESSION_SETUP = 0x0E; // reserved
    private static final int NT_CREATE = 1; // NT_Trans

    private static final int DISPOSITION = 0x102;
    private static final int PASS_THROUGH = 1000; // [MS-SMB] 2.2.2.3.5: classes of [MS-FSCC] behind it
    private static final int PASSED_RENAME = PASS_THROUGH + 10;
    private static final int PASSED_DISPOSITION = PASS_THROUGH + 13;

    private final Smb1Reader message;
    private final Smb1Files files;

    Smb1Transaction(Smb1Reader message, Smb1Files files) {
        this.message = message;
        this.files = files;
    }

    /** How much of a transaction, parameters and data, is not in its first message. */
    private void begins(int block, int kind) {
        long missing = (long) message.u16(block + 1)
                - message.u16(block + 19)
                + message.u16(block + 3)
                - message.u16(block + 23);
        message.exploits.begins(message.id, kind, missing, message.out);
    }

    void onTransaction(int block, Request request) {
        if (message.words(block, 14)) {
            begins(block, Smb1Reader.TRANSACTION);
        }
        if (message.words(block, 16) && message.u16(block + 29) == PEEK_PIPE && message.u16(block + 31) == 0) {
            message.exploits.peeksAtNothing(message.id, message.out);
        }
        if (!message.words(block, 16) || !isThroughPipe(message.u16(block + 29))) {
            return;
        }
        OpenFile pipe = files.fileOrNew(message.u16(block + 31));
        if (pipe.shareType == Tree.UNKNOWN) {
            pipe.shareType = Tree.PIPE;
        }
        request.file(pipe);
        files.content(pipe, 0, message.u16(block + 25), message.u16(block + 23), true);
    }

    private static boolean isThroughPipe(int function) {
        return function == TRANSACT_PIPE || function == WRITE_PIPE || function == READ_PIPE;
    }

    /** More of a request that did not fit in one message. */
    void onSecondary(@Nullable Request request, int command) {
        int block = 32;
        boolean isNt = command == Smb1Reader.NT_TRANSACT + 1;
        if (message.words(block, isNt ? 18 : 8)) {
            long bytes = isNt
                    ? message.u32(block + 12) + message.u32(block + 24)
                    : message.u16(block + 5) + message.u16(block + 11);
            message.exploits.goesOn(message.id, command - 1, bytes, message.out);
        }
        OpenFile file = request == null ? null : request.file();
        if (isNt || file == null || !file.isPipe() || !message.words(block, 8)) {
            return;
        }
        files.content(file, 0, message.u16(block + 13), message.u16(block + 11), true);
    }

    /** @return whether no more follows */
    boolean onReply(int block, @Nullable Request request) {
        if (!message.words(block, 10)) {
            return true;
        }
        int length = message.u16(block + 13);
        OpenFile file = request == null ? null : request.file();
        if (file != null && file.isPipe() && message.isFine()) {
            files.content(file, 0, message.u16(block + 15), length, false);
        }
        return message.u16(block + 17) + length >= message.u16(block + 3);
    }

    void onTransaction2(int block, Request request) {
        if (!message.words(block, 15)) {
            return;
        }
        int function = message.u16(block + 29);
        request.function = function;
        begins(block, Smb1Reader.TRANSACTION2);
        if (function == SESSION_SETUP) {
            message.exploits.setsUpSession(message.id, message.u32(block + 13), message.out);
        }
        int parameters = message.u16(block + 21);
        int data = message.u16(block + 25);
        int dataLength = message.u16(block + 23);
        if (!message.has(parameters, 6)) {
            return;
        }
        if (function == SET_FILE_INFORMATION) {
            OpenFile file = files.file(message.u16(parameters));
            if (file != null) {
                set(file, message.u16(parameters + 2), data, dataLength);
            }
        } else if (function == SET_PATH_INFORMATION && isTold(message.u16(parameters))) {
            Conversation conversation = message.conversation;
            OpenFile file = conversation.asked(files.tree(), message.uid, message.out);
            message.cursor = parameters + 6;
            message.string(file.name);
            set(file, message.u16(parameters), data, dataLength);
            file.clear();
        }
    }

    private static boolean isTold(int level) {
        return level == DISPOSITION || level == PASSED_DISPOSITION || level == PASSED_RENAME;
    }

    private void set(OpenFile file, int level, int data, int length) {
        if (!message.has(data, length)) {
            return;
        }
        if ((level == DISPOSITION || level == PASSED_DISPOSITION) && length > 0 && message.u8(data) != 0) {
            message.conversation.deleted(file, message.out);
        } else if (level == PASSED_RENAME && length > 12) {
            int name = (int) Math.min(message.u32(data + 8), length - 12);
            if (name >= 0) {
                message.conversation.renamed(file, message.in, message.at + data + 12, name, true, message.out);
            }
        }
    }

    void onNtTransact(int block, Request request) {
        if (!message.words(block, 19)) {
            return;
        }
        request.function = message.u16(block + 37);
        long missing =
                message.u32(block + 4) - message.u32(block + 20) + message.u32(block + 8) - message.u32(block + 28);
        message.exploits.begins(message.id, Smb1Reader.NT_TRANSACT, missing, message.out);
        long parameters = message.u32(block + 24);
        if (request.function != NT_CREATE || parameters > message.end || !message.has((int) parameters, 54)) {
            return;
        }
        OpenFile file = files.asked(request);
        file.options = (int) message.u32((int) parameters + 32);
        message.cursor = (int) parameters + 53;
        message.string(file.name);
    }

    /** @return whether no more follows */
    boolean onNtReply(int block, @Nullable Request request) {
        OpenFile file = request == null ? null : request.file();
        if (file == null || request.function != NT_CREATE) {
            return true;
        }
        if (!message.isFine()) {
            message.conversation.refused(file, message.status, message.out);
        } else if (message.words(block, 18)) {
            long parameters = message.u32(block + 16);
            if (parameters <= message.end && message.has((int) parameters, 64)) {
                files.times(file, (int) parameters + 12);
                file.size = Math.max(0, message.u64((int) parameters + 56));
                message.conversation.opened(file, 0, message.u16((int) parameters + 2), message.out);
            }
        }
        return true;
    }
}
