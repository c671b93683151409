package io.auscult.core.protocol.dhcp;

import io.auscult.core.protocol.Bytes;

/** DHCP messages for tests. */
final class DhcpMessages {
    private DhcpMessages() {}

    static Bytes begin(int op, long xid, long ciaddr, long yiaddr) {
        return new Bytes()
                .u8(op, 1, 6, 0)
                .u32(xid)
                .u32(0)
                .u32(ciaddr)
                .u32(yiaddr)
                .u32(0)
                .u32(0)
                .bytes(Bytes.hex("02c400000001"))
                .bytes(new byte[10 + 64 + 128])
                .u32(0x63825363L);
    }

    static Bytes type(int op, long xid, int type) {
        return begin(op, xid, 0, op == 2 ? 0x0A000005 : 0).u8(53, 1, type);
    }

    static Bytes text(Bytes bytes, int code, String text) {
        return bytes.u8(code, text.length()).text(text);
    }

    static byte[] discover() {
        return text(text(type(1, 7, 1), 12, "WS-RADIO-3"), 60, "MSFT 5.0")
                .u8(55, 3, 1, 3, 6)
                .u8(255)
                .done();
    }

    static byte[] request() {
        return text(type(1, 7, 3), 12, "WS-RADIO-3")
                .u8(50, 4)
                .u32(0x0A000005)
                .u8(61, 7, 1)
                .bytes(Bytes.hex("02c400000001"))
                .u8(255)
                .done();
    }

    static byte[] offer() {
        return type(2, 7, 2).u8(54, 4).u32(0x0A000001).u8(255).done();
    }

    static byte[] ack() {
        return text(type(2, 7, 5), 15, "hospital.example\0")
                .u8(51, 4)
                .u32(3600)
                .u8(255)
                .done();
    }
}
