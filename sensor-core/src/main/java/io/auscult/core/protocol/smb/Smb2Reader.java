package io.auscult.core.protocol.smb;

import io.auscult.core.event.EventWriter;
import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.smb.Side.Next;
import org.jspecify.annotations.Nullable;

/**
 * Messages of SMB 2 and 3, [MS-SMB2]. One per parser. Offsets are those of the message, header included.
 * <pre>
 *  |  FE 'S' 'M' 'B'  | size | charge |      status       | command | credits |   0
 *  |      flags       |   next command  |            message id               |  16
 *  |  process id      |     tree id     |            session id               |  32     or an id of 64 bits when asynchronous
 *  |                          signature                                       |  48
 * </pre>
 */
final class Smb2Reader {
    private static final int HEADER = 64; // bytes

    private static final int RESPONSE = 0x1;
    private static final int ASYNC = 0x2;
    private static final int RELATED = 0x4;
    private static final int SIGNED = 0x8;

    private static final int NEGOTIATE = 0;
    private static final int SESSION_SETUP = 1;
    private static final int LOGOFF = 2;
    private static final int TREE_CONNECT = 3;
    private static final int TREE_DISCONNECT = 4;
    private static final int CREATE = 5;
    private static final int CLOSE = 6;
    private static final int READ = 8;
    private static final int WRITE = 9;
    private static final int IOCTL = 11;
    private static final int SET_INFO = 17;

    private static final int PIPE_TRANSCEIVE = 0x0011_C017;

    private static final int INFO_FILE = 1; // [MS-SMB2] 2.2.39
    private static final int RENAME = 10; // [MS-FSCC] 2.4.42
    private static final int DISPOSITION = 13; // [MS-FSCC] 2.4.11
    private static final int DISPOSITION_EX = 64; // [MS-FSCC] 2.4.12

    private static final int REVISION_311 = 0x0311;
    private static final int ENCRYPTION_CAPABILITIES = 2;
    private static final int MAX_CONTEXTS = 16;

    private static final int GUEST = 1;
    private static final int ANONYMOUS = 2;

    private static final int DIRECTORY = 0x10; // [MS-FSCC] 2.6

    private static final long NO_FILE = -1L; // both halves: the file of the request before, in a compound

    private final Conversation conversation;

    private StreamView in = new StreamView();
    private EventWriter out;
    private Side side;
    private int at;
    private int end; // of what is there of the message
    private int status;
    private long id;
    private long sessionId;
    private long treeId;
    private int flags;

    Smb2Reader(Conversation conversation) {
        this.conversation = conversation;
    }

    /** The place after what was eaten, or {@link SmbParser#WAIT}. */
    int read(Side side, StreamView in, int at, int available, EventWriter out) {
        if (side.frameLeft < HEADER) {
            side.messageLeft = side.frameLeft;
            side.next = Next.REST;
            return at;
        }
        if (available < HEADER) {
            return SmbParser.WAIT;
        }
        long next = in.u32le(at + 20);
        int length = next >= HEADER && next <= side.frameLeft ? (int) next : side.frameLeft;
        this.in = in;
        this.at = at;
        this.flags = in.i32le(at + 16);
        int command = in.u16le(at + 12);
        int least = Math.min(length, least(command));
        if (available < least) {
            return SmbParser.WAIT;
        }
        end = at + least;
        int content = contentOffset(command, length);
        int needed = content > 0 && content <= SmbParser.MAX_MESSAGE
                ? Math.clamp(content, least, length)
                : Math.min(length, needed(command));
        if (available < needed) {
            return SmbParser.WAIT;
        }
        this.out = out;
        this.side = side;
        end = at + needed;
        side.content(null, 0, 0, false);
        conversation.seen(2, out);
        onMessage(command);
        side.contentLeft = content == needed ? Math.min(side.contentLeft, length - needed) : 0;
        side.frameLeft -= needed;
        side.messageLeft = length - needed;
        side.next = side.contentLeft > 0 ? Next.CONTENT : Next.REST;
        return at + needed;
    }

    private boolean isResponse() {
        return (flags & RESPONSE) != 0;
    }

