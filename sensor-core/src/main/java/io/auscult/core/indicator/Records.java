package io.auscult.core.indicator;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The records of all indicators, one behind the other in pages of bytes. A record never changes once it can be found, a place is never given to another one while anybody may still look
 * there (it would take {@link #PAGES} pages to come back to it), and a page of which little is left is given back after the rest has moved. One writes, any number read.
 * <pre>
 *  | provenance  4 | valid from  4 | valid until  4 | type 1 | round 1 | key length 2 | id length 1 | id kind 1 | key ... | id ... |
 * </pre>
 * Times are seconds since 1970, unsigned, 0 for none. A place counts in steps of eight bytes from 1.
 */
final class Records {
    static final int PAGE = 1 << 20; // bytes
    static final int PAGES = 1 << 13;

    private static final int SHIFT = 17; // places of a page
    private static final int HEADER = 18;
    private static final int FROM = 4;
    private static final int UNTIL = 8;
    private static final int TYPE = 12;
    private static final int ROUND = 13;
    private static final int KEY_LENGTH = 14;
    private static final int ID_LENGTH = 16;
    private static final int ID_KIND = 17;
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);

    private final @Nullable byte[][] pages = new byte[PAGES][];
    private final int[] live = new int[PAGES]; // bytes
    private int page;
    private int end = PAGE; // no page yet
    private int pageCount;

    /** The page of a place, or null when it was given back meanwhile: then look into the slot again. Any thread. */
    byte @Nullable [] page(int place) {
        return pages[place >>> SHIFT];
    }

    static int offset(int place) {
        return (place & (1 << SHIFT) - 1) << 3;
    }

    /** @return its place, or 0 when there is no page left */
    int append(int provenance, int from, int until, int type, int round, byte[] key, int idKind, byte[] id) {
        int size = HEADER + key.length + id.length + 7 & ~7;
        if (end + size > PAGE && !turn()) {
            return 0;
        }
        byte[] bytes = pages[page];
        if (bytes == null) {
            return 0;
        }
        int at = end;
        INT.set(bytes, at, provenance);
        INT.set(bytes, at + FROM, from);
        INT.set(bytes, at + UNTIL, until);
        bytes[at + TYPE] = (byte) type;
        bytes[at + ROUND] = (byte) round;
        SHORT.set(bytes, at + KEY_LENGTH, (short) key.length);
        bytes[at + ID_LENGTH] = (byte) id.length;
        bytes[at + ID_KIND] = (byte) idKind;
        System.arraycopy(key, 0, bytes, at + HEADER, key.length);
        System.arraycopy(id, 0, bytes, at + HEADER + key.length, id.length);
        end += size;
        live[page] += size;
        return page << SHIFT | at >>> 3;
    }

    private boolean turn() {
        for (int i = 1; i < PAGES; i++) {
            int next = page + i & PAGES - 1;
            if (pages[next] == null) {
                pages[next] = new byte[PAGE];
                live[next] = 0;
                page = next;
                end = next == 0 ? 8 : 0;
                pageCount++;
                return true;
            }
        }
        return false;
    }

    /** @return whether little is left of its page, so that the rest should move */
    boolean forget(int place) {
        int index = place >>> SHIFT;
        byte[] bytes = page(place);
        if (bytes != null) {
            live[index] -= size(bytes, offset(place));
        }
        return index != page && live[index] < PAGE / 2;
    }

    /** Gives a page back. */
    void drop(int place) {
        int index = place >>> SHIFT;
        if (index != page && pages[index] != null) {
            pages[index] = null;
            pageCount--;
        }
    }

    /** The first place of the page that this one is in. */
    static int firstOfPage(int place) {
        int page = place >>> SHIFT;
        return page << SHIFT | (page == 0 ? 1 : 0);
    }

    /** The place behind this one, or 0 at the end of the page. */
    int next(byte[] bytes, int place) {
        int offset = offset(place) + size(bytes, offset(place));
        return offset + HEADER > PAGE || keyLength(bytes, offset) == 0 ? 0 : (place >>> SHIFT) << SHIFT | offset >>> 3;
    }

    private static int size(byte[] bytes, int at) {
        return HEADER + keyLength(bytes, at) + idLength(bytes, at) + 7 & ~7;
    }

    long bytes() {
        return (long) pageCount * PAGE;
    }

    static int provenance(byte[] bytes, int at) {
        return (int) INT.get(bytes, at);
    }

    static int from(byte[] bytes, int at) {
        return (int) INT.get(bytes, at + FROM);
    }

    static int until(byte[] bytes, int at) {
        return (int) INT.get(bytes, at + UNTIL);
    }

    static int type(byte[] bytes, int at) {
        return bytes[at + TYPE];
    }

    static int round(byte[] bytes, int at) {
        return bytes[at + ROUND];
    }

    /** The one thing that changes; only who writes looks at it. */
    static void setRound(byte[] bytes, int at, int round) {
        bytes[at + ROUND] = (byte) round;
    }

    static int keyLength(byte[] bytes, int at) {
        return (short) SHORT.get(bytes, at + KEY_LENGTH) & 0xFFFF;
    }

    static int idLength(byte[] bytes, int at) {
        return bytes[at + ID_LENGTH] & 0xFF;
    }

    static int idKind(byte[] bytes, int at) {
        return bytes[at + ID_KIND];
    }

    static int keyAt(int at) {
        return at + HEADER;
    }

    static boolean keyEquals(byte[] bytes, int at, byte[] key, int from, int to) {
        int length = keyLength(bytes, at);
        return length == to - from && Arrays.equals(bytes, at + HEADER, at + HEADER + length, key, from, to);
    }

    static byte[] key(byte[] bytes, int at) {
        return Arrays.copyOfRange(bytes, at + HEADER, at + HEADER + keyLength(bytes, at));
    }

    static byte[] id(byte[] bytes, int at) {
        int from = at + HEADER + keyLength(bytes, at);
        return Arrays.copyOfRange(bytes, from, from + idLength(bytes, at));
    }
}
