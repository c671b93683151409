package io.auscult.core.protocol.ldap;

import io.auscult.core.protocol.TextSlot;
import io.auscult.core.protocol.identity.IdentityUse;

/**
 * Who binds, from the name that the client gave: {@code DOMAIN\\user}, {@code user@domain}, or a distinguished name (RFC 4514), whose first
 * value is the user and whose domain components are the domain. Stateless.
 */
final class LdapUser {
    private LdapUser() {}

    static void read(byte[] bytes, int from, int to, IdentityUse identity) {
        int backslash = indexOf(bytes, '\\', from, to);
        int at = indexOf(bytes, '@', from, to);
        int equals = indexOf(bytes, '=', from, to);
        if (equals > from) {
            readName(bytes, from, to, identity);
        } else if (backslash >= 0) {
            identity.domain().append(bytes, from, backslash - from);
            identity.user().append(bytes, backslash + 1, to - backslash - 1);
        } else if (at > from) {
            identity.user().append(bytes, from, at - from);
            identity.domain().append(bytes, at + 1, to - at - 1);
        } else {
            identity.user().append(bytes, from, to - from);
        }
    }

    private static void readName(byte[] bytes, int from, int to, IdentityUse identity) {
        int at = from;
        boolean first = true;
        while (at < to) {
            int end = componentEnd(bytes, at, to);
            int equals = indexOf(bytes, '=', at, end);
            if (equals >= 0) {
                int type = skipBlanks(bytes, at, equals);
                int value = skipBlanks(bytes, equals + 1, end);
                if (first) {
                    identity.user().append(bytes, value, end - value);
                    first = false;
                } else if (LdapNames.same("dc", bytes, type, equals)) {
                    TextSlot domain = identity.domain();
                    if (domain.length() > 0) {
                        domain.append((byte) '.');
                    }
                    domain.append(bytes, value, end - value);
                }
            }
            at = end + 1;
        }
    }

    private static int componentEnd(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && bytes[at] != ',' && bytes[at] != '+') {
            at += bytes[at] == '\\' ? 2 : 1;
        }
        return Math.min(at, to);
    }

    private static int skipBlanks(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && bytes[at] == ' ') {
            at++;
        }
        return at;
    }

    private static int indexOf(byte[] bytes, int value, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == value) {
                return i;
            }
        }
        return -1;
    }
}