    /** Bytes that tell where the content begins. */
    private int least(int command) {
        return switch (command) {
            case READ, WRITE -> HEADER + 16;
            case IOCTL -> HEADER + 48;
            default -> HEADER;
        };
    }

    /** Where the content of a file or pipe begins in the message; 0 when it has none. */
    private int contentOffset(int command, int length) {
        if (end - at < least(command)) {
            return 0;
        }
        if (command == WRITE && !isResponse()) {
            return Math.max(in.u16le(at + 66), HEADER + 48);
        }
        if (command == READ && isResponse()) {
            return Math.max(in.u8(at + 66), HEADER + 16);
        }
        if (command == IOCTL && in.i32le(at + 68) == PIPE_TRANSCEIVE) {
            long offset = in.u32le(at + (isResponse() ? 96 : 88));
            return offset <= length ? Math.max((int) offset, least(command)) : 0;
        }
        return 0;
    }

    /** How much of a message without content is read. */
    private int needed(int command) {
        return switch (command) {
            case NEGOTIATE, SESSION_SETUP, TREE_CONNECT, CREATE, SET_INFO -> SmbParser.MAX_MESSAGE;
            default -> HEADER + 56;
        };
    }

    private boolean has(int offset, long size) {
        return size >= 0 && offset >= 0 && size <= end - at - offset;
    }

    private void onMessage(int command) {
        id = in.u64le(at + 24);
        status = in.i32le(at + 8);
        sessionId = in.u64le(at + 40);
        treeId = (flags & ASYNC) != 0 ? 0 : in.u32le(at + 36);
        if ((flags & SIGNED) != 0) {
            conversation.signed(sessionId);
        }
        if (isResponse()) {
            onResponse(command);
        } else {
            onRequest(command);
        }
    }

    private void onRequest(int command) {
        if ((flags & RELATED) != 0) {
            if (sessionId == NO_FILE || sessionId == 0) {
                sessionId = side.chainSession;
            }
            if (treeId == 0xFFFF_FFFFL || treeId == 0) {
                treeId = side.chainTree;
            }
        } else {
            side.chainFile(null);
        }
        side.chainSession = sessionId;
        side.chainTree = treeId;
        Request request = conversation.begin(id, command, sessionId, treeId, out);
        switch (command) {
            case NEGOTIATE -> onNegotiateRequest();
            case SESSION_SETUP -> onSessionSetupRequest();
            case TREE_CONNECT -> onTreeConnectRequest(request);
            case CREATE -> onCreateRequest(request);
            case CLOSE -> request.file(file(72));
            case READ -> onReadRequest(request);
            case WRITE -> onWriteRequest(request);
            case IOCTL -> onIoctlRequest(request);
            case SET_INFO -> onSetInfoRequest(request);
            default -> {}
        }
        OpenFile file = request.file();
        if (file != null) {
            side.chainFile(file);
        }
    }

    private void onResponse(int command) {
        if (status == NtStatus.PENDING) {
            return; // the answer comes later
        }
        Request request = conversation.requests.find(id);
        if (request != null && request.command != command) {
            request = null;
        }
        switch (command) {
            case NEGOTIATE -> onNegotiateResponse();
            case SESSION_SETUP -> onSessionSetupResponse();
            case LOGOFF -> conversation.loggedOff(sessionId, out);
            case TREE_CONNECT -> onTreeConnectResponse(request);
            case TREE_DISCONNECT -> conversation.disconnected(sessionId, request == null ? treeId : request.treeId);
            case CREATE -> onCreateResponse(request);
            case CLOSE -> onCloseResponse(request);
            case READ -> onReadResponse(request);
            case WRITE -> onWriteResponse(request);
            case IOCTL -> onIoctlResponse(request);
            default -> {}
        }
        if (request != null) {
            conversation.requests.end(request);
        }
    }

    private boolean isFine() {
        return !NtStatus.isError(status) || status == NtStatus.MORE_PROCESSING_REQUIRED;
    }

    // negotiation and logon

    private void onNegotiateRequest() {
        if (!has(64, 36)) {
            return;
        }
        Negotiated agreed = conversation.agreed;
        Guid.append(in, at + 76, agreed.clientGuid);
        agreed.offers = 0;
        int count = in.u16le(at + 66);
        for (int i = 0; i < count && i < Negotiated.MAX_DIALECTS && has(100 + 2 * i, 2); i++) {
            Negotiated.appendRevision(in.u16le(at + 100 + 2 * i), agreed.offer());
        }
    }

