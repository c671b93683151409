package io.auscult.core.protocol.smb;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Puts messages of SMB together in tests; numbers with the lower byte first. */
final class SmbBytes {
    static final int RESPONSE = 1;
    static final int ASYNC = 2;
    static final int RELATED = 4;
    static final int SIGNED = 8;

    static final long SESSION = 0x1122_3344_5566L;
    static final int TREE = 7;
    static final int MORE = 0xC000_0016;
    static final int ACCESS_DENIED = 0xC000_0022;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    SmbBytes u8(int... values) {
        for (int value : values) {
            out.write(value);
        }
        return this;
    }

    SmbBytes u16(int... values) {
        for (int value : values) {
            u8(value, value >> 8);
        }
        return this;
    }

    SmbBytes u32(long... values) {
        for (long value : values) {
            u16((int) value, (int) (value >> 16));
        }
        return this;
    }

    SmbBytes u64(long... values) {
        for (long value : values) {
            u32(value, value >> 32);
        }
        return this;
    }

    SmbBytes zeros(int count) {
        return bytes(new byte[count]);
    }

    SmbBytes bytes(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    SmbBytes text(String latin1) {
        return bytes(latin1.getBytes(StandardCharsets.ISO_8859_1));
    }

    SmbBytes utf16(String text) {
        return bytes(text.getBytes(StandardCharsets.UTF_16LE));
    }

    byte[] done() {
        return out.toByteArray();
    }

    /** Messages in one frame; all but the last get their offset to the next, and are filled up to eight bytes. */
    static byte[] frame(byte[]... messages) {
        SmbBytes all = new SmbBytes();
        for (int i = 0; i < messages.length; i++) {
            byte[] message = messages[i];
            if (i + 1 < messages.length) {
                int padded = message.length + 7 & ~7;
                ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN).putInt(20, padded);
                all.bytes(message).zeros(padded - message.length);
            } else {
                all.bytes(message);
            }
        }
        byte[] body = all.done();
        return new SmbBytes()
                .u8(0, body.length >> 16, body.length >> 8, body.length)
                .bytes(body)
                .done();
    }

    /** One message of SMB2. */
    static byte[] message(int command, int flags, int status, long id, int tree, long session, byte[] body) {
        return new SmbBytes()
                .u8(0xFE)
                .text("SMB")
                .u16(64, 1)
                .u32(status)
                .u16(command, 1)
                .u32(flags, 0)
                .u64(id)
                .u32(0, tree)
                .u64(session)
                .zeros(16)
                .bytes(body)
                .done();
    }

    static byte[] request(int command, long id, byte[] body) {
        return frame(message(command, 0, 0, id, TREE, SESSION, body));
    }

    static byte[] response(int command, long id, byte[] body) {
        return response(command, id, 0, body);
    }

    static byte[] response(int command, long id, int status, byte[] body) {
        return frame(message(command, RESPONSE, status, id, TREE, SESSION, body));
    }

    static byte[] error(int command, long id, int status) {
        return response(
                command, id, status, new SmbBytes().u16(9, 0).u32(0).u8(0).done());
    }

    static byte[] negotiateRequest(int... dialects) {
        return request(
                0,
                0,
                new SmbBytes()
                        .u16(36, dialects.length, 1, 0)
                        .u32(0x7F)
                        .zeros(16)
                        .zeros(8)
                        .u16(dialects)
                        .done());
    }

