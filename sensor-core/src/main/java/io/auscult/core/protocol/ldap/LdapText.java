package io.auscult.core.protocol.ldap;

import io.auscult.core.protocol.TextSlot;

/** Attribute names and values as text: what RFC 4515 section 3 wants escaped, and bytes that are no UTF-8, as a backslash and two digits. */
final class LdapText {
    /** In place of a secret. */
    static final String HIDDEN = "REDACTED";

    private static final int GUID = 16; // bytes
    private static final int MAX_SID_PARTS = 15;

    private LdapText() {}

    static void append(byte[] bytes, int from, int to, TextSlot into) {
        int at = from;
        while (at < to && !into.isFull()) {
            int size = character(bytes, at, to);
            if (size > 0) {
                into.append(bytes, at, size);
                at += size;
            } else {
                into.append((byte) '\\');
                into.appendHex(bytes, at, 1);
                at++;
            }
        }
    }

    /** Bytes of the character here when it can stand as it is; 0 when it must be escaped. */
    private static int character(byte[] bytes, int at, int to) {
        int c = bytes[at] & 0xFF;
        if (c < 0x80) {
            return c < ' ' || c == 0x7F || c == '*' || c == '(' || c == ')' || c == '\\' ? 0 : 1;
        }
        int size = c >= 0xC2 && c < 0xE0 ? 2 : c >= 0xE0 && c < 0xF0 ? 3 : c >= 0xF0 && c < 0xF5 ? 4 : 0;
        if (size == 0 || at + size > to) {
            return 0;
        }
        for (int i = 1; i < size; i++) {
            if ((bytes[at + i] & 0xC0) != 0x80) {
                return 0;
            }
        }
        return size;
    }

    /** A value of the named attribute, by its meaning where Windows asks for a domain controller. */
    static void appendValue(byte[] bytes, int nameFrom, int nameTo, int from, int to, TextSlot into) {
        if (LdapNames.SECRET_ATTRIBUTES.has(bytes, nameFrom, nameTo)) {
            into.append(HIDDEN);
        } else if (LdapNames.same("NtVer", bytes, nameFrom, nameTo) && to - from == Integer.BYTES) {
            into.append("0x");
            appendReversed(bytes, from, to, into);
        } else if (isGuid(bytes, nameFrom, nameTo) && to - from == GUID) {
            appendGuid(bytes, from, into);
        } else if (LdapNames.same("AAC", bytes, nameFrom, nameTo) && to - from == Integer.BYTES) {
            for (int i = from; i < to; i++) {
                if (i > from) {
                    into.append((byte) ':');
                }
                into.appendHex(bytes, i, 1);
            }
        } else if (!isSid(bytes, nameFrom, nameTo) || !appendSid(bytes, from, to, into)) {
            append(bytes, from, to, into);
        }
    }

    private static boolean isGuid(byte[] bytes, int from, int to) {
        return LdapNames.same("DomainGuid", bytes, from, to) || LdapNames.same("objectGUID", bytes, from, to);
    }

    private static boolean isSid(byte[] bytes, int from, int to) {
        return LdapNames.same("DomainSid", bytes, from, to) || LdapNames.same("objectSid", bytes, from, to);
    }

    private static void appendReversed(byte[] bytes, int from, int to, TextSlot into) {
        for (int i = to - 1; i >= from; i--) {
            into.appendHex(bytes, i, 1);
        }
    }

    private static void appendGuid(byte[] bytes, int from, TextSlot into) {
        appendReversed(bytes, from, from + 4, into);
        into.append((byte) '-');
        appendReversed(bytes, from + 4, from + 6, into);
        into.append((byte) '-');
        appendReversed(bytes, from + 6, from + 8, into);
        into.append((byte) '-');
        into.appendHex(bytes, from + 8, 2);
        into.append((byte) '-');
        into.appendHex(bytes, from + 10, 6);
    }

    /** A security identifier, [MS-DTYP] 2.4.2.2; false when the bytes are none. */
    private static boolean appendSid(byte[] bytes, int from, int to, TextSlot into) {
        if (to - from < 8 || bytes[from] != 1) {
            return false;
        }
        int parts = bytes[from + 1] & 0xFF;
        if (parts > MAX_SID_PARTS || to - from != 8 + 4 * parts) {
            return false;
        }
        long authority = 0;
        for (int i = from + 2; i < from + 8; i++) {
            authority = authority << 8 | bytes[i] & 0xFF;
        }
        into.append("S-1-");
        into.appendDecimal(authority);
        for (int i = 0; i < parts; i++) {
            long part = 0;
            for (int j = 3; j >= 0; j--) {
                part = part << 8 | bytes[from + 8 + 4 * i + j] & 0xFF;
            }
            into.append((byte) '-');
            into.appendDecimal(part);
        }
        return true;
    }
}