    private void onNegotiateResponse() {
        if (!isFine() || !has(64, 64)) {
            return;
        }
        Negotiated agreed = conversation.agreed;
        int mode = in.u16le(at + 66);
        agreed.signing((mode & 1) != 0, (mode & 2) != 0);
        int revision = in.u16le(at + 68);
        agreed.dialect.clear();
        Negotiated.appendRevision(revision, agreed.dialect);
        if (revision >>> 8 == 3) {
            conversation.seen(3, out);
        }
        Guid.append(in, at + 72, agreed.serverGuid);
        token(in.u16le(at + 120), in.u16le(at + 122));
        if (revision == REVISION_311) {
            contexts(in.u32le(at + 124), in.u16le(at + 70));
        }
    }

    private void contexts(long offset, int count) {
        for (int i = 0; i < Math.min(count, MAX_CONTEXTS) && offset <= end - at && has((int) offset, 12); i++) {
            int data = at + (int) offset + 8;
            if (in.u16le(data - 8) == ENCRYPTION_CAPABILITIES && in.u16le(data) > 0) {
                conversation.agreed.cipher(in.u16le(data + 2));
            }
            offset += 8 + (in.u16le(data - 6) + 7 & ~7);
        }
    }

    private void token(int offset, int length) {
        if (length > 0 && has(offset, length)) {
            conversation.token(in, at + offset, length, out);
        }
    }

    private void onSessionSetupRequest() {
        conversation.logon(sessionId, out);
        if (has(64, 24)) {
            token(in.u16le(at + 76), in.u16le(at + 78));
        }
    }

    private void onSessionSetupResponse() {
        boolean hasBody = isFine() && has(64, 8);
        if (hasBody) {
            token(in.u16le(at + 68), in.u16le(at + 70));
        }
        int sessionFlags = hasBody ? in.u16le(at + 66) : 0;
        conversation.loggedOn(sessionId, status, (sessionFlags & GUEST) != 0, (sessionFlags & ANONYMOUS) != 0, out);
    }

    // shares

    private void onTreeConnectRequest(Request request) {
        Tree tree = conversation.trees.begin(sessionId, out.nowNs());
        request.tree(tree);
        if (has(64, 8)) {
            int offset = in.u16le(at + 68);
            int length = in.u16le(at + 70);
            if (has(offset, length)) {
                SmbText.utf16(in, at + offset, length, tree.path);
            }
        }
    }

    private void onTreeConnectResponse(@Nullable Request request) {
        Tree tree = request == null ? null : request.tree();
        if (tree == null) {
            tree = conversation.trees.begin(sessionId, out.nowNs());
        }
        if (isFine() && has(64, 8)) {
            int type = in.u8(at + 66);
            tree.type = type <= Tree.PRINT ? type : Tree.UNKNOWN;
            conversation.trees.open(tree, sessionId, treeId);
        }
        conversation.connected(tree, status, null, out);
    }

    // files

    private void onCreateRequest(Request request) {
        Tree tree = treeId == 0 ? null : conversation.trees.of(sessionId, treeId, sessionId, out.nowNs());
        OpenFile file = conversation.asked(tree, sessionId, out);
        file.showsPath = true;
        request.file(file);
        if (has(64, 56)) {
            file.options = in.i32le(at + 104);
            int offset = in.u16le(at + 108);
            int length = in.u16le(at + 110);
            if (has(offset, length)) {
                SmbText.utf16(in, at + offset, length, file.name);
            }
        }
        conversation.named(file, tree);
    }

