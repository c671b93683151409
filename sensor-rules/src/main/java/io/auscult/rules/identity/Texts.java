package io.auscult.rules.identity;

import io.auscult.core.detect.Mix;
import io.auscult.core.event.Event;
import io.auscult.core.event.Field;
import java.nio.charset.StandardCharsets;

/** Texts of events compared and hashed where they lie, without an object for each. Stateless. */
final class Texts {
    private static final long PRIME = 0x100000001B3L;
    private static final int NETBIOS_LENGTH = 15;

    /** The protocols of a KDC itself. */
    static final byte[][] OF_KERBEROS = {of("krb"), of("krb_tcp")};

    static final byte[] UNKNOWN = of("unknown");

    private Texts() {}

    static byte[] of(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Of the letters without their case; 0 when absent or empty. */
    static long hash(Event e, Field field) {
        return hash(e, field, e.length(field));
    }

    /** Of the part before the first {@code end}; of all without one. */
    static long hashUntil(Event e, Field field, char end) {
        return hash(e, field, indexOf(e, field, end));
    }

    /** Of the part behind the first {@code start}; 0 without one. */
    static long hashFrom(Event e, Field field, char start) {
        int at = indexOf(e, field, start) + 1;
        return at >= e.length(field) ? 0 : hash(e, e.offset(field) + at, e.length(field) - at);
    }

    /** Of a computer's name without its domain, as long as NetBIOS leaves it. */
    static long hashOfComputer(Event e, Field field) {
        return hash(e, field, Math.min(NETBIOS_LENGTH, indexOf(e, field, '.')));
    }

    private static long hash(Event e, Field field, int length) {
        return length == 0 ? 0 : hash(e, e.offset(field), length);
    }

    private static long hash(Event e, int at, int length) {
        byte[] bytes = e.bytes();
        long hash = 0xCBF29CE484222325L;
        for (int i = at; i < at + length; i++) {
            hash = (hash ^ lower(bytes[i])) * PRIME;
        }
        long mixed = Mix.of(hash);
        return mixed == 0 ? 1 : mixed;
    }

    /** Where this character first is; the length without one. */
    private static int indexOf(Event e, Field field, char wanted) {
        int length = e.length(field);
        int at = length == 0 ? 0 : e.offset(field);
        for (int i = 0; i < length; i++) {
            if (e.bytes()[at + i] == wanted) {
                return i;
            }
        }
        return length;
    }

    /** Whether it begins so, whatever the case. @param lower in lower case */
    static boolean startsWith(Event e, Field field, byte[] lower) {
        if (e.length(field) < lower.length) {
            return false;
        }
        int at = e.offset(field);
        for (int i = 0; i < lower.length; i++) {
            if (lower(e.bytes()[at + i]) != lower[i]) {
                return false;
            }
        }
        return true;
    }

    static boolean contains(Event e, Field field, char wanted) {
        return indexOf(e, field, wanted) < e.length(field);
    }

    /** Which of these it is, or -1. */
    static int indexIn(Event e, Field field, byte[][] texts) {
        for (int i = 0; i < texts.length; i++) {
            if (e.textEquals(field, texts[i])) {
                return i;
            }
        }
        return -1;
    }

    private static int lower(byte b) {
        return b >= 'A' && b <= 'Z' ? b + 32 : b;
    }
}
