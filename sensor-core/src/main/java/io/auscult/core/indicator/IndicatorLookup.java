package io.auscult.core.indicator;

import static io.auscult.core.indicator.IndicatorType.ADDRESS;
import static io.auscult.core.indicator.IndicatorType.DOMAIN;
import static io.auscult.core.indicator.IndicatorType.NETWORK;

import io.auscult.core.event.Network;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks values up in an {@link IndicatorTable}. One a thread, reused; no lookup allocates, and one without a match costs a cache line or two. What matched stays readable until the
 * next lookup. Values are given as they were met; hexadecimal digits and letters of names in either case.
 */
public final class IndicatorLookup {
    private static final int MOST_NAMES = 40; // names above a name that are looked up, the shortest first
    private static final int MOST_MATCHES = 64;
    private static final int MOST_DIGITS = 64;
    private static final int MOST_TRIES = 8; // while records move
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final IndicatorTable table;
    private final byte[] packed = new byte[MOST_DIGITS / 2];
    private final byte[] lower = new byte[256];
    private final byte[][] pages = new byte[MOST_MATCHES][];
    private final int[] offsets = new int[MOST_MATCHES];
    private final AbsentAddresses absent = new AbsentAddresses();
    private int count;
    private boolean isSure; // that nothing moved while it was looked for

    public IndicatorLookup(IndicatorTable table) {
        this.table = table;
    }

    /** The address itself, and every network that contains it. */
    public boolean address(long high, long low) {
        count = 0;
        long additions = table.additions();
        if (additions == 0 || !table.blocks().has(high, low) || absent.has(high, low, additions)) {
            return false;
        }
        isSure = true;
        if (table.byType.get(NETWORK.ordinal()) != 0) {
            for (int bits = 0; bits <= 128; bits++) {
                if (table.networksByBits.get(bits) != 0) {
                    address(NETWORK, bits, high & Network.highMask(bits), low & Network.lowMask(bits));
                }
            }
        }
        if (table.byType.get(ADDRESS.ordinal()) != 0) {
            address(ADDRESS, 128, high, low);
        }
        if (count == 0 && isSure) {
            absent.add(high, low, additions);
        }
        return count > 0;
    }

    /** The name itself, and every name above it. */
    public boolean domain(byte[] bytes, int from, int length) {
        count = 0;
        if (table.byType.get(DOMAIN.ordinal()) == 0 || length > lower.length) {
            return false;
        }
        int end = length > 0 && bytes[from + length - 1] == '.' ? length - 1 : length;
        for (int i = 0; i < end; i++) {
            byte b = bytes[from + i];
            lower[i] = b >= 'A' && b <= 'Z' ? (byte) (b + ('a' - 'A')) : b;
        }
        long hash = table.hash.begin(DOMAIN.ordinal());
        int names = 0;
        for (int i = end - 1; i >= 0; i--) {
            if (lower[i] == '.' && ++names > 1 && names <= MOST_NAMES) {
                find(DOMAIN, Hash.end(hash), lower, i + 1, end);
            }
            hash = Hash.step(hash, lower[i] & 0xFF);
        }
        if (names > 0) {
            find(DOMAIN, Hash.end(hash), lower, 0, end);
        }
        return count > 0;
    }

    /** A text that is compared as it is: of a URL of HTTP what stands behind the scheme. */
    public boolean text(IndicatorType type, byte[] bytes, int from, int length) {
        count = 0;
        if (table.byType.get(type.ordinal()) != 0 && length > 0 && length <= Indicator.MOST_VALUE) {
            find(type, table.hash.of(type.ordinal(), bytes, from, from + length), bytes, from, from + length);
        }
        return count > 0;
    }

    /** Hexadecimal digits. */
    public boolean digits(IndicatorType type, byte[] bytes, int from, int length) {
        count = 0;
        if (table.byType.get(type.ordinal()) == 0 || length > MOST_DIGITS || (length & 1) != 0 || length == 0) {
            return false;
        }
        for (int i = 0; i < length; i += 2) {
            int high = Character.digit(bytes[from + i], 16);
            int low = Character.digit(bytes[from + i + 1], 16);
            if (high < 0 || low < 0) {
                return false;
            }
            packed[i >> 1] = (byte) (high << 4 | low);
        }
        find(type, table.hash.of(type.ordinal(), packed, 0, length / 2), packed, 0, length / 2);
        return count > 0;
    }

    private void address(IndicatorType type, int bits, long high, long low) {
        LONG.set(packed, 0, high);
        LONG.set(packed, 8, low);
        packed[16] = (byte) bits;
        find(type, table.hash.of(type.ordinal(), bits, high, low), packed, 0, type == NETWORK ? 17 : 16);
    }

    private void find(IndicatorType type, int hash, byte[] key, int from, int to) {
        if (!table.values.has(hash)) {
            return;
        }
        int before = count;
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            count = before;
            if (findOnce(type, hash, key, from, to)) {
                return;
            }
        }
        isSure = false;
    }

    /** @return false when a record moved meanwhile */
    private boolean findOnce(IndicatorType type, int hash, byte[] key, int from, int to) {
        long[] slots = table.values.table();
        int index = Slots.first(slots, hash);
        for (int probes = 0; probes < Slots.MOST_PROBES; probes++) {
            long slot = Slots.at(slots, index);
            if (slot == 0) {
                return true;
            }
            if (Slots.isOf(slot, hash)) {
                byte[] page = table.records.page(Slots.place(slot));
                int at = Records.offset(Slots.place(slot));
                if (page == null) {
                    return false;
                }
                if (count < MOST_MATCHES
                        && Packing.type(Records.type(page, at)) == type
                        && Records.keyEquals(page, at, key, from, to)) {
                    pages[count] = page;
                    offsets[count++] = at;
                }
            }
            index = index + 1 & slots.length - 1;
        }
        return true;
    }

    /** Forgets what had run out by then. @param now in seconds since 1970 @return whether something is left */
    public boolean inForce(long now) {
        int left = 0;
        for (int i = 0; i < count; i++) {
            int until = Records.until(pages[i], offsets[i]);
            if (until == 0 || Integer.toUnsignedLong(until) > now) {
                pages[left] = pages[i];
                offsets[left++] = offsets[i];
            }
        }
        count = left;
        return count > 0;
    }

    /** The type of the most specific that is left. */
    public IndicatorType type() {
        return Packing.type(Records.type(pages[count - 1], offsets[count - 1]));
    }

    /** A hash of type and value of the most specific that is left, the same in every run. */
    public long key() {
        byte[] page = pages[count - 1];
        int at = Records.keyAt(offsets[count - 1]);
        long hash = type().ordinal() + 1L;
        for (int i = at + Records.keyLength(page, offsets[count - 1]) - 1; i >= at; i--) {
            hash = Hash.step(hash, page[i] & 0xFF);
        }
        return hash;
    }

    /** What matched and is left, the most specific first. */
    public List<Indicator> matched() {
        List<Indicator> matched = new ArrayList<>(count);
        for (int i = count - 1; i >= 0; i--) {
            matched.add(table.read(pages[i], offsets[i]));
        }
        return matched;
    }
}
