package io.auscult.core.protocol.ldap;

import io.auscult.core.protocol.TextSlot;
import io.auscult.core.protocol.asn1.Ber;

/**
 * A search filter as text, RFC 4511 section 4.5.1.7 and RFC 4515: more than two terms are wrapped pair by pair, as Zeek and Wireshark write
 * them. Values of Windows' domain controller pings are shown by their meaning ([MS-ADTS] 6.3.3), secrets not at all. One per parser; below
 * {@link #MAX_DEPTH} levels the text says {@code (...)}.
 */
final class LdapFilter {
    static final int MAX_DEPTH = 24;

    private static final int AND = Ber.CONTEXT;
    private static final int OR = Ber.CONTEXT + 1;
    private static final int NOT = Ber.CONTEXT + 2;
    private static final int EQUALITY = Ber.CONTEXT + 3;
    private static final int SUBSTRINGS = Ber.CONTEXT + 4;
    private static final int GREATER_OR_EQUAL = Ber.CONTEXT + 5;
    private static final int LESS_OR_EQUAL = Ber.CONTEXT + 6;
    private static final int PRESENT = Ber.CONTEXT_PRIMITIVE + 7;
    private static final int APPROXIMATE = Ber.CONTEXT + 8;
    private static final int EXTENSIBLE = Ber.CONTEXT + 9;

    private static final int INITIAL = Ber.CONTEXT_PRIMITIVE;
    private static final int ANY = Ber.CONTEXT_PRIMITIVE + 1;
    private static final int FINAL = Ber.CONTEXT_PRIMITIVE + 2;

    private static final int MATCHING_RULE = Ber.CONTEXT_PRIMITIVE + 1;
    private static final int TYPE = Ber.CONTEXT_PRIMITIVE + 2;
    private static final int MATCH_VALUE = Ber.CONTEXT_PRIMITIVE + 3;
    private static final int DN_ATTRIBUTES = Ber.CONTEXT_PRIMITIVE + 4;

    private final Ber[] levels = new Ber[MAX_DEPTH + 1];

    /** Appends the filter that the cursor stands on. */
    void append(Ber filter, TextSlot into) {
        append(filter, 0, into);
    }

    private void append(Ber filter, int depth, TextSlot into) {
        if (into.isFull()) {
            return;
        }
        if (depth == MAX_DEPTH) {
            into.append("(...)");
            return;
        }
        Ber inner = level(depth).enter(filter);
        switch (filter.tag()) {
            case AND -> appendList(filter, inner, '&', depth, into);
            case OR -> appendList(filter, inner, '|', depth, into);
            case NOT -> {
                into.append("(!");
                if (inner.next()) {
                    append(inner, depth + 1, into);
                }
                into.append((byte) ')');
            }
            case EQUALITY -> appendAssertion(inner, "=", into);
            case GREATER_OR_EQUAL -> appendAssertion(inner, ">=", into);
            case LESS_OR_EQUAL -> appendAssertion(inner, "<=", into);
            case APPROXIMATE -> appendAssertion(inner, "~=", into);
            case PRESENT -> {
                into.append((byte) '(');
                LdapText.append(filter.bytes(), filter.from(), filter.to(), into);
                into.append("=*)");
            }
            case SUBSTRINGS -> appendSubstrings(inner, depth, into);
            case EXTENSIBLE -> appendExtensible(inner, into);
            default -> into.append("(?)");
        }
    }

    private Ber level(int depth) {
        if (levels[depth] == null) {
            levels[depth] = new Ber();
        }
        return levels[depth];
    }

    private void appendList(Ber filter, Ber inner, char operator, int depth, TextSlot into) {
        int terms = 0;
        while (inner.next()) {
            terms++;
        }
        for (int i = Math.max(1, terms - 1); i > 0 && !into.isFull(); i--) {
            into.append((byte) '(');
            into.append((byte) operator);
        }
        inner.enter(filter);
        for (int i = 0; i < terms && !into.isFull() && inner.next(); i++) {
            append(inner, depth + 1, into);
            if (i > 0) {
                into.append((byte) ')');
            }
        }
        if (terms < 2) {
            into.append((byte) ')');
        }
    }

    private static void appendAssertion(Ber inner, String operator, TextSlot into) {
        into.append((byte) '(');
        if (inner.next()) {
            byte[] bytes = inner.bytes();
            int nameFrom = inner.from();
            int nameTo = inner.to();
            LdapText.append(bytes, nameFrom, nameTo, into);
            into.append(operator);
            if (inner.next()) {
                LdapText.appendValue(bytes, nameFrom, nameTo, inner.from(), inner.to(), into);
            }
        }
        into.append((byte) ')');
    }

    private void appendSubstrings(Ber inner, int depth, TextSlot into) {
        into.append((byte) '(');
        if (inner.next()) {
            LdapText.append(inner.bytes(), inner.from(), inner.to(), into);
            into.append((byte) '=');
            boolean secret = LdapNames.SECRET_ATTRIBUTES.has(inner.bytes(), inner.from(), inner.to());
            if (secret) {
                into.append(LdapText.HIDDEN);
            } else if (inner.next()) {
                appendPieces(level(depth + 1).enter(inner), into);
            }
        }
        into.append((byte) ')');
    }

    private static void appendPieces(Ber piece, TextSlot into) {
        boolean first = true;
        boolean last = false;
        while (piece.next()) {
            int tag = piece.tag();
            if (tag != INITIAL && first) {
                into.append((byte) '*');
            }
            if (tag == INITIAL || tag == ANY || tag == FINAL) {
                LdapText.append(piece.bytes(), piece.from(), piece.to(), into);
            }
            if (tag != FINAL) {
                into.append((byte) '*');
            }
            last = tag == FINAL;
            first = false;
        }
        if (first && !last) {
            into.append((byte) '*');
        }
    }

    /** {@code (type:dn:rule:=value)}, any but the value may be missing. */
    private static void appendExtensible(Ber inner, TextSlot into) {
        byte[] bytes = inner.bytes();
        int ruleFrom = 0;
        int ruleTo = 0;
        int typeFrom = 0;
        int typeTo = 0;
        int valueFrom = 0;
        int valueTo = 0;
        boolean dn = false;
        while (inner.next()) {
            switch (inner.tag()) {
                case MATCHING_RULE -> {
                    ruleFrom = inner.from();
                    ruleTo = inner.to();
                }
                case TYPE -> {
                    typeFrom = inner.from();
                    typeTo = inner.to();
                }
                case MATCH_VALUE -> {
                    valueFrom = inner.from();
                    valueTo = inner.to();
                }
                case DN_ATTRIBUTES -> dn = inner.length() == 1 && bytes[inner.from()] != 0;
                default -> {}
            }
        }
        into.append((byte) '(');
        LdapText.append(bytes, typeFrom, typeTo, into);
        if (dn) {
            into.append(":dn");
        }
        if (ruleTo > ruleFrom) {
            into.append((byte) ':');
            LdapText.append(bytes, ruleFrom, ruleTo, into);
        }
        into.append(":=");
        LdapText.appendValue(bytes, typeFrom, typeTo, valueFrom, valueTo, into);
        into.append((byte) ')');
    }
}
