package io.auscult.core.protocol.ssl;

import io.auscult.core.protocol.Bytes;

/** TLS messages for tests. */
public final class TlsBytes {
    /** Self-signed, made for these tests: P-256, CN=test.example,O=Zieken\, huis,C=BE. */
    static final byte[] CERTIFICATE = Bytes.hex("""
            3082022a308201d0a00302010202060a1b2c3d4e5f300a06082a8648ce3d040302303b310b300906035504061302424531153013060355040a0c0c5a69656b65
            6e2c20687569733115301306035504030c0c746573742e6578616d706c65301e170d3236313132313231313832305a170d3336313131383231313832305a303b
            310b300906035504061302424531153013060355040a0c0c5a69656b656e2c20687569733115301306035504030c0c746573742e6578616d706c653059301306
            072a8648ce3d020106082a8648ce3d03010703420004220bf0290cb6653cdfdac5971c4d17678dd73d17a69452442fe406e0ab6315abf85a37f97aaed0703c7d
            37a01617815b5a2702ae31260550adb98f67b6e88a8ea381bf3081bc301d0603551d0e04160414f04645cfa378ce8db59b477f4008927f6eb950e3301f060355
            1d23041830168014f04645cfa378ce8db59b477f4008927f6eb950e330660603551d11045f305d820c746573742e6578616d706c65820e2a2e746573742e6578
            616d706c658704c0000207871020010db8000000000000000000000001810e6140746573742e6578616d706c65861568747470733a2f2f746573742e6578616d
            706c652f30120603551d130101ff040830060101ff020102300a06082a8648ce3d0403020348003045022100d9cb68c2537e49695c634477871bf0ff508267ad
            117949c06fb1ecfbeb6902c802203868ac642cfccde944cb13b67a7e67abc2814df173f53e03913c22892659b79d""");

    static final String FINGERPRINT = "5a9e3164869d3f1b96f9084083e86505cebc4fdad6031f3c5315c270403fffab";
    static final String SHA1 = "87050d8b0c4bc611a4b2c6d7fdd6ff0112d73f3c";
    static final String MD5 = "95db0e6294faf7a26a1333daee57d394";

    /** Likewise: P-256, CN=pacs.hospital.example,O=Ziekenhuis, no alternative names. */
    public static final byte[] HOST_CERTIFICATE = Bytes.hex("""
            308201c030820165a003020102021444b8db069802a6387dea40ca0824ad13befb381b300a06082a8648ce3d040302303531133011060355040a0c0a5a69656b
            656e68756973311e301c06035504030c15706163732e686f73706974616c2e6578616d706c65301e170d3236313132323036303933315a170d33363131313930
            36303933315a303531133011060355040a0c0a5a69656b656e68756973311e301c06035504030c15706163732e686f73706974616c2e6578616d706c65305930
            1306072a8648ce3d020106082a8648ce3d0301070342000426f17c8d1991e008564e6e2ca3a4905749e9cf343b827f97b34c175129b3d1fca36826ff976f0dd3
            2435af83126b69cdd53b8ec89b82d6d98d7ea4cd766f8540a3533051301d0603551d0e04160414b0c86b7e28bbd340cd09ef0cb50f26c3fd187133301f060355
            1d23041830168014b0c86b7e28bbd340cd09ef0cb50f26c3fd187133300f0603551d130101ff040530030101ff300a06082a8648ce3d04030203490030460221
            00d5d14a33e07ad9e67cbd3bf591eea422b5277f93ec774dcd94471dee4bc9e067022100e23f10090ed4404862bc37cb105c6ad00ac2a912a26c9f7a0c34bbd3
            b9afb6d1""");

    private TlsBytes() {}

    public static byte[] record(int type, byte[] payload) {
        return new Bytes().u8(type).u16(0x0303, payload.length).bytes(payload).done();
    }

    static byte[] message(int type, byte[] body) {
        return new Bytes().u8(type).u24(body.length).bytes(body).done();
    }

    public static byte[] handshake(int type, byte[] body) {
        return record(22, message(type, body));
    }

    static byte[] extension(int type, byte[] data) {
        return new Bytes().u16(type, data.length).bytes(data).done();
    }

    public static byte[] serverName(String name) {
        return extension(
                0,
                new Bytes()
                        .u16(name.length() + 3)
                        .u8(0)
                        .u16(name.length())
                        .text(name)
                        .done());
    }

    static byte[] alpn(String protocol) {
        return extension(
                16,
                new Bytes()
                        .u16(protocol.length() + 1)
                        .u8(protocol.length())
                        .text(protocol)
                        .done());
    }

    static byte[] codes(int type, int... codes) {
        return extension(type, new Bytes().u16(2 * codes.length).u16(codes).done());
    }

    static byte[] versions(int... versions) {
        return extension(43, new Bytes().u8(2 * versions.length).u16(versions).done());
    }

    public static byte[] clientHello(int version, byte[] sessionId, int[] ciphers, byte[]... extensions) {
        Bytes hello = new Bytes()
                .u16(version)
                .bytes(new byte[32])
                .u8(sessionId.length)
                .bytes(sessionId);
        hello.u16(2 * ciphers.length).u16(ciphers).u8(1, 0);
        return handshake(1, withExtensions(hello, extensions));
    }

    public static byte[] serverHello(int version, byte[] sessionId, int cipher, byte[]... extensions) {
        Bytes hello = new Bytes()
                .u16(version)
                .bytes(new byte[32])
                .u8(sessionId.length)
                .bytes(sessionId)
                .u16(cipher)
                .u8(0);
        return handshake(2, withExtensions(hello, extensions));
    }

    static byte[] withExtensions(Bytes hello, byte[]... extensions) {
        if (extensions.length > 0) {
            Bytes all = new Bytes();
            for (byte[] extension : extensions) {
                all.bytes(extension);
            }
            hello.u16(all.done().length).bytes(all.done());
        }
        return hello.done();
    }

    public static byte[] certificates(byte[]... certificates) {
        Bytes list = new Bytes();
        for (byte[] certificate : certificates) {
            list.u24(certificate.length).bytes(certificate);
        }
        return message(
                11, new Bytes().u24(list.done().length).bytes(list.done()).done());
    }
}
