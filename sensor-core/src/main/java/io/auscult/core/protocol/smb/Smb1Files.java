package io.auscult.core.protocol.smb;

import io.auscult.core.protocol.TextSlot;
import org.jspecify.annotations.Nullable;

/** Shares and files in SMB 1, [MS-CIFS] 2.2.4 and [MS-SMB] 2.2.4. Part of its {@link Smb1Reader}. */
final class Smb1Files {
    private static final int DELETE = 0x06;
    private static final int READ = 0x0A;
    private static final int READ_ANDX = 0x2E;
    private static final int TREE_CONNECT = 0x70;
    private static final int TREE_CONNECT_ANDX = 0x75;
    private static final int HEADER = 32; // bytes

    private final Smb1Reader message;
    private final Conversation conversation;
    private final TextSlot fileSystem = new TextSlot(64);

    Smb1Files(Smb1Reader message) {
        this.message = message;
        this.conversation = message.conversation;
    }

    void onTreeConnect(int command, int block, Request request) {
        Tree tree = conversation.trees.begin(message.uid, message.out.nowNs());
        request.tree(tree);
        if (command == TREE_CONNECT_ANDX && message.words(block, 4)) {
            message.cursor = Math.min(message.end, message.cursor + message.u16(block + 7));
            message.string(tree.path);
            message.string(false, tree.service);
        } else if (command == TREE_CONNECT && message.words(block, 0)) {
            message.cursor++; // each string has its type before it
            message.string(false, tree.path);
            message.cursor++;
            message.string(false, tree.service); // the password: overwritten by what follows
            message.cursor++;
            message.string(false, tree.service);
        }
    }

    void onTreeConnected(int command, int block, @Nullable Request request) {
        Tree tree = request == null ? null : request.tree();
        if (tree == null) {
            tree = conversation.trees.begin(message.uid, message.out.nowNs());
        }
        fileSystem.clear();
        if (message.isFine() && command == TREE_CONNECT_ANDX && message.words(block, 2)) {
            message.string(false, tree.service);
            if (message.cursor < message.end) {
                message.string(fileSystem);
            }
        }
        tree.type =
                SmbText.sameName(tree.service, "ipc") ? Tree.PIPE : Tree.DISK; // as Zeek, which knows no printers here
        if (message.isFine()) {
            conversation.trees.open(
                    tree, 0, command == TREE_CONNECT && message.words(block, 2) ? message.u16(block + 3) : message.tid);
        }
        conversation.connected(tree, message.status, fileSystem, message.out);
    }

    Tree tree() {
        return conversation.trees.of(0, message.tid, message.uid, message.out.nowNs());
    }

    // files

    @Nullable
    OpenFile file(int fid) {
        OpenFile chained = message.side.chainFile();
        return chained != null ? chained : conversation.files.find(0, fid);
    }

    OpenFile fileOrNew(int fid) {
        OpenFile file = file(fid);
        if (file == null) {
            file = conversation.file(0, fid, tree(), message.uid, message.out);
        }
        file.showsPath = file.share.isSet();
        return file;
    }

    OpenFile asked(Request request) {
        OpenFile file = conversation.asked(tree(), message.uid, message.out);
        request.file(file);
        message.side.chainFile(file);
        return file;
    }

    void onNtCreate(int block, Request request) {
        OpenFile file = asked(request);
        if (message.words(block, 24)) {
            file.options = (int) message.u32(block + 40);
            message.string(file.name);
        }
    }

    void onNtCreated(int block, @Nullable Request request) {
        OpenFile file = request == null ? null : request.file();
        if (file == null) {
            return;
        }
        if (!message.isFine()) {
            conversation.refused(file, message.status, message.out);
        } else if (message.words(block, 34)) {
            times(file, block + 12);
            file.size = Math.max(0, message.u64(block + 56));
            conversation.opened(file, 0, message.u16(block + 6), message.out);
        }
    }

    /** Four times: of creation, last access, last writing and last change. */
    void times(OpenFile file, int offset) {
        file.createdNs = Conversation.toNs(message.u64(offset));
        file.accessedNs = Conversation.toNs(message.u64(offset + 8));
        file.modifiedNs = Conversation.toNs(message.u64(offset + 16));
        file.changedNs = Conversation.toNs(message.u64(offset + 24));
        file.hasTimes = file.modifiedNs > 0;
    }

    void onOpen(int block, int words, boolean hasType, Request request) {
        OpenFile file = asked(request);
        if (message.words(block, words)) {
            message.cursor += hasType ? 1 : 0;
            message.string(file.name);
        }
    }