    private void onCreateResponse(@Nullable Request request) {
        OpenFile file = request == null ? null : request.file();
        if (!isFine()) {
            if (file != null) {
                conversation.refused(file, status, out);
            }
            return;
        }
        if (!has(64, 80)) {
            return;
        }
        if (file == null) {
            long tree = request == null ? treeId : request.treeId;
            file = conversation.asked(conversation.trees.of(sessionId, tree, sessionId, out.nowNs()), sessionId, out);
            file.showsPath = true;
        }
        file.createdNs = Conversation.toNs(in.u64le(at + 72));
        file.accessedNs = Conversation.toNs(in.u64le(at + 80));
        file.modifiedNs = Conversation.toNs(in.u64le(at + 88));
        file.changedNs = Conversation.toNs(in.u64le(at + 96));
        file.hasTimes = file.modifiedNs > 0;
        file.isDirectory = (in.i32le(at + 120) & DIRECTORY) != 0;
        file.size = Math.max(0, in.u64le(at + 112));
        conversation.opened(file, in.u64le(at + 128), in.u64le(at + 136), out);
    }

    /** The file whose id is at this offset, or the one that the request before in the compound was about. */
    private @Nullable OpenFile file(int offset) {
        if (!has(offset, 16)) {
            return null;
        }
        long high = in.u64le(at + offset);
        long low = in.u64le(at + offset + 8);
        if (high == NO_FILE && low == NO_FILE) {
            return side.chainFile();
        }
        return conversation.files.find(high, low);
    }

    /** The same, made without a name where its opening was not seen. */
    private @Nullable OpenFile fileOrNew(int offset) {
        OpenFile file = file(offset);
        if (file != null || !has(offset, 16) || in.u64le(at + offset) == NO_FILE) {
            return file;
        }
        Tree tree = treeId == 0 ? null : conversation.trees.of(sessionId, treeId, sessionId, out.nowNs());
        return conversation.file(in.u64le(at + offset), in.u64le(at + offset + 8), tree, sessionId, out);
    }

    private void onCloseResponse(@Nullable Request request) {
        OpenFile file = request == null ? null : request.file();
        if (file != null && isFine()) {
            conversation.closed(file, out);
        }
    }

    private void onReadRequest(Request request) {
        request.file(fileOrNew(80));
        request.offset = has(72, 8) ? in.u64le(at + 72) : 0;
    }

    private void onReadResponse(@Nullable Request request) {
        OpenFile file = request == null ? null : request.file();
        if (file == null) {
            return;
        }
        if (!isFine()) {
            file.readStatus = status;
        } else if (has(64, 16)) {
            side.content(file, request.offset, length(in.u32le(at + 68)), false);
        }
    }

    private static int length(long bytes) {
        return (int) Math.min(bytes, Integer.MAX_VALUE);
    }

    private void onWriteRequest(Request request) {
        OpenFile file = fileOrNew(80);
        request.file(file);
        if (file != null) {
            side.content(file, in.u64le(at + 72), length(in.u32le(at + 68)), true);
        }
    }

    private void onWriteResponse(@Nullable Request request) {
        OpenFile file = request == null ? null : request.file();
        if (file != null && !isFine()) {
            file.writeStatus = status;
        }
    }

    private void onIoctlRequest(Request request) {
        if (has(64, 48) && in.i32le(at + 68) == PIPE_TRANSCEIVE) {
            OpenFile file = fileOrNew(72);
            request.file(file);
            side.content(file, 0, length(in.u32le(at + 92)), true);
        }
    }

    private void onIoctlResponse(@Nullable Request request) {
        OpenFile file = request == null ? null : request.file();
        if (file != null && isFine() && has(64, 48) && in.i32le(at + 68) == PIPE_TRANSCEIVE) {
            side.content(file, 0, length(in.u32le(at + 100)), false);
        }
    }

    private void onSetInfoRequest(Request request) {
        OpenFile file = file(80);
        request.file(file);
        if (file == null || !has(64, 32) || in.u8(at + 66) != INFO_FILE) {
            return;
        }
        int offset = in.u16le(at + 72);
        switch (in.u8(at + 67)) {
            case RENAME -> onRename(file, offset);
            case DISPOSITION, DISPOSITION_EX -> {
                if (has(offset, 1) && (in.u8(at + offset) & 1) != 0) {
                    conversation.deleted(file, out);
                }
            }
            default -> {}
        }
    }

    private void onRename(OpenFile file, int offset) {
        if (!has(offset, 20)) {
            return;
        }
        long length = in.u32le(at + offset + 16);
        if (has(offset + 20, length)) {
            conversation.renamed(file, in, at + offset + 20, (int) length, true, out);
        }
    }
}
