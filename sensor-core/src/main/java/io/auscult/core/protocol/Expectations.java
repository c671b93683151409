package io.auscult.core.protocol;

import io.auscult.core.event.ConnectionId;
import org.jspecify.annotations.Nullable;

/**
 * What two hosts have announced to each other: connections to this responder address and port will speak that protocol (FTP's data
 * channels, dynamic ports of DCE/RPC). Belongs to a shard, so it holds between the same two hosts only. {@link #SETS} x {@link #WAYS}
 * entries; in a full set the oldest goes.
 */
public final class Expectations {
    static final int SETS = 256;
    static final int WAYS = 4;
    private static final int MAX_LABEL = 256; // bytes

    /** One announcement. */
    private static final class Entry {
        final TextSlot label = new TextSlot(MAX_LABEL);
        long high;
        long low;
        int port;
        long untilNs;
        long age;
        String protocol = "";
    }

    private @Nullable Entry @Nullable [] entries; // made at the first announcement
    private long nowNs;
    private long added;

    /** Packet time goes on. */
    public void at(long nowNs) {
        this.nowNs = nowNs;
    }

    /**
     * A connection to this responder speaks {@code protocol}, whatever its content, until the given time.
     *
     * @param protocol its {@link Protocol#name}
     * @param label anything that the parser of the expected connection should know; may be unset
     */
    public void add(long high, long low, int port, String protocol, TextSlot label, long untilNs) {
        Entry entry = place(high, low, port);
        entry.high = high;
        entry.low = low;
        entry.port = port;
        entry.untilNs = untilNs;
        entry.age = ++added;
        entry.protocol = protocol;
        entry.label.clear();
        if (label.isSet()) {
            entry.label.append(label);
        }
    }

    /** Name of the protocol that is expected of this connection, or null. */
    public @Nullable String protocol(ConnectionId connection) {
        Entry entry = find(connection);
        return entry == null ? null : entry.protocol;
    }

    /** What was noted for this connection's responder, or null. Valid until the next {@link #add}. */
    public @Nullable TextSlot label(ConnectionId connection) {
        Entry entry = find(connection);
        return entry == null ? null : entry.label;
    }

    private @Nullable Entry find(ConnectionId c) {
        if (entries == null) {
            return null;
        }
        int set = set(c.respHigh, c.respLow, c.respPort);
        for (int i = set; i < set + WAYS; i++) {
            Entry entry = entries[i];
            if (entry != null
                    && entry.low == c.respLow
                    && entry.high == c.respHigh
                    && entry.port == c.respPort
                    && entry.untilNs >= nowNs) {
                return entry;
            }
        }
        return null;
    }

    /** The entry of the same responder, else a free one, else the oldest of its set. */
    private Entry place(long high, long low, int port) {
        if (entries == null) {
            entries = new Entry[SETS * WAYS];
        }
        int set = set(high, low, port);
        Entry oldest = null;
        for (int i = set; i < set + WAYS; i++) {
            Entry entry = entries[i];
            if (entry == null) {
                entry = new Entry();
                entries[i] = entry;
                return entry;
            }
            if (entry.low == low && entry.high == high && entry.port == port) {
                return entry;
            }
            if (oldest == null || entry.age < oldest.age) {
                oldest = entry;
            }
        }
        return oldest;
    }

    private static int set(long high, long low, int port) {
        long hash = (high * 31 + low) * 31 + port;
        hash *= 0x9E37_79B9_7F4A_7C15L;
        return (int) (hash >>> 56) * WAYS;
    }
}
