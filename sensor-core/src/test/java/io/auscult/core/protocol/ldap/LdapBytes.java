package io.auscult.core.protocol.ldap;

import io.auscult.core.protocol.Bytes;
import java.nio.charset.StandardCharsets;

/** Puts LDAP messages together in tests, RFC 4511. */
final class LdapBytes {
    private LdapBytes() {}

    /** An element of this identifier around others. */
    static byte[] ber(int tag, byte[]... parts) {
        Bytes content = new Bytes();
        for (byte[] part : parts) {
            content.bytes(part);
        }
        byte[] bytes = content.done();
        Bytes element = new Bytes().u8(tag);
        if (bytes.length < 0x80) {
            element.u8(bytes.length);
        } else {
            element.u8(0x83).u24(bytes.length);
        }
        return element.bytes(bytes).done();
    }

    static byte[] text(int tag, String text) {
        return ber(tag, text.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] text(String text) {
        return text(0x04, text);
    }

    static byte[] number(int tag, int value) {
        return ber(tag, new byte[] {(byte) value});
    }

    static byte[] message(int id, byte[] operation) {
        return ber(0x30, number(0x02, id), operation);
    }

    static byte[] bindSimple(int id, String name, String password) {
        return message(id, ber(0x60, number(0x02, 3), text(name), text(0x80, password)));
    }

    static byte[] bindSasl(int id, String mechanism, byte[] credentials) {
        return message(id, ber(0x60, number(0x02, 3), text(""), ber(0xA3, text(mechanism), ber(0x04, credentials))));
    }

    /** An answer with an LDAPResult. */
    static byte[] result(int id, int tag, int code, String diagnostic, byte[]... more) {
        byte[][] parts = new byte[3 + more.length][];
        parts[0] = number(0x0A, code);
        parts[1] = text("");
        parts[2] = text(diagnostic);
        System.arraycopy(more, 0, parts, 3, more.length);
        return message(id, ber(tag, parts));
    }

    static byte[] search(int id, String base, int scope, byte[] filter, String... attributes) {
        byte[][] names = new byte[attributes.length][];
        for (int i = 0; i < names.length; i++) {
            names[i] = text(attributes[i]);
        }
        return message(
                id,
                ber(
                        0x63,
                        text(base),
                        number(0x0A, scope),
                        number(0x0A, 0),
                        number(0x02, 0),
                        number(0x02, 0),
                        number(0x01, 0),
                        filter,
                        ber(0x30, names)));
    }

    static byte[] equal(String name, String value) {
        return ber(0xA3, text(name), text(value));
    }

    static byte[] present(String name) {
        return text(0x87, name);
    }

    static byte[] entry(int id, String name) {
        return message(id, ber(0x64, text(name), ber(0x30)));
    }

    static byte[] concat(byte[]... parts) {
        Bytes all = new Bytes();
        for (byte[] part : parts) {
            all.bytes(part);
        }
        return all.done();
    }
}
