package io.auscult.core.protocol.smb;

import io.auscult.core.event.EventWriter;
import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.TextSlot;
import io.auscult.core.protocol.smb.Side.Next;
import org.jspecify.annotations.Nullable;

/**
 * Messages of SMB 1, [MS-CIFS] and [MS-SMB]: a header, then blocks of words and bytes, several where commands are chained (AndX). One per parser.
 * Offsets are those of the message, header included; a block begins at its count of words.
 * <pre>
 *  |  FF 'S' 'M' 'B'  | command |      status      | flags | flags2 |   0
 *  | pid high |           signature           | reserved |               12
 *  |   tree   |    pid    |   user   |   message id   |                  24
 * </pre>
 */
final class Smb1Reader {
    private static final int HEADER = 32; // bytes
    private static final int MAX_CHAIN = 8; // commands in one message

    private static final int REPLY = 0x80; // flags
    private static final int SIGNED = 0x0004; // flags2
    private static final long NOT_YET = 0x204C_5950_5352_5342L; // "BSRSPYL ", [MS-SMB] 3.2.4.1.1: before there is a key
    private static final int NT_STATUS = 0x4000;
    private static final int UNICODE = 0x8000;

    private static final int CREATE_DIRECTORY = 0x00;
    private static final int DELETE_DIRECTORY = 0x01;
    private static final int OPEN = 0x02;
    private static final int CLOSE = 0x04;
    private static final int DELETE = 0x06;
    private static final int RENAME = 0x07;
    private static final int READ = 0x0A;
    private static final int WRITE = 0x0B;
    static final int TRANSACTION = 0x25;
    private static final int TRANSACTION_SECONDARY = 0x26;
    private static final int OPEN_ANDX = 0x2D;
    private static final int READ_ANDX = 0x2E;
    private static final int WRITE_ANDX = 0x2F;
    static final int TRANSACTION2 = 0x32;
    private static final int TRANSACTION2_SECONDARY = 0x33;
    private static final int TREE_CONNECT = 0x70;
    private static final int TREE_DISCONNECT = 0x71;
    private static final int NEGOTIATE = 0x72;
    private static final int SESSION_SETUP_ANDX = 0x73;
    private static final int LOGOFF_ANDX = 0x74;
    private static final int TREE_CONNECT_ANDX = 0x75;
    static final int NT_TRANSACT = 0xA0;
    private static final int NT_TRANSACT_SECONDARY = 0xA1;
    private static final int NT_CREATE_ANDX = 0xA2;
    private static final int NT_CANCEL = 0xA4;
    private static final int NONE = 0xFF;

    final Conversation conversation;
    private final Smb1Logon logon;
    private final Smb1Files files;
    private final Smb1Transaction transaction;
    final Smb1Exploits exploits = new Smb1Exploits();

    StreamView in = new StreamView();
    EventWriter out;
    Side side;
    int at;
    int end; // of what is there of the message, relative to its beginning
    int status;
    int uid;
    int tid;
    private int flags2;
    long id;
    /** Where the strings of a block are read, relative to the message. */
    int cursor;

    Smb1Reader(Conversation conversation) {
        this.conversation = conversation;
        this.logon = new Smb1Logon(this);
        this.files = new Smb1Files(this);
        this.transaction = new Smb1Transaction(this, files);
    }

    /** The place after what was eaten, or {@link SmbParser#WAIT}. */
    int read(Side side, StreamView in, int at, int available, EventWriter out) {
        int length = side.frameLeft;
        this.in = in;
        this.at = at;
        end = available;
        if (available < Math.min(length, HEADER + 3)) {
            return SmbParser.WAIT;
        }
        int needed = Math.min(length, SmbParser.MAX_MESSAGE);
        if (length > HEADER + 3) {
            int words = HEADER + 1 + 2 * u8(HEADER);
            if (available < Math.min(length, words)) {
                return SmbParser.WAIT;
            }
            int content = available < words ? 0 : contentOffset();
            needed = content > HEADER && content <= needed ? content : needed;
        }
        if (available < needed) {
            return SmbParser.WAIT;
        }
        this.side = side;
        this.out = out;
        end = needed;
        side.content(null, 0, 0, false);
        conversation.seen(1, out);
        onMessage();
        side.contentLeft = Math.min(side.contentLeft, length - needed);
        side.frameLeft -= needed;
        side.messageLeft = length - needed;
        side.next = side.contentLeft > 0 ? Next.CONTENT : Next.REST;
        return at + needed;
    }