    static byte[] negotiateResponse(int dialect) {
        return response(
                0,
                0,
                new SmbBytes()
                        .u16(65, 3, dialect, 0)
                        .u8(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
                        .u32(0x7F, 1 << 20, 1 << 20, 1 << 20)
                        .u64(0, 0)
                        .u16(128, 0)
                        .u32(0)
                        .done());
    }

    static byte[] sessionSetupRequest(long id, long session) {
        byte[] token = {1, 2, 3};
        return frame(message(
                1,
                0,
                0,
                id,
                0,
                session,
                new SmbBytes()
                        .u16(25)
                        .u8(0, 1)
                        .u32(1, 0)
                        .u16(88, token.length)
                        .u64(0)
                        .bytes(token)
                        .done()));
    }

    static byte[] sessionSetupResponse(long id, int status, int sessionFlags) {
        return frame(message(
                1,
                RESPONSE,
                status,
                id,
                0,
                SESSION,
                new SmbBytes().u16(9, sessionFlags, 72, 0).done()));
    }

    static byte[] treeConnectRequest(long id, String path) {
        return frame(message(
                3,
                0,
                0,
                id,
                0,
                SESSION,
                new SmbBytes().u16(9, 0, 72, 2 * path.length()).utf16(path).done()));
    }

    static byte[] treeConnectResponse(long id, int type) {
        return response(
                3, id, new SmbBytes().u16(16).u8(type, 0).u32(0, 0, 0x1F).done());
    }

    static byte[] create(String name, int options) {
        return new SmbBytes()
                .u16(57)
                .u8(0, 0)
                .u32(2)
                .zeros(16)
                .u32(0x12_0089, 0, 7, 1, options)
                .u16(120, 2 * name.length())
                .u32(0, 0)
                .utf16(name)
                .done();
    }

    static byte[] created(long fileId, long size) {
        long time = 132_223_104_000_000_000L; // 2020-01-01
        return new SmbBytes()
                .u16(89)
                .u8(0, 0)
                .u32(1)
                .u64(time, time, time, time, size, size)
                .u32(0x20, 0)
                .u64(fileId, fileId)
                .u32(0, 0)
                .done();
    }

    static byte[] close(long high, long low) {
        return new SmbBytes().u16(24, 0).u32(0).u64(high, low).done();
    }

    static byte[] closed() {
        return new SmbBytes().u16(60, 0).u32(0).zeros(52).done();
    }

    static byte[] read(long fileId, int length, long offset) {
        return new SmbBytes()
                .u16(49)
                .u8(0x50, 0)
                .u32(length)
                .u64(offset, fileId, fileId)
                .u32(1, 0, 0, 0)
                .u8(0)
                .done();
    }

    static byte[] readData(byte[] data) {
        return new SmbBytes()
                .u16(17)
                .u8(80, 0)
                .u32(data.length, 0, 0)
                .bytes(data)
                .done();
    }

    static byte[] write(long fileHigh, long fileLow, long offset, byte[] data) {
        return new SmbBytes()
                .u16(49, 112)
                .u32(data.length)
                .u64(offset, fileHigh, fileLow)
                .u32(0, 0, 0, 0)
                .bytes(data)
                .done();
    }

    static byte[] written(int count) {
        return new SmbBytes().u16(17, 0).u32(count, 0, 0).done();
    }

    static byte[] setInfo(int infoClass, long high, long low, byte[] value) {
        return new SmbBytes()
                .u16(33)
                .u8(1, infoClass)
                .u32(value.length)
                .u16(96, 0)
                .u32(0)
                .u64(high, low)
                .bytes(value)
                .done();
    }

    static byte[] newName(String name) {
        return new SmbBytes().zeros(16).u32(2 * name.length()).utf16(name).done();
    }

    // SMB1

    static final int UID = 100;
    static final int TID = 5;

    /** One message of SMB1 in its frame; strings of 16 bits. */
    static byte[] old(int command, boolean isReply, int status, int id, int tid, byte[] words, byte[] bytes) {
        return frame(new SmbBytes()
                .u8(0xFF)
                .text("SMB")
                .u8(command)
                .u32(status)
                .u8(isReply ? 0x98 : 0x18)
                .u16(0xC801, 0)
                .zeros(8)
                .u16(0, tid, 0xFEFF, UID, id)
                .u8(words.length / 2)
                .bytes(words)
                .u16(bytes.length)
                .bytes(bytes)
                .done());
    }

    static byte[] oldRequest(int command, int id, byte[] words, byte[] bytes) {
        return old(command, false, 0, id, TID, words, bytes);
    }

    static byte[] oldReply(int command, int id, byte[] words, byte[] bytes) {
        return old(command, true, 0, id, TID, words, bytes);
    }

    static byte[] oldError(int command, int id, int status) {
        return old(command, true, status, id, TID, new byte[0], new byte[0]);
    }

    private static SmbBytes last() {
        return new SmbBytes().u8(0xFF, 0).u16(0);
    }

    static byte[] oldTreeConnect(int id, String path) {
        byte[] words = last().u16(0, 1).done();
        // the password's one byte makes the path begin at an even place
        return oldRequest(
                0x75,
                id,
                words,
                new SmbBytes().u8(0).utf16(path + "\0").text("?????\0").done());
    }

    static byte[] oldTreeConnected(int id, String service) {
        byte[] words = last().u16(1).done();
        byte[] name = (service + "\0").getBytes(StandardCharsets.ISO_8859_1);
        return oldReply(
                0x75,
                id,
                words,
                new SmbBytes()
                        .bytes(name)
                        .zeros((name.length + 1) % 2)
                        .utf16("NTFS\0")
                        .done());
    }

    static byte[] oldCreate(int id, String name, int options) {
        byte[] words = last().u8(0)
                .u16(2 * name.length())
                .u32(0x16, 0, 0x2019F)
                .u64(0)
                .u32(0, 7, 1, options, 2)
                .u8(0)
                .done();
        return oldRequest(
                0xA2, id, words, new SmbBytes().u8(0).utf16(name + "\0").done());
    }

    static byte[] oldCreated(int id, int fid, long size) {
        long time = 132_223_104_000_000_000L; // 2020-01-01
        byte[] words = last().u8(0)
                .u16(fid)
                .u32(1)
                .u64(time, time, time, time)
                .u32(0x80)
                .u64(size, size)
                .u16(0, 0)
                .u8(0)
                .done();
        return oldReply(0xA2, id, words, new byte[0]);
    }

    static byte[] oldClose(int id, int fid) {
        return oldRequest(0x04, id, new SmbBytes().u16(fid).u32(0).done(), new byte[0]);
    }

    static byte[] oldClosed(int id) {
        return oldReply(0x04, id, new byte[0], new byte[0]);
    }

    static byte[] oldWrite(int id, int fid, long offset, byte[] data) {
        byte[] words = last().u16(fid)
                .u32(offset, 0)
                .u16(0, 0, data.length >> 16, data.length, 64)
                .u32(0)
                .done();
        return oldRequest(0x2F, id, words, new SmbBytes().u8(0).bytes(data).done());
    }

    static byte[] oldRead(int id, int fid, long offset, int length) {
        byte[] words = last().u16(fid)
                .u32(offset)
                .u16(length, length)
                .u32(0)
                .u16(0)
                .u32(0)
                .done();
        return oldRequest(0x2E, id, words, new byte[0]);
    }

    static byte[] oldReadData(int id, byte[] data) {
        byte[] words =
                last().u16(0, 0, 0, data.length, 60, data.length >> 16).u64(0).done();
        return oldReply(0x2E, id, words, new SmbBytes().u8(0).bytes(data).done());
    }

    static byte[] oldTransaction(int id, int fid, byte[] data) {
        byte[] words = new SmbBytes()
                .u16(0, data.length, 0, 1024)
                .u8(0, 0)
                .u16(0)
                .u32(0)
                .u16(0, 0, 84, data.length, 84)
                .u8(2, 0)
                .u16(0x26, fid)
                .done();
        return oldRequest(
                0x25,
                id,
                words,
                new SmbBytes().u8(0).utf16("\\PIPE\\\0").zeros(2).bytes(data).done());
    }

    static byte[] oldTransactionReply(int id, byte[] data) {
        byte[] words = new SmbBytes()
                .u16(0, data.length, 0, 0, 56, 0, data.length, 56, 0)
                .u8(0, 0)
                .done();
        return oldReply(0x25, id, words, new SmbBytes().u8(0).bytes(data).done());
    }
}
