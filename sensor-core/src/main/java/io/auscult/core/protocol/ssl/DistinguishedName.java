package io.auscult.core.protocol.ssl;

import io.auscult.core.protocol.TextSlot;
import io.auscult.core.protocol.asn1.Ber;

/**
 * Names in certificates as text, RFC 4514 in OpenSSL's dialect (as Zeek logs them): last attribute first, bytes above ASCII and control
 * characters as hexadecimal pairs, unknown types as numbers with their value in DER. At most {@link #MAX_ATTRIBUTES} attributes. Reused.
 */
final class DistinguishedName {
    static final int MAX_ATTRIBUTES = 64;

    private static final int MAX_TOGETHER = 16; // attributes in one set
    private static final String COMMON_NAME = "CN";

    private final Ber names = new Ber();
    private final Ber set = new Ber();
    private final Ber pair = new Ber();
    private final int[] heads = new int[MAX_ATTRIBUTES];
    private final int[] together = new int[MAX_TOGETHER];
    private int commonFrom;
    private int commonTo;

    /** Appends the name in the current element of {@code sequence}. @return whether it could be read */
    boolean append(Ber sequence, TextSlot into) {
        names.enter(sequence);
        commonFrom = 0;
        commonTo = 0;
        int count = 0;
        while (names.hasNext()) {
            if (!names.next(Ber.SET) || count == MAX_ATTRIBUTES) {
                return false;
            }
            heads[count++] = names.head();
        }
        int limit = names.at();
        for (int i = count - 1; i >= 0; i--) {
            names.over(sequence.bytes(), heads[i], limit);
            if (!names.next(Ber.SET) || !appendSet(i < count - 1, into)) {
                return false;
            }
        }
        return true;
    }

    /** Where in the array the common name lies that {@link #append} has seen, the last of several; nowhere when there is none. */
    int commonFrom() {
        return commonFrom;
    }

    int commonTo() {
        return commonTo;
    }

    private boolean appendSet(boolean behindAnother, TextSlot into) {
        set.enter(names);
        int count = 0;
        while (set.hasNext()) {
            if (!set.next(Ber.SEQUENCE) || count == MAX_TOGETHER) {
                return false;
            }
            together[count++] = set.head();
        }
        int limit = set.at();
        for (int i = count - 1; i >= 0; i--) {
            set.over(names.bytes(), together[i], limit);
            if (!set.next(Ber.SEQUENCE) || !pair.enter(set).next(Ber.OBJECT_IDENTIFIER)) {
                return false;
            }
            boolean first = i == count - 1;
            if (!first || behindAnother) {
                into.append((byte) (first ? ',' : '+'));
            }
            String name = ObjectIds.name(pair);
            if (name == null) {
                pair.appendObjectId(into);
            } else {
                into.append(name);
            }
            into.append((byte) '=');
            if (!pair.next()) {
                return false;
            }
            if (commonTo == 0 && COMMON_NAME.equals(name) && width(pair.tag()) == 1) {
                commonFrom = pair.from();
                commonTo = pair.to();
            }
            appendValue(pair, name == null, into);
        }
        return true;
    }

    private static void appendValue(Ber value, boolean unknownType, TextSlot into) {
        int width = width(value.tag());
        if (unknownType || width == 0) {
            into.append((byte) '#');
            for (int i = value.head(); i < value.to(); i++) {
                appendPair(value.u8(i), into);
            }
            return;
        }
        int last = value.to() - width;
        for (int i = value.from(); i <= last; i += width) {
            int c = 0;
            for (int k = 0; k < width; k++) {
                c = c << 8 | value.u8(i + k);
            }
            boolean edge = i == value.from() ? c == ' ' || c == '#' : i == last && c == ' ';
            appendCharacter(c, value.tag() == Ber.UTF8_STRING, edge, into);
        }
    }

    /** Bytes a character, 0 for what is no text. */
    private static int width(int tag) {
        return switch (tag) {
            case Ber.UTF8_STRING,
                    Ber.PRINTABLE_STRING,
                    Ber.T61_STRING,
                    Ber.IA5_STRING,
                    Ber.VISIBLE_STRING,
                    Ber.NUMERIC_STRING -> 1;
            case Ber.BMP_STRING -> 2;
            case Ber.UNIVERSAL_STRING -> 4;
            default -> 0;
        };
    }

    private static void appendCharacter(int c, boolean isUtf8, boolean edge, TextSlot into) {
        if (c < ' ' || c == 0x7F) {
            into.append((byte) '\\');
            appendPair(c, into);
        } else if (c < 0x80) {
            if (edge || ",+\"\\<>;".indexOf(c) >= 0) {
                into.append((byte) '\\');
            }
            into.append((byte) c);
        } else if (isUtf8 || c > 0x10FFFF || c < 0) {
            into.append((byte) '\\');
            appendPair(c & 0xFF, into);
        } else {
            appendUtf8(c, into);
        }
    }

    private static void appendUtf8(int c, TextSlot into) {
        int more = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
        into.append((byte) '\\');
        appendPair((0xF0 << 3 - more & 0xFF) | c >>> 6 * more, into);
        for (int shift = 6 * (more - 1); shift >= 0; shift -= 6) {
            into.append((byte) '\\');
            appendPair(0x80 | c >>> shift & 0x3F, into);
        }
    }

    private static void appendPair(int c, TextSlot into) {
        into.append((byte) Character.toUpperCase(Character.forDigit(c >>> 4 & 0xF, 16)));
        into.append((byte) Character.toUpperCase(Character.forDigit(c & 0xF, 16)));
    }
}
