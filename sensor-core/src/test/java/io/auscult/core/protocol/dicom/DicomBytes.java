package io.auscult.core.protocol.dicom;

import io.auscult.core.protocol.Bytes;
import java.nio.charset.StandardCharsets;

/** Puts DICOM units together in tests. */
final class DicomBytes {
    static final String VERIFICATION = "1.2.840.10008.1.1";
    static final String CT = "1.2.840.10008.5.1.4.1.1.2";
    static final String FIND = "1.2.840.10008.5.1.4.1.2.2.1";
    static final String MOVE = "1.2.840.10008.5.1.4.1.2.2.2";
    static final String IMPLICIT = "1.2.840.10008.1.2";
    static final String EXPLICIT = "1.2.840.10008.1.2.1";
    static final int NO_DATA = 0x0101;
    static final int DATA = 1;

    private DicomBytes() {}

    static byte[] unit(int type, byte[] body) {
        return new Bytes().u8(type, 0).u32(body.length).bytes(body).done();
    }

    static byte[] item(int type, byte[] body) {
        return new Bytes().u8(type, 0).u16(body.length).bytes(body).done();
    }

    static byte[] item(int type, String text) {
        return item(type, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    static byte[] associate(int type, String called, String calling, byte[]... items) {
        Bytes body =
                new Bytes().u16(1, 0).text(padded(called)).text(padded(calling)).bytes(new byte[32]);
        body.bytes(item(0x10, "1.2.840.10008.3.1.1.1"));
        for (byte[] item : items) {
            body.bytes(item);
        }
        return unit(type, body.done());
    }

    private static String padded(String title) {
        return title + " ".repeat(16 - title.length());
    }

    static byte[] offer(int context, String abstractSyntax, String... transferSyntaxes) {
        Bytes body = new Bytes().u8(context, 0, 0, 0).bytes(item(0x30, abstractSyntax));
        for (String syntax : transferSyntaxes) {
            body.bytes(item(0x40, syntax));
        }
        return item(0x20, body.done());
    }

    static byte[] answer(int context, int result, String transferSyntax) {
        return item(
                0x21,
                new Bytes()
                        .u8(context, 0, result, 0)
                        .bytes(item(0x40, transferSyntax))
                        .done());
    }

    static byte[] user(byte[]... items) {
        Bytes body = new Bytes().bytes(item(0x51, new Bytes().u32(16_384).done()));
        body.bytes(item(0x52, "1.2.3.4")).bytes(item(0x55, "TEST_1"));
        for (byte[] item : items) {
            body.bytes(item);
        }
        return item(0x50, body.done());
    }

    static byte[] identity(int type, String primary, String secondary) {
        return item(
                0x58,
                new Bytes()
                        .u8(type, 1)
                        .u16(primary.length())
                        .text(primary)
                        .u16(secondary.length())
                        .text(secondary)
                        .done());
    }

    /** A command set of 16-bit numbers: element, value, element, value ... */
    static byte[] command(String sopClass, int... numbers) {
        Bytes set = new Bytes();
        element(set, 0x0002, padEven(sopClass));
        for (int i = 0; i < numbers.length; i += 2) {
            element(
                    set,
                    numbers[i],
                    new Bytes().u8(numbers[i + 1], numbers[i + 1] >> 8).done());
        }
        return withLength(set.done());
    }

    static byte[] withLength(byte[] elements) {
        Bytes set = new Bytes();
        element(set, 0, little(elements.length));
        return set.bytes(elements).done();
    }

    static byte[] little(int value) {
        return new Bytes().u8(value, value >> 8, value >> 16, value >> 24).done();
    }

    static void element(Bytes set, int element, byte[] value) {
        set.u8(0, 0, element, element >> 8).bytes(little(value.length)).bytes(value);
    }

    static byte[] padEven(String text) {
        return (text.length() % 2 == 0 ? text : text + "\0").getBytes(StandardCharsets.ISO_8859_1);
    }

    /** One P-DATA unit of one value. @param control 1 command, 2 last */
    static byte[] data(int context, int control, byte[] fragment) {
        return unit(4, value(context, control, fragment));
    }

    static byte[] value(int context, int control, byte[] fragment) {
        return new Bytes()
                .u32(fragment.length + 2)
                .u8(context, control)
                .bytes(fragment)
                .done();
    }

    static byte[] releaseRequest() {
        return unit(5, new byte[4]);
    }

    static byte[] releaseReply() {
        return unit(6, new byte[4]);
    }
}