    /** Where the content begins when it may be long and need not be waited for; 0 for none. */
    private int contentOffset() {
        int words = u8(HEADER);
        boolean isReply = isReply();
        return switch (u8(4)) {
            case WRITE_ANDX -> !isReply && words >= 12 ? u16(HEADER + 23) : 0;
            case READ_ANDX -> isReply && words >= 12 ? u16(HEADER + 13) : 0;
            default -> 0;
        };
    }

    // access within the message

    boolean has(int offset, long size) {
        return offset >= 0 && size >= 0 && size <= end - offset;
    }

    int u8(int offset) {
        return in.u8(at + offset);
    }

    int u16(int offset) {
        return in.u16le(at + offset);
    }

    long u32(int offset) {
        return in.u32le(at + offset);
    }

    long u64(int offset) {
        return in.u64le(at + offset);
    }

    boolean isReply() {
        return (u8(9) & REPLY) != 0;
    }

    boolean isUnicode() {
        return (flags2 & UNICODE) != 0;
    }

    /** Whether a block has so many words; sets the cursor to its bytes. */
    boolean words(int block, int count) {
        if (!has(block, 1) || u8(block) < count || !has(block, 1 + 2 * u8(block))) {
            return false;
        }
        cursor = Math.min(block + 3 + 2 * u8(block), end);
        return true;
    }

    /** The string at the cursor, in the message's own characters; moves on behind its zero. */
    void string(TextSlot into) {
        string(isUnicode(), into);
    }

    void string(boolean unicode, TextSlot into) {
        into.clear();
        if (unicode) {
            cursor += cursor & 1; // from the header on
        }
        if (cursor > end) {
            cursor = end;
        }
        if (unicode) {
            int from = cursor;
            while (cursor + 1 < end && u16(cursor) != 0) {
                cursor += 2;
            }
            SmbText.utf16(in, at + from, cursor - from, into);
            cursor += 2;
        } else {
            int zero = in.indexOf(0, at + cursor, at + end);
            int to = zero < 0 ? end : zero - at;
            into.append(in, at + cursor, to - cursor);
            cursor = to + 1;
        }
        cursor = Math.min(cursor, end);
    }

    // messages

    private void onMessage() {
        if (!has(0, HEADER)) {
            return;
        }
        flags2 = u16(10);
        tid = u16(24);
        uid = u16(28);
        id = u16(30) | (long) u16(26) << 16;
        status = DosError.status((int) u32(5), (flags2 & NT_STATUS) != 0);
        if ((flags2 & SIGNED) != 0 && u64(14) != 0 && u64(14) != NOT_YET) {
            conversation.signed(uid);
        }
        int command = u8(4);
        if (isReply()) {
            onReplies(command);
        } else {
            onRequests(command);
        }
    }

    private void onRequests(int first) {
        if (first == NT_CANCEL) {
            return;
        }
        if (first == TRANSACTION_SECONDARY || first == TRANSACTION2_SECONDARY || first == NT_TRANSACT_SECONDARY) {
            transaction.onSecondary(conversation.requests.find(id), first);
            return;
        }
        Request request = conversation.begin(id, first, uid, tid, out);
        side.chainFile(null);
        int command = first;
        int block = HEADER;
        for (int i = 0; i < MAX_CHAIN && command != NONE; i++) {
            onRequest(command, block, request);
            int next = next(command, block);
            command = next > 0 ? u8(block + 1) : NONE;
            block = next;
        }
    }

