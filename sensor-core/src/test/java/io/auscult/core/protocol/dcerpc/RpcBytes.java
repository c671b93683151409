package io.auscult.core.protocol.dcerpc;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Puts DCE/RPC messages together in tests, in either byte order. */
final class RpcBytes {
    static final String NDR = "8a885d04-1ceb-11c9-9fe8-08002b104860";
    static final String NDR64 = "71710533-beba-4937-8319-b5dbef9ccc36";
    static final int FIRST = 1;
    static final int LAST = 2;
    static final int WHOLE = FIRST | LAST;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final boolean little;

    private RpcBytes(boolean little) {
        this.little = little;
    }

    static RpcBytes little() {
        return new RpcBytes(true);
    }

    static RpcBytes big() {
        return new RpcBytes(false);
    }

    RpcBytes u8(int... values) {
        for (int value : values) {
            out.write(value);
        }
        return this;
    }

    RpcBytes u16(int value) {
        return little ? u8(value, value >> 8) : u8(value >> 8, value);
    }

    RpcBytes u32(long value) {
        int low = (int) value & 0xFFFF;
        int high = (int) (value >> 16) & 0xFFFF;
        return little ? u16(low).u16(high) : u16(high).u16(low);
    }

    RpcBytes u64(long value) {
        return little ? u32(value).u32(value >>> 32) : u32(value >>> 32).u32(value);
    }

    RpcBytes uuid(String text) {
        UUID uuid = UUID.fromString(text);
        long high = uuid.getMostSignificantBits();
        u32(high >>> 32).u16((int) (high >>> 16) & 0xFFFF).u16((int) high & 0xFFFF);
        for (int i = 7; i >= 0; i--) {
            u8((int) (uuid.getLeastSignificantBits() >>> 8 * i));
        }
        return this;
    }

    RpcBytes bytes(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    RpcBytes align(int size) {
        while (out.size() % size != 0) {
            out.write(0);
        }
        return this;
    }

    /** A text of 16-bit characters with its terminator, as a conformant varying array. */
    RpcBytes text(String text) {
        align(4).u32(text.length() + 1).u32(0).u32(text.length() + 1);
        for (char c : (text + '\0').toCharArray()) {
            u16(c);
        }
        return this;
    }

    /** The same behind a pointer; null for none. */
    RpcBytes pointer(String text) {
        align(4);
        return text == null ? u32(0) : u32(0x20000).text(text);
    }

    int size() {
        return out.size();
    }

    byte[] done() {
        return out.toByteArray();
    }

    /** The message with its header. */
    byte[] pdu(int type, int flags, int callId) {
        return pdu(type, flags, callId, new byte[0]);
    }

    /** The message with its header, and a token behind a trailer that is part of {@code auth}. */
    byte[] pdu(int type, int flags, int callId, byte[] auth) {
        byte[] body = done();
        return new RpcBytes(little)
                .u8(5, 0, type, flags, little ? 0x10 : 0, 0, 0, 0)
                .u16(16 + body.length + auth.length)
                .u16(Math.max(0, auth.length - 8))
                .u32(callId)
                .bytes(body)
                .bytes(auth)
                .done();
    }

    static byte[] bind(RpcBytes order, int callId, String uuid) {
        return order.u16(5840)
                .u16(5840)
                .u32(0)
                .u8(1, 0, 0, 0)
                .u16(0)
                .u8(1, 0)
                .uuid(uuid)
                .u32(1)
                .uuid(NDR)
                .u32(2)
                .pdu(11, WHOLE, callId);
    }

    static byte[] bindAck(RpcBytes order, int callId, String pipe) {
        byte[] name = (pipe + '\0').getBytes(StandardCharsets.ISO_8859_1);
        return order.u16(5840)
                .u16(5840)
                .u32(77)
                .u16(name.length)
                .bytes(name)
                .align(4)
                .u8(1, 0, 0, 0)
                .u16(0)
                .u16(0)
                .uuid(NDR)
                .u32(2)
                .pdu(12, WHOLE, callId);
    }

    static byte[] request(RpcBytes order, int callId, int opnum, byte[] stub) {
        return order.u32(stub.length).u16(0).u16(opnum).bytes(stub).pdu(0, WHOLE, callId);
    }

    static byte[] response(RpcBytes order, int callId, byte[] stub) {
        return order.u32(stub.length).u16(0).u16(0).bytes(stub).pdu(2, WHOLE, callId);
    }

    static byte[] fault(RpcBytes order, int callId, long status) {
        return order.u32(32).u16(0).u16(0).u32(status).u32(0).pdu(3, WHOLE, callId);
    }
}
