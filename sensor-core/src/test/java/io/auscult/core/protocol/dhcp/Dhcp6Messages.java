package io.auscult.core.protocol.dhcp;

import io.auscult.core.protocol.Bytes;

/** DHCPv6 messages for tests: of one client, WS-RADIO-3, and one server. */
final class Dhcp6Messages {
    static final String DUID = "0003000102c400000001";

    private static final String SERVER_DUID = "00030001020000000099";
    private static final String ADDRESS = "20010db8000000000000000000000005";

    private Dhcp6Messages() {}

    static Bytes begin(int type, int xid) {
        return new Bytes().u8(type).u24(xid);
    }

    static Bytes option(Bytes bytes, int code, byte[] data) {
        return bytes.u16(code, data.length).bytes(data);
    }

    static byte[] solicit() {
        Bytes bytes = option(begin(1, 0x010203), 1, Bytes.hex(DUID));
        option(bytes, 3, Bytes.hex("00000001 00000e10 00001518"));
        option(bytes, 39, new Bytes().u8(0, 10).text("WS-RADIO-3").done());
        option(bytes, 16, new Bytes().u32(311).u16(8).text("MSFT 5.0").done());
        return option(bytes, 6, Bytes.hex("0018 0017 0011 0027")).done();
    }

    /** Advertisement (2) or reply (7). */
    static byte[] answer(int type) {
        byte[] address = Bytes.hex(ADDRESS + "00000708 00000e10");
        byte[] association = new Bytes()
                .bytes(Bytes.hex("00000001 00000e10 00001518"))
                .u16(5, address.length)
                .bytes(address)
                .done();
        Bytes bytes = option(begin(type, 0x010203), 1, Bytes.hex(DUID));
        option(bytes, 2, Bytes.hex(SERVER_DUID));
        option(bytes, 3, association);
        option(bytes, 23, Bytes.hex("20010db8000000000000000000000053"));
        return option(
                        bytes,
                        24,
                        new Bytes()
                                .u8(8)
                                .text("hospital")
                                .u8(7)
                                .text("example")
                                .u8(0)
                                .done())
                .done();
    }

    static byte[] relayed(int type, byte[] message) {
        Bytes bytes = new Bytes()
                .u8(type, 0)
                .bytes(Bytes.hex("20010db8000000010000000000000001"))
                .bytes(Bytes.hex("fe80000000000000000000000000000a"));
        option(bytes, 79, Bytes.hex("0001 02c400000002"));
        return option(bytes, 9, message).done();
    }
}