    private void onReplies(int first) {
        exploits.answered(id, first, status, out);
        Request request = conversation.requests.find(id);
        int command = first;
        int block = HEADER;
        boolean isComplete = true;
        for (int i = 0; i < MAX_CHAIN && command != NONE; i++) {
            isComplete &= onReply(command, block, request);
            int next = next(command, block);
            command = next > 0 ? u8(block + 1) : NONE;
            block = next;
        }
        if (request != null && isComplete) {
            conversation.answered(request, status, out);
        }
    }

    /** Where the next block of a chain begins; 0 for none. */
    private int next(int command, int block) {
        boolean isChained = command == OPEN_ANDX
                || command == READ_ANDX
                || command == WRITE_ANDX
                || command == SESSION_SETUP_ANDX
                || command == LOGOFF_ANDX
                || command == TREE_CONNECT_ANDX
                || command == NT_CREATE_ANDX
                || command == 0x24; // locking
        if (!isChained || !words(block, 2) || u8(block + 1) == NONE) {
            return 0;
        }
        int next = u16(block + 3);
        return next > block && has(next, 3) ? next : 0;
    }

    private void onRequest(int command, int block, Request request) {
        switch (command) {
            case NEGOTIATE -> logon.onNegotiateRequest(block);
            case SESSION_SETUP_ANDX -> logon.onSetupRequest(block);
            case TREE_CONNECT_ANDX, TREE_CONNECT -> files.onTreeConnect(command, block, request);
            case NT_CREATE_ANDX -> files.onNtCreate(block, request);
            case OPEN_ANDX -> files.onOpen(block, 15, false, request);
            case OPEN -> files.onOpen(block, 2, true, request);
            case CLOSE -> request.file(words(block, 1) ? files.file(u16(block + 1)) : null);
            case READ_ANDX -> files.onReadAndX(block, request);
            case READ -> files.onRead(block, request);
            case WRITE_ANDX -> {
                exploits.writes(id, out);
                files.onWriteAndX(block, request);
            }
            case WRITE -> files.onWrite(block, request);
            case DELETE, DELETE_DIRECTORY -> files.onDelete(command, block);
            case RENAME -> files.onRename(block);
            case TRANSACTION -> transaction.onTransaction(block, request);
            case TRANSACTION2 -> transaction.onTransaction2(block, request);
            case NT_TRANSACT -> transaction.onNtTransact(block, request);
            case CREATE_DIRECTORY -> files.onCreateDirectory(block, request);
            default -> {}
        }
    }

    /** @return whether the answer is complete */
    private boolean onReply(int command, int block, @Nullable Request request) {
        switch (command) {
            case NEGOTIATE -> logon.onNegotiateReply(block);
            case SESSION_SETUP_ANDX -> logon.onSetupReply(block);
            case LOGOFF_ANDX -> conversation.loggedOff(uid, out);
            case TREE_CONNECT_ANDX, TREE_CONNECT -> files.onTreeConnected(command, block, request);
            case TREE_DISCONNECT -> conversation.disconnected(0, tid);
            case NT_CREATE_ANDX -> files.onNtCreated(block, request);
            case OPEN_ANDX -> files.onOpened(block, 15, block + 5, block + 13, request);
            case OPEN -> files.onOpened(block, 7, block + 1, block + 9, request);
            case CREATE_DIRECTORY -> files.onDirectoryCreated(request);
            case CLOSE -> files.onClosed(request);
            case READ_ANDX, READ -> files.onReadReply(command, block, request);
            case WRITE_ANDX, WRITE -> files.onWritten(request);
            case TRANSACTION -> {
                return transaction.onReply(block, request);
            }
            case NT_TRANSACT -> {
                return transaction.onNtReply(block, request);
            }
            default -> {}
        }
        return true;
    }

    boolean isFine() {
        return !NtStatus.isError(status) || status == NtStatus.MORE_PROCESSING_REQUIRED;
    }

    /** Nothing follows. */
    void end(EventWriter out) {
        exploits.end(out);
    }

    void reset() {
        exploits.reset();
    }
}