    void onOpened(int block, int words, int fid, int size, @Nullable Request request) {
        OpenFile file = request == null ? null : request.file();
        if (file == null) {
            return;
        }
        if (!message.isFine()) {
            conversation.refused(file, message.status, message.out);
        } else if (message.words(block, words)) {
            file.size = message.u32(size);
            conversation.opened(file, 0, message.u16(fid), message.out);
        }
    }

    void onCreateDirectory(int block, Request request) {
        onOpen(block, 0, true, request);
    }

    void onDirectoryCreated(@Nullable Request request) {
        OpenFile file = request == null ? null : request.file();
        if (file != null) {
            conversation.refused(file, message.status, message.out); // told with its status; it is not open afterwards
        }
    }

    void onClosed(@Nullable Request request) {
        OpenFile file = request == null ? null : request.file();
        if (file != null && message.isFine()) {
            conversation.closed(file, message.out);
        }
    }

    void onReadAndX(int block, Request request) {
        if (message.words(block, 10)) {
            request.file(fileOrNew(message.u16(block + 5)));
            request.offset = message.u32(block + 7) + (message.u8(block) >= 12 ? high(block + 21) : 0);
        }
    }

    /** The upper half of an offset; some send all ones. */
    private long high(int offset) {
        return message.u32(offset) == 0xFFFF_FFFFL ? 0 : message.u32(offset) << 32;
    }

    void onRead(int block, Request request) {
        if (message.words(block, 5)) {
            request.file(fileOrNew(message.u16(block + 1)));
            request.offset = message.u32(block + 5);
        }
    }

    void onReadReply(int command, int block, @Nullable Request request) {
        OpenFile file = request == null ? null : request.file();
        if (file == null) {
            return;
        }
        if (!message.isFine()) {
            file.readStatus = message.status;
        } else if (command == READ && message.words(block, 5)) {
            content(file, request.offset, block + 16, message.u16(block + 1), false);
        } else if (command == READ_ANDX && message.words(block, 12)) {
            content(
                    file,
                    request.offset,
                    message.u16(block + 13),
                    message.u16(block + 11) | message.u16(block + 15) << 16,
                    false);
        }
    }

    void onWriteAndX(int block, Request request) {
        if (!message.words(block, 12)) {
            return;
        }
        OpenFile file = fileOrNew(message.u16(block + 5));
        request.file(file);
        long offset = message.u32(block + 7) + (message.u8(block) >= 14 ? high(block + 25) : 0);
        content(file, offset, message.u16(block + 23), message.u16(block + 21) | message.u16(block + 19) << 16, true);
    }

    void onWrite(int block, Request request) {
        if (message.words(block, 5)) {
            OpenFile file = fileOrNew(message.u16(block + 1));
            request.file(file);
            content(file, message.u32(block + 5), block + 16, message.u16(block + 3), true);
        }
    }

    void onWritten(@Nullable Request request) {
        OpenFile file = request == null ? null : request.file();
        if (file != null && !message.isFine()) {
            file.writeStatus = message.status;
        }
    }

    /** Content of a file or pipe: what is there passes now, the rest as it comes. */
    void content(OpenFile file, long offset, int from, int length, boolean isWrite) {
        if (length <= 0 || from < HEADER || from > message.end) {
            return;
        }
        message.side.content(file, offset, length, isWrite);
        int here = Math.min(length, message.end - from);
        if (here > 0) {
            conversation.content(message.side, message.in, message.at + from, here, message.out);
            message.side.contentLeft -= here;
            if (message.side.contentLeft == 0) {
                conversation.contentEnds(message.side, message.out);
            }
        }
    }

    void onDelete(int command, int block) {
        if (!message.words(block, command == DELETE ? 1 : 0)) {
            return;
        }
        OpenFile file = conversation.asked(tree(), message.uid, message.out);
        message.cursor++; // its type
        message.string(file.name);
        conversation.deleted(file, message.out);
        file.clear();
    }

    void onRename(int block) {
        if (!message.words(block, 1)) {
            return;
        }
        OpenFile file = conversation.asked(tree(), message.uid, message.out);
        message.cursor++; // its type
        message.string(file.name);
        message.cursor++;
        int from = Math.min(message.end, message.cursor + (message.isUnicode() ? message.cursor & 1 : 0));
        conversation.renamed(file, message.in, message.at + from, message.end - from, message.isUnicode(), message.out);
        file.clear();
    }
}
